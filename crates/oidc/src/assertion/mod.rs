//! Client assertions, `private_key_jwt` (RFC 7523 §3, OpenID Connect Core §9, FAPI 2.0 §5.3.2.1).

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use crate::client::{Class, Client};
use crate::jose::{Compact, JoseError};
use crate::jwt_claims::{AHEAD, audience, text, time};
use crate::{ErrorCode, OAuthError};

const MAX_LEN: usize = 8 * 1024;
const MAX_JTI: usize = 256;
/// RFC 7523 §3 (4) lets us refuse an `exp` unreasonably far ahead: each `jti` is kept until then.
const FARTHEST: i64 = 3_600;

/// An assertion that held. The caller still refuses a `jti` that this client has used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// Unique for the client.
    pub jti: String,
    /// Until when `jti` must be remembered.
    pub exp: i64,
}

/// Verifies an assertion: `iss` and `sub` are the client, the signature is by a registered key.
///
/// The audience of `High` is our issuer as a single string (FAPI 2.0 §5.3.2.1 (8)). `Web` may also name one of the
/// `token_endpoint_aliases` or send an array (Core §9).
pub fn verify(
    assertion: &str,
    client: &Client,
    issuer: &str,
    token_endpoint_aliases: &[&str],
    now: i64,
) -> Result<Assertion, OAuthError> {
    let jws = Compact::parse(assertion, MAX_LEN)
        .map_err(|_| invalid("the client assertion is not a compact JWS with a known alg"))?;
    // RFC 8725 §3.11: a request object, a proof or any other typed token of the client is no assertion.
    let header = jws.header();
    let typed = ["JWT", "client-authentication+jwt"];
    if header.typ.is_some() && !typed.iter().any(|typ| header.is_type(typ)) {
        return Err(invalid("the client assertion has another typ"));
    }
    let keys = client
        .jwks
        .as_ref()
        .ok_or(invalid("the client registered no keys"))?;
    keys.verify(&jws, client.algs())
        .map_err(|error| match error {
            JoseError::Algorithm => invalid("alg of the client assertion is not allowed"),
            JoseError::Key(_) => invalid("the client assertion is signed by an unknown key"),
            JoseError::Malformed(_)
            | JoseError::TooLong
            | JoseError::Signature
            | JoseError::Signing => invalid("the signature of the client assertion is wrong"),
        })?;
    let claims = jws
        .claims_value()
        .map_err(|_| invalid("the client assertion is not a JSON object"))?;
    for name in ["iss", "sub"] {
        if text(&claims, name) != Some(client.id.as_str()) {
            return Err(invalid(
                "iss and sub of the client assertion must be the client",
            ));
        }
    }
    if !for_us(&claims, client.class, issuer, token_endpoint_aliases) {
        return Err(invalid("aud of the client assertion is not this issuer"));
    }
    let exp = times(&claims, now)?;
    let jti = text(&claims, "jti").ok_or(invalid("jti is missing"))?;
    if jti.is_empty() || jti.len() > MAX_JTI {
        return Err(invalid("jti is empty or longer than 256 bytes"));
    }
    Ok(Assertion {
        jti: jti.to_owned(),
        exp,
    })
}

const fn invalid(description: &'static str) -> OAuthError {
    OAuthError::new(ErrorCode::InvalidClient, description)
}

fn for_us(claims: &Map<String, Value>, class: Class, issuer: &str, aliases: &[&str]) -> bool {
    match class {
        Class::High => text(claims, "aud") == Some(issuer),
        Class::Web => audience(claims)
            .iter()
            .any(|aud| *aud == issuer || aliases.contains(aud)),
    }
}

fn times(claims: &Map<String, Value>, now: i64) -> Result<i64, OAuthError> {
    let read = |name| time(claims, name).map_err(|()| invalid("a time is not a number"));
    let exp = read("exp")?.ok_or(invalid("exp is missing"))?;
    if exp <= now {
        return Err(invalid("the client assertion has expired"));
    }
    if exp > now.saturating_add(FARTHEST) {
        return Err(invalid("exp is more than an hour ahead"));
    }
    for name in ["nbf", "iat"] {
        if read(name)?.is_some_and(|at| at > now.saturating_add(AHEAD)) {
            return Err(invalid("the client assertion is from the future"));
        }
    }
    Ok(exp)
}

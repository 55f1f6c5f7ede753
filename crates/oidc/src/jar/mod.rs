//! Signed request objects (RFC 9101, OpenID Connect Core §6.1; FAPI 2.0 Message Signing §5.3.1).

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use crate::client::{Class, Client};
use crate::jose::{Alg, Compact, JoseError};
use crate::jwt_claims::{AHEAD, audience, text, time};
use crate::{ErrorCode, OAuthError, Params};

const MAX_LEN: usize = 32 * 1024;
/// FAPI 2.0 Message Signing §5.3.1: `nbf` at most this old, `exp` at most this long after `nbf`.
const HOUR: i64 = 3_600;
/// Claims about the object itself, not parameters of the request.
const OWN: [&str; 6] = ["iss", "aud", "exp", "nbf", "iat", "jti"];

/// Verifies a request object and gives its parameters, the only ones that count (RFC 9101 §6.3).
///
/// It is signed by a registered key with an algorithm of FAPI 2.0 §5.4.1, for both classes. `client_id` is that of the
/// client and so is `iss`, `aud` contains our issuer, and no `request` or `request_uri` is inside (RFC 9101 §4). For
/// `High` all of these and the times are required; for `Web` those absent are not held against it.
pub fn verify(object: &str, client: &Client, issuer: &str, now: i64) -> Result<Params, OAuthError> {
    let jws = Compact::parse(object, MAX_LEN).map_err(|error| match error {
        // An unsigned object of a plain client: Core §3.1.2.6 has a code for it.
        JoseError::Algorithm if client.class == Class::Web => OAuthError::new(
            ErrorCode::RequestNotSupported,
            "only request objects signed ES256, EdDSA or PS256 are supported",
        ),
        JoseError::Algorithm => invalid("the request object must be signed ES256, EdDSA or PS256"),
        JoseError::Malformed(_)
        | JoseError::TooLong
        | JoseError::Key(_)
        | JoseError::Signature
        | JoseError::Signing => invalid("the request object is not a compact JWS"),
    })?;
    let header = jws.header();
    let typed =
        header.typ.is_none() || header.is_type("oauth-authz-req+jwt") || header.is_type("JWT");
    if !typed {
        return Err(invalid("the request object has another typ"));
    }
    let keys = client
        .jwks
        .as_ref()
        .ok_or(invalid("the client registered no keys"))?;
    keys.verify(&jws, &Alg::FAPI).map_err(|error| match error {
        JoseError::Algorithm => invalid("the request object must be signed ES256, EdDSA or PS256"),
        JoseError::Key(_) => invalid("the request object is signed by an unknown key"),
        JoseError::Malformed(_)
        | JoseError::TooLong
        | JoseError::Signature
        | JoseError::Signing => invalid("the signature of the request object is wrong"),
    })?;
    let claims = jws
        .claims_value()
        .map_err(|_| invalid("the request object is not a JSON object"))?;
    parties(&claims, client, issuer)?;
    times(&claims, client.class, now)?;
    parameters(claims)
}

const fn invalid(description: &'static str) -> OAuthError {
    OAuthError::new(ErrorCode::InvalidRequestObject, description)
}

fn parties(claims: &Map<String, Value>, client: &Client, issuer: &str) -> Result<(), OAuthError> {
    let high = client.class == Class::High;
    if text(claims, "client_id") != Some(client.id.as_str()) {
        return Err(invalid("client_id in the request object is not the client"));
    }
    if (high || claims.contains_key("iss")) && text(claims, "iss") != Some(client.id.as_str()) {
        return Err(invalid("iss in the request object is not the client"));
    }
    if (high || claims.contains_key("aud")) && !audience(claims).contains(&issuer) {
        return Err(invalid("aud in the request object is not this issuer"));
    }
    // RFC 9101 §10.8: what names the client as its subject is a client assertion, not a request.
    if text(claims, "sub") == Some(client.id.as_str()) {
        return Err(invalid("sub in the request object is the client"));
    }
    if claims.contains_key("request") || claims.contains_key("request_uri") {
        return Err(invalid("a request object must not refer to another"));
    }
    Ok(())
}

fn times(claims: &Map<String, Value>, class: Class, now: i64) -> Result<(), OAuthError> {
    let read = |name| time(claims, name).map_err(|()| invalid("a time is not a number"));
    let (exp, nbf) = (read("exp")?, read("nbf")?);
    if exp.is_some_and(|exp| exp <= now) {
        return Err(invalid("the request object has expired"));
    }
    if nbf.is_some_and(|nbf| nbf > now + AHEAD) {
        return Err(invalid("the request object is not valid yet"));
    }
    match (class, exp, nbf) {
        (Class::High, None, _) => Err(invalid("exp is missing")),
        (Class::High, _, None) => Err(invalid("nbf is missing")),
        (Class::High, Some(_), Some(nbf)) if nbf < now - HOUR => {
            Err(invalid("nbf is older than 60 minutes"))
        }
        (Class::High, Some(exp), Some(nbf)) if exp - nbf > HOUR => {
            Err(invalid("exp is more than 60 minutes after nbf"))
        }
        (Class::Web, _, _) | (Class::High, Some(_), Some(_)) => Ok(()),
    }
}

/// Each claim as the parameter that it stands for: numbers and objects by their JSON text (RFC 9101 §4).
fn parameters(claims: Map<String, Value>) -> Result<Params, OAuthError> {
    let mut pairs = Vec::new();
    for (name, value) in claims {
        if OWN.contains(&name.as_str()) {
            continue;
        }
        match value {
            Value::Null => {}
            Value::String(text) => pairs.push((name, text)),
            Value::Array(several) if name == "resource" => {
                for one in several {
                    let one = one.as_str().ok_or(invalid("resource is not a text"))?;
                    pairs.push((name.clone(), one.to_owned()));
                }
            }
            other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                pairs.push((name, other.to_string()));
            }
        }
    }
    Params::from_pairs(pairs).map_err(|_| invalid("the request object has too many members"))
}

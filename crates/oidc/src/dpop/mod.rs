//! Proofs of possession (RFC 9449): the client shows with each request that it holds a key.

#[cfg(test)]
mod tests;

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Map, Value};

use crate::jose::{Alg, Compact, base64url_encode};
use crate::jwt_claims::{text, time};
use crate::uri::Uri;
use crate::{ErrorCode, OAuthError};

const MAX_LEN: usize = 8 * 1024;
const MAX_JTI: usize = 256;
/// How old a proof may be.
pub const PAST: i64 = 300;
/// How far ahead of ours its clock may be (FAPI 2.0 §5.3.2.1 (13): at least 10 s).
pub const FUTURE: i64 = 10;

/// What a proof must be for.
#[derive(Debug, Clone, Copy)]
pub struct Expect<'a> {
    /// The method of the request.
    pub method: &'a str,
    /// The addresses of the endpoint, as clients know it: one, or with an alias two (RFC 8705 §5).
    pub urls: &'a [&'a str],
    /// The access token that came with it, at a resource.
    pub access_token: Option<&'a str>,
    /// The time, in seconds since 1970.
    pub now: i64,
    /// How old it may be: [`PAST`].
    pub past: i64,
    /// How far ahead it may be: [`FUTURE`].
    pub future: i64,
}

/// A proof that held. The caller still refuses a `jti` it has seen for this key, and a key other than the bound one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The thumbprint of the key (RFC 9449 §6.1, `cnf.jkt`).
    pub jkt: String,
    /// Unique; to be remembered until `iat` + `past`.
    pub jti: String,
    /// When it was made.
    pub iat: i64,
    /// A nonce of ours, if the proof carries one (RFC 9449 §8).
    pub nonce: Option<String>,
}

/// Checks a request's `DPoP` headers, all of them, by the list of RFC 9449 §4.3. Algorithms are those of FAPI 2.0 §5.4.1.
pub fn verify(proofs: &[&str], expect: &Expect<'_>) -> Result<Proof, OAuthError> {
    let [proof] = proofs else {
        return Err(invalid(if proofs.is_empty() {
            "there is no DPoP header"
        } else {
            "there is more than one DPoP header"
        }));
    };
    let jws = Compact::parse(proof, MAX_LEN)
        .map_err(|_| invalid("the proof is not a compact JWS with a known alg and a public jwk"))?;
    // The type is compared exactly as RFC 8725 §3.11 advises, `application/` allowed.
    if !jws.header().is_type("dpop+jwt") {
        return Err(invalid("typ is not dpop+jwt"));
    }
    let key = jws.header().jwk.as_ref().ok_or(invalid("jwk is missing"))?;
    jws.verify(key, &Alg::FAPI)
        .map_err(|_| invalid("alg is not allowed, or the signature is wrong"))?;
    let claims = jws
        .claims_value()
        .map_err(|_| invalid("the proof is not a JSON object"))?;
    request(&claims, expect)?;
    let iat = times(&claims, expect)?;
    let jti = text(&claims, "jti").ok_or(invalid("jti is missing"))?;
    if jti.is_empty() || jti.len() > MAX_JTI {
        return Err(invalid("jti is empty or longer than 256 bytes"));
    }
    Ok(Proof {
        jkt: key.thumbprint(),
        jti: jti.to_owned(),
        iat,
        nonce: text(&claims, "nonce").map(str::to_owned),
    })
}

const fn invalid(description: &'static str) -> OAuthError {
    OAuthError::new(ErrorCode::InvalidDpopProof, description)
}

/// Items 8, 9 and 12 of §4.3: the method, the address, the access token.
fn request(claims: &Map<String, Value>, expect: &Expect<'_>) -> Result<(), OAuthError> {
    if text(claims, "htm") != Some(expect.method) {
        return Err(invalid("htm is not the method of this request"));
    }
    let normal = |url| Uri::parse(url).map(|uri| uri.normal());
    let asked = text(claims, "htu").and_then(normal);
    let mut own = expect.urls.iter();
    if asked.is_none() || !own.any(|url| asked == normal(url)) {
        return Err(invalid("htu is not the address of this request"));
    }
    let Some(token) = expect.access_token else {
        return Ok(());
    };
    if text(claims, "ath") != Some(ath(token).as_str()) {
        return Err(invalid("ath is not the hash of the access token"));
    }
    Ok(())
}

/// What a proof says of the access token that it goes with (RFC 9449 §4.2).
pub fn ath(token: &str) -> String {
    base64url_encode(digest(&SHA256, token.as_bytes()))
}

/// Item 11, and `nbf` and `exp` if the client chose to send them.
fn times(claims: &Map<String, Value>, expect: &Expect<'_>) -> Result<i64, OAuthError> {
    let read = |name| time(claims, name).map_err(|()| invalid("a time is not a number"));
    let iat = read("iat")?.ok_or(invalid("iat is missing"))?;
    if iat < expect.now.saturating_sub(expect.past) {
        return Err(invalid("the proof is too old"));
    }
    let latest = expect.now.saturating_add(expect.future);
    if iat > latest || read("nbf")?.is_some_and(|nbf| nbf > latest) {
        return Err(invalid("the proof is from the future"));
    }
    if read("exp")?.is_some_and(|exp| exp <= expect.now) {
        return Err(invalid("the proof has expired"));
    }
    Ok(iat)
}

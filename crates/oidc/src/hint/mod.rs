//! `id_token_hint` (OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2): an ID token of ours, perhaps expired.

#[cfg(test)]
mod tests;

use crate::jose::{Alg, Compact, JwkSet};
use crate::jwt_claims::{audience, text, time};
use crate::{ErrorCode, OAuthError};

const MAX_LEN: usize = 16 * 1024;

/// What a hint tells. All of it was once said by us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The subject, as that client knows it.
    pub sub: String,
    /// The clients it was for.
    pub aud: Vec<String>,
    /// The session.
    pub sid: Option<String>,
    /// When it was issued.
    pub iat: i64,
    /// When it expired or will.
    pub exp: i64,
}

/// Verifies that we signed it, with a key that is or was ours. Age is no fault (RP-Initiated Logout §2); the caller may
/// look at `iat`. Unsigned or altered ones are refused.
pub fn verify(token: &str, keys: &JwkSet, issuer: &str) -> Result<Hint, OAuthError> {
    let jws = Compact::parse(token, MAX_LEN).map_err(|_| FOREIGN)?;
    // A logout or access token is no hint, though the same key may have signed it (RFC 8725 §3.12).
    if jws.header().typ.is_some() && !jws.header().is_type("JWT") {
        return Err(FOREIGN);
    }
    keys.verify(&jws, &Alg::ALL).map_err(|_| FOREIGN)?;
    let claims = jws.claims_value().map_err(|_| FOREIGN)?;
    if text(&claims, "iss") != Some(issuer) {
        return Err(FOREIGN);
    }
    let at = |name| time(&claims, name).ok().flatten().ok_or(FOREIGN);
    Ok(Hint {
        sub: text(&claims, "sub").ok_or(FOREIGN)?.to_owned(),
        aud: audience(&claims).into_iter().map(str::to_owned).collect(),
        sid: text(&claims, "sid").map(str::to_owned),
        iat: at("iat")?,
        exp: at("exp")?,
    })
}

const FOREIGN: OAuthError = OAuthError::new(
    ErrorCode::InvalidRequest,
    "id_token_hint is not an ID token of this issuer",
);

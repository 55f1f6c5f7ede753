//! Access tokens that a resource server can read (RFC 9068), bound to a key or certificate where the client is
//! (RFC 9449 §6.1, RFC 8705 §3.1).

use serde::Serialize;

use super::Confirmation;
use crate::jose::{self, Alg, Compact, JoseError, JwkSet, Signer};
use crate::jwt_claims::{text, time};

/// What we make is shorter by far.
const MAX_LEN: usize = 8 * 1024;

/// An access token's claims.
#[derive(Clone, PartialEq, Default, Serialize)]
pub struct JwtAccessToken {
    /// The issuer.
    pub iss: String,
    /// When it expires.
    pub exp: i64,
    /// The resources it is for.
    pub aud: Vec<String>,
    /// The subject, or the client itself.
    pub sub: String,
    /// The client.
    pub client_id: String,
    /// When it is made.
    pub iat: i64,
    /// Unique.
    pub jti: String,
    /// What it allows, joined by spaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// When the person authenticated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// The level reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// The means used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// What it is bound to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
}

/// What of an access token of ours its look-up needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The handle that it goes by.
    pub jti: String,
    /// The client it was made for.
    pub client_id: String,
    /// Whether it speaks for the client itself and for nobody else (RFC 9068 §2.2).
    pub own: bool,
    /// Everything, for introspection.
    pub claims: serde_json::Map<String, serde_json::Value>,
}

crate::redact::redacted!(JwtAccessToken: client_id, iat);

impl JwtAccessToken {
    /// Signs it, under the type `at+jwt`.
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, JoseError> {
        jose::sign(signer, Some("at+jwt"), self)
    }

    /// An access token that we signed and that is not over (RFC 9068 §4); whether it still stands is asked elsewhere.
    pub fn verify(token: &str, keys: &JwkSet, issuer: &str, now: i64) -> Option<Known> {
        let jws = Compact::parse(token, MAX_LEN).ok()?;
        if !jws.header().is_type("at+jwt") {
            return None;
        }
        keys.verify(&jws, &[Alg::Es256]).ok()?;
        let claims = jws.claims_value().ok()?;
        let over = time(&claims, "exp").ok().flatten()? <= now;
        if over || text(&claims, "iss") != Some(issuer) {
            return None;
        }
        let client_id = text(&claims, "client_id")?.to_owned();
        Some(Known {
            jti: text(&claims, "jti")?.to_owned(),
            own: text(&claims, "sub") == Some(client_id.as_str()),
            client_id,
            claims,
        })
    }
}

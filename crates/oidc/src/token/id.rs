//! ID tokens (OpenID Connect Core §2, §3.1.3.6).

use aws_lc_rs::digest::{SHA256, SHA512, digest};
use serde::Serialize;
use serde_json::{Map, Value};

use super::with_extra;
use crate::jose::{self, Alg, JoseError, Signer, base64url_encode};

/// An ID token's claims.
#[derive(Clone, PartialEq, Default, Serialize)]
pub struct IdToken {
    /// The issuer.
    pub iss: String,
    /// The subject, as this client knows it.
    pub sub: String,
    /// The client.
    pub aud: String,
    /// When it expires.
    pub exp: i64,
    /// When it is made.
    pub iat: i64,
    /// When the person authenticated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// Of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// The level reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// The means used (RFC 8176).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// The authorized party, where it is not the audience.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub azp: Option<String>,
    /// Of the access token: [`half_hash`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_hash: Option<String>,
    /// The session (Back-Channel Logout §2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// Claims about the person.
    #[serde(skip)]
    pub extra: Map<String, Value>,
}

crate::redact::redacted!(IdToken: aud, iat);

impl IdToken {
    /// All claims; those of the token itself win over `extra`.
    pub fn claims(&self) -> Map<String, Value> {
        // What is unset here must not come in by the side door either.
        const OWN: [&str; 12] = [
            "iss",
            "sub",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "nonce",
            "acr",
            "amr",
            "azp",
            "at_hash",
            "sid",
        ];
        let mut extra = self.extra.clone();
        extra.retain(|name, _| !OWN.contains(&name.as_str()));
        with_extra(self, &extra)
    }

    /// Signs it.
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, JoseError> {
        jose::sign(signer, Some("JWT"), &self.claims())
    }
}

/// `at_hash` of a token: the left half of its hash, by the hash of the signing algorithm (Core §3.1.3.6). Ed25519 hashes
/// with SHA-512.
pub fn half_hash(alg: Alg, token: &str) -> String {
    let hash = match alg {
        Alg::Es256 | Alg::Ps256 | Alg::Rs256 => digest(&SHA256, token.as_bytes()),
        Alg::EdDsa => digest(&SHA512, token.as_bytes()),
    };
    let hash = hash.as_ref();
    base64url_encode(hash.get(..hash.len() / 2).unwrap_or_default())
}

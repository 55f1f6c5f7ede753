//! Access tokens that a resource server can read (RFC 9068), bound to a key where the client is (RFC 9449 §6.1).

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::with_extra;
use crate::jose::{self, JoseError, Signer};

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
    /// The thumbprint of the key it is bound to.
    #[serde(skip)]
    pub jkt: Option<String>,
    /// Other claims.
    #[serde(skip)]
    pub extra: Map<String, Value>,
}

crate::redact::redacted!(JwtAccessToken: client_id, iat);

impl JwtAccessToken {
    /// Signs it, under the type `at+jwt`.
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, JoseError> {
        let mut claims = with_extra(self, &self.extra);
        claims.remove("cnf");
        if let Some(jkt) = &self.jkt {
            claims.insert("cnf".to_owned(), json!({"jkt": jkt}));
        }
        jose::sign(signer, Some("at+jwt"), &claims)
    }
}

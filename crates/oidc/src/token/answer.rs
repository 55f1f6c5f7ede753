//! Signed answers: token introspection (RFC 9701) and `UserInfo` (OpenID Connect Core §5.3.2).

use serde_json::{Map, Value, json};

use crate::jose::{self, JoseError, Signer};

/// A signed introspection answer for one resource server.
#[derive(Clone, PartialEq)]
pub struct Introspection {
    /// The issuer.
    pub iss: String,
    /// The resource server that asked.
    pub aud: String,
    /// When the answer is made.
    pub iat: i64,
    /// The members of RFC 7662 §2.2, `active` among them. They stand apart, so that the answer cannot serve as a token
    /// (RFC 9701 §8.1).
    pub token: Map<String, Value>,
}

crate::redact::redacted!(Introspection: aud, iat);

impl Introspection {
    /// Signs it, under the type `token-introspection+jwt`. Expiry and subject must not stand at the top (RFC 9701 §5).
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, JoseError> {
        let claims = json!({
            "iss": self.iss, "aud": self.aud, "iat": self.iat, "token_introspection": self.token,
        });
        jose::sign(signer, Some("token-introspection+jwt"), &claims)
    }
}

/// A signed `UserInfo` answer for one client.
#[derive(Clone, PartialEq)]
pub struct UserInfo {
    /// The issuer.
    pub iss: String,
    /// The client.
    pub aud: String,
    /// The subject, the same as in the ID token.
    pub sub: String,
    /// The claims about the person.
    pub claims: Map<String, Value>,
}

crate::redact::redacted!(UserInfo: aud);

impl UserInfo {
    /// The members of a plain answer: `sub` and the claims.
    pub fn to_json(&self) -> Value {
        let mut claims = self.claims.clone();
        claims.insert("sub".to_owned(), json!(self.sub));
        Value::Object(claims)
    }

    /// Signs it (Core §5.3.2). `exp` and `nonce` never stand in it, so that it cannot pass for an ID token.
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, JoseError> {
        let mut claims = self.claims.clone();
        claims.retain(|name, _| !["exp", "nonce"].contains(&name.as_str()));
        for (name, value) in [("iss", &self.iss), ("aud", &self.aud), ("sub", &self.sub)] {
            claims.insert(name.to_owned(), json!(value));
        }
        jose::sign(signer, Some("JWT"), &claims)
    }
}

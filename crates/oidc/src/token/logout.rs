//! Logout tokens (OpenID Connect Back-Channel Logout §2.4).

use serde::Serialize;
use serde_json::{Value, json};

use crate::jose::{self, JoseError, Signer};

/// Tells one relying party that a session, or all of a person's sessions, ended. There is no `nonce`, so that it cannot
/// be taken for an ID token.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct LogoutToken {
    /// The issuer.
    pub iss: String,
    /// The client.
    pub aud: String,
    /// When it is made.
    pub iat: i64,
    /// When it expires: two minutes at most are advised.
    pub exp: i64,
    /// Unique.
    pub jti: String,
    /// The subject, as this client knows it. It or `sid` must be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    /// The session; without it all sessions of the subject end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
}

impl LogoutToken {
    /// Signs it, under the type `logout+jwt`.
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, JoseError> {
        if self.sub.is_none() && self.sid.is_none() {
            return Err(JoseError::Malformed("a logout token without sub and sid"));
        }
        let mut claims =
            serde_json::to_value(self).map_err(|_| JoseError::Malformed("logout token"))?;
        if let Value::Object(claims) = &mut claims {
            let events = json!({"http://schemas.openid.net/event/backchannel-logout": {}});
            claims.insert("events".to_owned(), events);
        }
        jose::sign(signer, Some("logout+jwt"), &claims)
    }
}

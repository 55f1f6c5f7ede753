//! The token that carries an event (RFC 8417, SSF 4.1).

use serde_json::{Map, Value, json};

use super::{Event, Subject};
use crate::jose::{self, JoseError, Signer};

/// A security event token. Neither `exp` nor `sub`, so that it can be taken for no other token (SSF 4.1.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityEvent {
    /// The issuer.
    pub iss: String,
    /// The receiver: its client identifier.
    pub aud: String,
    /// When the event happened; the token is the same however often it is sent.
    pub iat: i64,
    /// Unique; by it a receiver acknowledges.
    pub jti: String,
    /// The same in all events of one cause that one receiver is told; another for every receiver, so that two of
    /// them cannot tell by it that they know the same person (I13).
    pub txn: Option<String>,
    /// Whom it is about.
    pub subject: Subject,
    /// What happened.
    pub event: Event,
}

impl SecurityEvent {
    /// The claims.
    pub fn claims(&self) -> Value {
        let kind = self.event.kind().uri();
        let events: Map<String, Value> = [(kind.to_owned(), self.event.facts(self.iat))]
            .into_iter()
            .collect();
        let mut claims = json!({
            "iss": self.iss,
            "aud": self.aud,
            "iat": self.iat,
            "jti": self.jti,
            "sub_id": self.subject.to_json(),
            "events": events,
        });
        if let (Some(txn), Some(claims)) = (&self.txn, claims.as_object_mut()) {
            claims.insert("txn".to_owned(), json!(txn));
        }
        claims
    }

    /// Signs it, under the type `secevent+jwt` (SSF 4.1.1).
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, JoseError> {
        jose::sign(signer, Some("secevent+jwt"), &self.claims())
    }
}

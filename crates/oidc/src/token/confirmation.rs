//! What must be shown with a token (RFC 7800 §3.1).

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// The mark of a certificate's thumbprint where a confirmation is kept as text; a key's stands bare.
const CERTIFICATE: &str = "x5t#S256=";

/// The key or certificate that a token is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmation {
    /// Thumbprint of the key of a proof (RFC 9449 §6.1).
    Key(String),
    /// Thumbprint of the certificate of the connection (RFC 8705 §3.1).
    Certificate(String),
}

impl Confirmation {
    /// As it is kept.
    pub fn to_text(&self) -> String {
        match self {
            Self::Key(thumbprint) => thumbprint.clone(),
            Self::Certificate(thumbprint) => format!("{CERTIFICATE}{thumbprint}"),
        }
    }

    /// From what was kept.
    pub fn from_text(text: &str) -> Self {
        match text.strip_prefix(CERTIFICATE) {
            Some(thumbprint) => Self::Certificate(thumbprint.to_owned()),
            None => Self::Key(text.to_owned()),
        }
    }

    /// The thumbprint of the proof's key, where it is one.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Key(thumbprint) => Some(thumbprint),
            Self::Certificate(_) => None,
        }
    }

    /// The claim `cnf`.
    pub fn claim(&self) -> Value {
        match self {
            Self::Key(thumbprint) => json!({ "jkt": thumbprint }),
            Self::Certificate(thumbprint) => json!({ "x5t#S256": thumbprint }),
        }
    }

    /// From the claim `cnf`, where it is one of ours.
    pub fn from_claim(claim: &Value) -> Option<Self> {
        let member = |name: &str| claim.get(name).and_then(Value::as_str).map(str::to_owned);
        let key = member("jkt").map(Self::Key);
        key.or_else(|| member("x5t#S256").map(Self::Certificate))
    }

    /// `token_type` of a token that is bound so, or not at all: RFC 8705 §3 adds no scheme.
    pub const fn token_type(bound: Option<&Self>) -> &'static str {
        match bound {
            Some(Self::Key(_)) => "DPoP",
            Some(Self::Certificate(_)) | None => "Bearer",
        }
    }
}

impl Serialize for Confirmation {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.claim().serialize(to)
    }
}

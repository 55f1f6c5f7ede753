//! Whom an event is about (RFC 9493, SSF 3).

use serde_json::{Map, Value, json};

use super::Fault;

/// The subject of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A person, under the receiver's own name for him (I13).
    Person {
        /// Whose name it is.
        iss: String,
        /// The name.
        sub: String,
    },
    /// One session of that person (SSF 3.3).
    Session {
        /// As for a person.
        iss: String,
        /// As for a person.
        sub: String,
        /// `sid` of the identity token.
        sid: String,
    },
    /// The stream itself (SSF 8.1.4.1).
    Stream(String),
}

impl Subject {
    pub(super) fn to_json(&self) -> Value {
        let person = |iss: &str, sub: &str| json!({"format": "iss_sub", "iss": iss, "sub": sub});
        match self {
            Self::Person { iss, sub } => person(iss, sub),
            Self::Session { iss, sub, sid } => json!({
                "format": "complex",
                "user": person(iss, sub),
                "session": {"format": "opaque", "id": sid},
            }),
            Self::Stream(id) => json!({"format": "opaque", "id": id}),
        }
    }
}

/// A subject that a receiver names, to have it on its stream or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// By a name that this issuer gave.
    Person(String),
    /// By anything else: nobody is known by it (SSF 9.1: and nobody is told so).
    Unknown,
}

/// More than any subject identifier of ours has.
const LONGEST: usize = 255;

impl Target {
    /// Reads `subject` of a request to add or remove.
    pub fn read(body: &Map<String, Value>, issuer: &str) -> Result<Self, Fault> {
        let wrong = Fault("subject is not a subject identifier (RFC 9493)");
        let subject = body
            .get("subject")
            .and_then(Value::as_object)
            .ok_or(wrong)?;
        let member = |name: &str| subject.get(name).and_then(Value::as_str);
        let format = member("format")
            .filter(|format| !format.is_empty())
            .ok_or(wrong)?;
        if format != "iss_sub" {
            return Ok(Self::Unknown);
        }
        let (iss, sub) = member("iss").zip(member("sub")).ok_or(wrong)?;
        if sub.is_empty() || sub.len() > LONGEST {
            return Err(wrong);
        }
        Ok(if iss == issuer {
            Self::Person(sub.to_owned())
        } else {
            Self::Unknown
        })
    }
}

//! Shared Signals Framework 1.0, the transmitter's side: security event tokens (RFC 8417) of CAEP 1.0 and RISC 1.0,
//! the configuration of a stream, its delivery by push (RFC 8935) and by poll (RFC 8936), as the CAEP
//! Interoperability Profile 1.0 narrows them.
//!
//! An event says what a receiver must act upon and no more: never on which ground an account was disabled, who asked
//! for it, or what a changed value was and is. `identifier-changed` (RISC 2.5) is not there, since its subject is the old
//! telephone number or address; `recovery-information-changed` (RISC 2.10) tells the same without it.

mod delivery;
mod event;
mod metadata;
mod set;
mod stream;
mod subject;
#[cfg(test)]
mod tests;

pub use delivery::{Poll, SetErr, answer, read_err};
pub use event::{Change, Credential, Event, Kind};
pub use metadata::{Endpoints, metadata};
pub use set::SecurityEvent;
pub use stream::{Delivery, Method, Stream, Wanted};
pub use subject::{Subject, Target};

use serde_json::{Map, Value};

use crate::jose::{self, Alg};

/// CAEP Interoperability Profile 2.6: events are signed with this.
pub const ALG: Alg = Alg::Rs256;

/// Why a request to the management interface cannot be followed: answered with 400 and these words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(pub &'static str);

/// The body of a request: one JSON object, no name twice.
pub fn body(bytes: &[u8]) -> Result<Map<String, Value>, Fault> {
    match jose::strict_json(bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) | Err(_) => Err(Fault("the body is not a JSON object")),
    }
}

/// A text member that may be missing.
pub fn text(body: &Map<String, Value>, name: &str, wrong: Fault) -> Result<Option<String>, Fault> {
    match body.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong),
    }
}

//! The chip of a citizen card or a passport (ICAO Doc 9303): bytes of a card in, verified person out.
//!
//! Nothing here has a clock, randomness, a database or a wire: the caller gives the instant, the
//! entropy of challenges, the trusted authorities and the bytes that a reader brought.

#![warn(missing_docs)]

pub mod active;
pub mod agreement;
pub mod anchor;
#[cfg(test)]
mod any_bytes;
mod apdu;
mod certificate;
mod curve;
pub mod group;
mod key;
mod messaging;
mod pace;
pub mod reader;
mod redact;
mod signed;
#[cfg(test)]
mod testing;
mod tlv;
mod verify;

pub use anchor::RevocationFlaw;
pub use certificate::{Certificate, CertificateFlaw};
pub use key::WeakOrUnknown;
pub use signed::{MessageFlaw, WrongSignature};
pub use tlv::TlvError;
pub use verify::{
    Advice, CODES, Card, CloneCheck, CloneFlaw, Compared, DigestFlaw, DocumentFlaw, ExpiryFlaw,
    Failure, Genuine, Kind, MrzMismatch, Policy, Printed, ReadFailure, Reading, SignerFlaw, State,
    Step, Vouching, verify,
};

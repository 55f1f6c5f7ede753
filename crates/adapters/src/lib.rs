//! The doors to the outside: the only crate that dials out.

pub mod card_reader;
pub mod clock;
pub mod counter_agent;
pub mod entropy;
pub mod gateway;
pub mod mail;
pub mod outward;
pub mod pkcs11;
pub mod post_office;
pub mod priority;
pub mod registers;
pub mod scanner;
pub mod sms;

/// A gateway that cannot be set up as configured; the text names the cure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SetupError(pub(crate) String);

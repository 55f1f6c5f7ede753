//! What a use case answers when it does not do what was asked.

use domain::fault::{Fault, Faults};
use jiff::Timestamp;

use crate::ports::Silent;

/// Result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// Every way a use case can decline. Doors map it to a page, a problem document or an exit code in
/// one table each.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Bad input: each fault names its field (422).
    #[error("invalid input")]
    Invalid(Vec<Fault>),
    /// A rule says no; the code has plain words in the locales (`refused-<code>`) (409).
    #[error("refused: {0}")]
    Refused(&'static str),
    /// Too many attempts (429).
    #[error("too many attempts")]
    Throttled {
        /// When to try again.
        until: Timestamp,
    },
    /// Nobody is signed in, or no longer (401).
    #[error("sign in first")]
    SignIn,
    /// This actor may not do this (403).
    #[error("not allowed")]
    Forbidden,
    /// There is no such thing, or not for this actor (404).
    #[error("not found")]
    NotFound,
    /// Somebody else was faster (409).
    #[error("changed meanwhile")]
    Stale,
    /// A register does not answer (503).
    #[error("register {0} does not answer")]
    Silent(&'static str),
    /// A register is not asked now: too many questions, or it is being spared (503).
    #[error("register {register} is not asked now")]
    Busy {
        /// Which.
        register: &'static str,
        /// When to try again.
        until: Timestamp,
    },
    /// A part that this installation does not have; the code has plain words (`refused-<code>`) (503).
    #[error("absent: {0}")]
    Absent(&'static str),
    /// Our own fault; logged, never shown (500).
    #[error("internal: {0}")]
    Internal(String),
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Stale => Self::Stale,
            other @ (store::Error::Database(_)
            | store::Error::Read(_)
            | store::Error::Closed
            | store::Error::Corrupt(_)
            | store::Error::Seal(_)
            | store::Error::CommitFailed
            | store::Error::Migration(_)
            | store::Error::Keys(_)) => Self::Internal(other.to_string()),
        }
    }
}

impl From<Silent> for Error {
    fn from(silent: Silent) -> Self {
        let register = silent.register;
        match silent.again {
            Some(until) => Self::Busy { register, until },
            None => Self::Silent(register),
        }
    }
}

impl From<domain::authority::Denied> for Error {
    fn from(_: domain::authority::Denied) -> Self {
        Self::Forbidden
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Invalid(vec![fault])
    }
}

impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        Self::Invalid(faults.into_vec())
    }
}

impl From<domain::cleaning::batch::BatchError> for Error {
    fn from(error: domain::cleaning::batch::BatchError) -> Self {
        Self::Refused(error.code())
    }
}

impl From<domain::account::AccountError> for Error {
    fn from(error: domain::account::AccountError) -> Self {
        Self::Refused(error.code())
    }
}

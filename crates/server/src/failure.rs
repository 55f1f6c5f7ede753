//! Why a command failed: one sentence for the person at the shell, and the exit code.

use crate::config::ConfigError;

/// Exit codes: 0 done, 1 failed, 2 wrong use (from the command line's own parser).
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self(error.0)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<adapters::SetupError> for Failure {
    fn from(error: adapters::SetupError) -> Self {
        Self(error.to_string())
    }
}

impl From<country::CountryError> for Failure {
    fn from(error: country::CountryError) -> Self {
        Self(error.to_string())
    }
}

impl From<app::Error> for Failure {
    fn from(error: app::Error) -> Self {
        match error {
            app::Error::Invalid(faults) => {
                let named: Vec<_> = faults
                    .iter()
                    .map(|fault| format!("{}: {}", fault.field, fault.code))
                    .collect();
                Self(format!("not accepted: {}", named.join(", ")))
            }
            other @ (app::Error::Refused(_)
            | app::Error::Throttled { .. }
            | app::Error::SignIn
            | app::Error::Forbidden
            | app::Error::NotFound
            | app::Error::Stale
            | app::Error::Silent(_)
            | app::Error::Busy { .. }
            | app::Error::Absent(_)
            | app::Error::Internal(_)) => Self(other.to_string()),
        }
    }
}

/// Gives a failure of the operating system or of a library its place.
pub(crate) fn at<E: std::fmt::Display>(place: impl std::fmt::Display) -> impl FnOnce(E) -> Failure {
    move |error| Failure(format!("{place}: {error}"))
}

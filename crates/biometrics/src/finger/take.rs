//! What may go wrong from the bytes of a scanner to a print that can be enrolled or compared.

use super::{EngineError, Remedy, ScanError, Unfit};

/// Why an attempt at a print did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TakeError {
    /// No scan of a finger.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// The engine gives no template.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Not good enough.
    #[error(transparent)]
    Unfit(#[from] Unfit),
}

impl TakeError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Scan(error) => error.code(),
            Self::Engine(error) => error.code(),
            Self::Unfit(error) => error.code(),
        }
    }

    /// What the officer does next.
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::Scan(error) => error.remedy(),
            Self::Engine(error) => error.remedy(),
            Self::Unfit(error) => error.remedy(),
        }
    }

    /// Whether this counts as one of the tries of a finger: the finger was there and the print is no good. A wrong
    /// file or setting is not the citizen's.
    pub const fn is_a_try(&self) -> bool {
        match self {
            Self::Unfit(_) => true,
            Self::Engine(error) => match error {
                EngineError::NoFinger | EngineError::TooFew => true,
                EngineError::ManyFingers
                | EngineError::OtherEngine
                | EngineError::Foreign
                | EngineError::TooHard
                | EngineError::Failed(_) => false,
            },
            Self::Scan(_) => false,
        }
    }
}

//! What comes of the bytes of a camera: a face that can be enrolled or compared, or why not.

use super::{EngineError, Fit, Remedy, Suspicion, Unfit};
use crate::portrait::PortraitError;

/// A face that passed the gate, and whether something about its picture is odd.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The face.
    pub fit: Fit,
    /// A flag for the officer. That it is not raised proves nothing; an error is no answer, and no flag either.
    pub suspicion: Result<Option<Suspicion>, EngineError>,
}

/// Why an attempt at a picture of a face did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TakeError {
    /// No picture.
    #[error(transparent)]
    File(#[from] PortraitError),
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
            Self::File(error) => error.code(),
            Self::Engine(error) => error.code(),
            Self::Unfit(error) => error.code(),
        }
    }

    /// What the officer does next.
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::File(_) => Remedy::SendPhotograph,
            Self::Engine(error) => error.remedy(),
            Self::Unfit(error) => error.remedy(),
        }
    }
}

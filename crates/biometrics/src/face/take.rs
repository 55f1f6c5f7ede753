//! From the bytes of a camera to a face that can be enrolled or compared.

use super::{EngineError, FaceEngine, Fit, Gate, Picture, Remedy, Suspicion, Unfit};
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

/// Takes a face: file in, fit template out.
pub(super) fn take(engine: &dyn FaceEngine, gate: &Gate, file: &[u8]) -> Result<Taken, TakeError> {
    let picture = Picture::read(file)?;
    let fit = gate.check(engine.extract(&picture)?)?;
    let suspicion = engine.suspicion(&picture, fit.extraction());
    Ok(Taken { fit, suspicion })
}

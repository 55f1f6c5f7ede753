//! Three impressions of a finger before it is on record: the best of three is half as often wrong as one
//! (docs/biometrics.md), and an impression of another finger shows at once. Each must be like each other, and none
//! the same picture as another: one touch three times is one impression.

use super::reference::likeness;
use super::{EngineError, FingerEngine, Fit, Position, Reference, Remedy, Template, Thresholds};

/// Impressions of each finger.
pub const IMPRESSIONS: usize = 3;

/// A finger on its way to the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    position: Position,
    impressions: Vec<Template>,
}

/// Why an impression is not taken, or a finger not finished.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnrolError {
    /// Of another finger by its name.
    #[error("an impression of another finger")]
    OtherFinger,
    /// Not like each impression before it: another finger lay on the plate, or one of the prints is poor.
    #[error("not like the earlier impressions")]
    NotAlike,
    /// The picture of an impression before it once more, or the finger was not lifted in between.
    #[error("the same touch of the plate as an earlier impression")]
    SameTouch,
    /// There are three.
    #[error("all impressions are there")]
    Complete,
    /// There are fewer than three.
    #[error("{missing} impressions are missing")]
    Incomplete {
        /// How many are still to be taken.
        missing: usize,
    },
    /// The engine gives no answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl EnrolError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OtherFinger => "finger-other-finger",
            Self::NotAlike => "finger-not-alike",
            Self::SameTouch => "finger-same-touch",
            Self::Complete => "finger-complete",
            Self::Incomplete { .. } => "finger-incomplete",
            Self::Engine(error) => error.code(),
        }
    }

    /// What the officer does next.
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::OtherFinger | Self::NotAlike => Remedy::SameFinger,
            Self::SameTouch | Self::Incomplete { .. } => Remedy::LiftAndPress,
            Self::Complete => Remedy::OtherFinger,
            Self::Engine(error) => error.remedy(),
        }
    }
}

impl Enrolment {
    /// Begins with a finger.
    pub const fn new(position: Position) -> Self {
        Self {
            position,
            impressions: Vec::new(),
        }
    }

    /// How many impressions are still to be taken.
    pub const fn missing(&self) -> usize {
        IMPRESSIONS.saturating_sub(self.impressions.len())
    }

    /// Adds an impression. From the second on it must be like each of those before it, and another picture.
    pub(super) fn add(
        &mut self,
        engine: &dyn FingerEngine,
        thresholds: &Thresholds,
        print: Fit,
    ) -> Result<(), EnrolError> {
        let print = print.into_template();
        if print.position() != self.position {
            return Err(EnrolError::OtherFinger);
        }
        if self.missing() == 0 {
            return Err(EnrolError::Complete);
        }
        print.check_made_by(engine.identity())?;
        if self.impressions.iter().any(|one| one.same_touch(&print)) {
            return Err(EnrolError::SameTouch);
        }
        for earlier in &self.impressions {
            let score = likeness(engine, &print, earlier)?;
            if score < thresholds.alike_from() {
                return Err(EnrolError::NotAlike);
            }
        }
        self.impressions.push(print);
        Ok(())
    }

    /// Begins anew: the first impression may have been the wrong one.
    pub fn restart(&mut self) {
        self.impressions.clear();
    }

    /// The finger as it goes on record, once all impressions are there.
    pub fn finish(self) -> Result<Reference, EnrolError> {
        match self.missing() {
            0 => Ok(Reference::new(self.position, self.impressions)),
            missing => Err(EnrolError::Incomplete { missing }),
        }
    }
}

//! Three impressions of a finger before it is on record: the best of three is half as often wrong as one
//! (docs/biometrics.md), and an impression of another finger shows at once.

use super::{
    EngineError, FingerEngine, Fit, Position, Reference, ReferenceError, Remedy, Template,
    Thresholds,
};

/// Impressions of each finger.
pub const IMPRESSIONS: usize = 3;

/// A finger on its way to the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    position: Position,
    impressions: Vec<Template>,
}

/// Why an impression is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnrolError {
    /// Of another finger by its name.
    #[error("an impression of another finger")]
    OtherFinger,
    /// Not like the impressions before it: another finger lay on the plate, or the print is poor.
    #[error("not like the earlier impressions")]
    NotAlike,
    /// There are three.
    #[error("all impressions are there")]
    Complete,
    /// The engine gives no answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl EnrolError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OtherFinger => "finger-other-finger",
            Self::NotAlike => "finger-not-alike",
            Self::Complete => "finger-complete",
            Self::Engine(error) => error.code(),
        }
    }

    /// What the officer does next.
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::OtherFinger | Self::NotAlike => Remedy::SameFinger,
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

    /// Which finger.
    pub const fn position(&self) -> Position {
        self.position
    }

    /// How many impressions are still to be taken.
    pub const fn missing(&self) -> usize {
        IMPRESSIONS.saturating_sub(self.impressions.len())
    }

    /// Adds an impression. From the second on it must match one of those before it.
    pub fn add(
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
        let mut alike = self.impressions.is_empty();
        for earlier in &self.impressions {
            let score = engine.similarity(&print, earlier)?;
            alike |= score >= thresholds.single().unclear_from();
        }
        if !alike {
            return Err(EnrolError::NotAlike);
        }
        self.impressions.push(print);
        Ok(())
    }

    /// Begins anew: the first impression may have been the wrong one.
    pub fn restart(&mut self) {
        self.impressions.clear();
    }

    /// The finger as it goes on record, once all impressions are there.
    pub fn finish(self) -> Result<Reference, ReferenceError> {
        if self.missing() > 0 {
            return Err(ReferenceError::Count);
        }
        Reference::new(self.impressions)
    }
}

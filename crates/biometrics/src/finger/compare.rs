//! One person's prints against those on record: the best of a finger's impressions, the sum over fingers.
//!
//! Two fingers halve the errors of one (docs/biometrics.md), and the card carries both index fingers.

use super::{
    EngineError, FingerEngine, IMPRESSIONS, Position, Remedy, Score, Template, Thresholds,
};

/// Most fingers of one comparison.
const FINGERS: usize = 2;

/// One finger on record: one to three impressions by the same engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    position: Position,
    impressions: Vec<Template>,
}

/// Why templates are no finger on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// None, or more than three.
    #[error("not one to {IMPRESSIONS} impressions")]
    Count,
    /// Not all of the same finger.
    #[error("impressions of different fingers")]
    Fingers,
    /// Not all by the same engine.
    #[error("impressions by different engines")]
    Engines,
}

impl Reference {
    /// Puts impressions together, fresh from [`super::Enrolment`] or as they were stored.
    pub fn new(impressions: Vec<Template>) -> Result<Self, ReferenceError> {
        let first = impressions.first().ok_or(ReferenceError::Count)?;
        if impressions.len() > IMPRESSIONS {
            return Err(ReferenceError::Count);
        }
        let position = first.position();
        if impressions.iter().any(|one| one.position() != position) {
            return Err(ReferenceError::Fingers);
        }
        if impressions
            .iter()
            .any(|one| one.identity() != first.identity())
        {
            return Err(ReferenceError::Engines);
        }
        Ok(Self {
            position,
            impressions,
        })
    }

    /// Which finger.
    pub const fn position(&self) -> Position {
        self.position
    }

    /// The impressions, to be stored one by one.
    pub fn impressions(&self) -> &[Template] {
        &self.impressions
    }

    /// The best score of a print against the impressions.
    fn best(&self, engine: &dyn FingerEngine, probe: &Template) -> Result<u32, EngineError> {
        let mut best = Err(EngineError::TooFew);
        for impression in &self.impressions {
            match engine.similarity(probe, impression) {
                Ok(score) => best = Ok(score.max(best.unwrap_or_default())),
                // One poor impression does not spoil the others; anything else is no answer at all.
                Err(EngineError::TooFew) => {}
                Err(
                    error @ (EngineError::NoFinger
                    | EngineError::ManyFingers
                    | EngineError::OtherEngine
                    | EngineError::Failed),
                ) => return Err(error),
            }
        }
        best
    }
}

/// Why there is no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// No print, or more than two.
    #[error("not one or two prints")]
    Count,
    /// The same finger twice: its score would count double.
    #[error("the same finger twice")]
    Twice,
    /// No print of this finger is on record.
    #[error("{0:?} is not on record")]
    NotOnRecord(Position),
    /// The engine gives no answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl CompareError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Count => "fingers-count",
            Self::Twice => "fingers-twice",
            Self::NotOnRecord(_) => "finger-not-on-record",
            Self::Engine(error) => error.code(),
        }
    }

    /// What the officer does next.
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::Count | Self::Twice | Self::NotOnRecord(_) => Remedy::OtherFinger,
            Self::Engine(error) => error.remedy(),
        }
    }
}

/// D59-14.2.a2, D59-24.4: compares one or two prints with the fingers on record.
pub fn compare(
    engine: &dyn FingerEngine,
    probes: &[&Template],
    references: &[Reference],
) -> Result<Score, CompareError> {
    if probes.is_empty() || probes.len() > FINGERS {
        return Err(CompareError::Count);
    }
    if let [first, second] = probes
        && first.position() == second.position()
    {
        return Err(CompareError::Twice);
    }
    let mut value = 0_u32;
    for probe in probes {
        let position = probe.position();
        let reference = references.iter().find(|one| one.position == position);
        let reference = reference.ok_or(CompareError::NotOnRecord(position))?;
        value = value.saturating_add(reference.best(engine, probe)?);
    }
    Ok(Score {
        value,
        fingers: if probes.len() == FINGERS { 2 } else { 1 },
        engine: engine.identity().clone(),
    })
}

/// Whether two fingers on record are two fingers: one finger put down under two names would let its owner's
/// likeness count twice, and is the commonest slip at a counter.
pub fn distinct(
    engine: &dyn FingerEngine,
    thresholds: &Thresholds,
    one: &Reference,
    other: &Reference,
) -> Result<bool, EngineError> {
    for impression in &one.impressions {
        if other.best(engine, impression)? >= thresholds.single().match_from() {
            return Ok(false);
        }
    }
    Ok(true)
}

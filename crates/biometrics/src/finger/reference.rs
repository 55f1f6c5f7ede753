//! What is on record of a person: impressions of a finger, and one or two fingers.

use super::{
    Basis, EngineError, Extractor, FingerEngine, IMPRESSIONS, OtherBasis, Position, Remedy,
    Template, Thresholds,
};

/// Most fingers of a person on record, and of one comparison.
pub(super) const FINGERS: usize = 2;

/// One finger on record: one to three impressions by the same extractor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    position: Position,
    extractor: Extractor,
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
    /// Not all by the same extractor.
    #[error("impressions by different engines")]
    Engines,
}

impl ReferenceError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Count => "finger-impressions",
            Self::Fingers => "finger-impressions-of-others",
            Self::Engines => "finger-impressions-by-others",
        }
    }
}

impl Reference {
    /// Puts impressions together as they were stored; new ones come from [`super::Enrolment`], which compares them.
    pub fn new(impressions: Vec<Template>) -> Result<Self, ReferenceError> {
        let first = impressions.first().ok_or(ReferenceError::Count)?;
        if impressions.len() > IMPRESSIONS {
            return Err(ReferenceError::Count);
        }
        let position = first.position();
        if impressions.iter().any(|one| one.position() != position) {
            return Err(ReferenceError::Fingers);
        }
        let extractor = first.extractor().clone();
        if impressions.iter().any(|one| one.extractor() != &extractor) {
            return Err(ReferenceError::Engines);
        }
        Ok(Self {
            position,
            extractor,
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

    pub(super) const fn extractor(&self) -> &Extractor {
        &self.extractor
    }

    /// The best score of a print against the impressions.
    pub(super) fn best(
        &self,
        engine: &dyn FingerEngine,
        probe: &Template,
    ) -> Result<u32, EngineError> {
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
                    | EngineError::Foreign
                    | EngineError::TooHard
                    | EngineError::Failed),
                ) => return Err(error),
            }
        }
        best
    }
}

/// The fingers of one person on record, which are not one finger under two names: that would let its likeness count
/// twice, and is the commonest slip at a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRecord(Vec<Reference>);

/// Why fingers do not go on record together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OnRecordError {
    /// None, or more than two.
    #[error("not one or two fingers")]
    Count,
    /// Two of the same name.
    #[error("the same finger twice by its name")]
    Twice,
    /// By different extractors: their scores cannot be added.
    #[error("fingers by different engines")]
    Engines,
    /// Two names, one finger: the prints match one another.
    #[error("one finger under two names")]
    OneFinger,
    /// The thresholds are not those of this engine.
    #[error(transparent)]
    Thresholds(#[from] OtherBasis),
    /// The engine gives no answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl OnRecordError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Count => "fingers-on-record-count",
            Self::Twice => "fingers-on-record-twice",
            Self::Engines => "fingers-on-record-engines",
            Self::OneFinger => "fingers-on-record-one",
            Self::Thresholds(error) => error.code(),
            Self::Engine(error) => error.code(),
        }
    }

    /// What the officer does next.
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::Count | Self::Twice | Self::OneFinger => Remedy::OtherFinger,
            Self::Engines => Remedy::CallSupport,
            Self::Thresholds(error) => error.remedy(),
            Self::Engine(error) => error.remedy(),
        }
    }
}

impl OnRecord {
    /// Fingers fresh from [`super::Enrolment`]: no two of them may match one another.
    pub fn new(
        engine: &dyn FingerEngine,
        thresholds: &Thresholds,
        fingers: Vec<Reference>,
    ) -> Result<Self, OnRecordError> {
        let fingers = Self::restored(fingers)?;
        for finger in &fingers.0 {
            thresholds.check(&Basis {
                matcher: engine.identity().clone(),
                probe: finger.extractor.clone(),
                reference: finger.extractor.clone(),
            })?;
        }
        if let [one, other] = fingers.0.as_slice() {
            for impression in &one.impressions {
                if other.best(engine, impression)? >= thresholds.one_finger_from() {
                    return Err(OnRecordError::OneFinger);
                }
            }
        }
        Ok(fingers)
    }

    /// Fingers out of their seal: they were compared with one another when they went on record.
    pub fn restored(fingers: Vec<Reference>) -> Result<Self, OnRecordError> {
        if fingers.is_empty() || fingers.len() > FINGERS {
            return Err(OnRecordError::Count);
        }
        if let [one, other] = fingers.as_slice() {
            if one.position == other.position {
                return Err(OnRecordError::Twice);
            }
            if one.extractor != other.extractor {
                return Err(OnRecordError::Engines);
            }
        }
        Ok(Self(fingers))
    }

    /// Each finger.
    pub fn fingers(&self) -> &[Reference] {
        &self.0
    }

    pub(super) fn finger(&self, position: Position) -> Option<&Reference> {
        self.0.iter().find(|finger| finger.position == position)
    }
}

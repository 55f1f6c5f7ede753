//! What is on record of a person: impressions of a finger, and one or two fingers.

use super::{EngineError, FingerEngine, Position, RecordError, Remedy, Template, Thresholds};

/// Most fingers of a person on record, and of one comparison.
pub(super) const FINGERS: usize = 2;

/// One finger on record, with its impressions by one engine. [`super::Enrolment`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    position: Position,
    impressions: Vec<Template>,
}

impl Reference {
    pub(super) const fn new(position: Position, impressions: Vec<Template>) -> Self {
        Self {
            position,
            impressions,
        }
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
    pub(super) fn best(
        &self,
        engine: &dyn FingerEngine,
        probe: &Template,
    ) -> Result<u32, EngineError> {
        let mut best = Err(EngineError::TooFew);
        for impression in &self.impressions {
            match likeness(engine, probe, impression) {
                Ok(score) => best = Ok(score.max(best.unwrap_or_default())),
                // One poor impression does not spoil the others; anything else is no answer at all.
                Err(EngineError::TooFew) => {}
                Err(
                    error @ (EngineError::NoFinger
                    | EngineError::ManyFingers
                    | EngineError::OtherEngine
                    | EngineError::Foreign
                    | EngineError::TooHard
                    | EngineError::Failed(_)),
                ) => return Err(error),
            }
        }
        best
    }
}

/// How alike two prints are, of templates that the engine made.
pub(super) fn likeness(
    engine: &dyn FingerEngine,
    probe: &Template,
    reference: &Template,
) -> Result<u32, EngineError> {
    for template in [probe, reference] {
        template.check_made_by(engine.identity())?;
    }
    engine.similarity(probe, reference)
}

/// The fingers of one person on record, which are not one finger under two names: that would let its likeness count
/// twice, and is the commonest slip at a counter. [`super::Fingers::on_record`] makes it of fresh ones,
/// [`super::Fingers::restore`] of what was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRecord(Vec<Reference>);

/// Why fingers do not go on record together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OnRecordError {
    /// None, or more than two.
    #[error("not one or two fingers")]
    Count,
    /// Two of the same name.
    #[error("the same finger twice by its name")]
    Twice,
    /// Two names, one finger: the prints match one another.
    #[error("one finger under two names")]
    OneFinger,
    /// The engine gives no answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl OnRecordError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Count => "fingers-on-record-count",
            Self::Twice => "fingers-on-record-twice",
            Self::OneFinger => "fingers-on-record-one",
            Self::Engine(error) => error.code(),
        }
    }

    /// What the officer does next.
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::Count | Self::Twice | Self::OneFinger => Remedy::OtherFinger,
            Self::Engine(error) => error.remedy(),
        }
    }
}

/// Why what was stored is no person's fingers on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// A record is not ours or not sound; another engine's is to be made anew from the picture.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Not one or two fingers, or more impressions of one than an enrolment takes.
    #[error("not one or two fingers of a few impressions each")]
    Count,
}

impl RestoreError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Record(error) => error.code(),
            Self::Count => "fingers-restored-count",
        }
    }

    /// What the officer does next.
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::Record(error) => error.remedy(),
            Self::Count => Remedy::CallSupport,
        }
    }
}

impl OnRecord {
    /// Fingers fresh from [`super::Enrolment`]: no two of them may match one another.
    pub(super) fn new(
        engine: &dyn FingerEngine,
        thresholds: &Thresholds,
        fingers: Vec<Reference>,
    ) -> Result<Self, OnRecordError> {
        if fingers.is_empty() || fingers.len() > FINGERS {
            return Err(OnRecordError::Count);
        }
        for impression in fingers.iter().flat_map(Reference::impressions) {
            impression.check_made_by(engine.identity())?;
        }
        if let [one, other] = fingers.as_slice() {
            if one.position == other.position {
                return Err(OnRecordError::Twice);
            }
            for impression in &one.impressions {
                if other.best(engine, impression)? >= thresholds.one_finger_from() {
                    return Err(OnRecordError::OneFinger);
                }
            }
        }
        Ok(Self(fingers))
    }

    /// Fingers out of their seal: they were compared with one another when they went on record.
    pub(super) fn restored(
        impressions: impl IntoIterator<Item = Template>,
    ) -> Result<Self, RestoreError> {
        let mut fingers: Vec<Reference> = Vec::new();
        for one in impressions {
            let position = one.position();
            match fingers.iter_mut().find(|f| f.position == position) {
                Some(finger) => finger.impressions.push(one),
                None => fingers.push(Reference::new(position, vec![one])),
            }
        }
        let too_many = |finger: &Reference| finger.impressions.len() > super::IMPRESSIONS;
        if fingers.is_empty() || fingers.len() > FINGERS || fingers.iter().any(too_many) {
            return Err(RestoreError::Count);
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

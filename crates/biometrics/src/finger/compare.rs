//! One person's prints against those on record: the best of a finger's impressions, finger by finger.
//!
//! Two fingers halve the errors of one (docs/biometrics.md), and the card carries both index fingers.

use super::reference::{FINGERS, likeness};
use super::{
    EngineError, FingerEngine, Fit, OnRecord, Part, Position, Remedy, Score, Template, Thresholds,
};

/// Why there is no score.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// No print, or more than two.
    #[error("not one or two prints")]
    Count,
    /// The same finger twice by its name: its score would count double.
    #[error("the same finger twice")]
    Twice,
    /// Two names, one finger: the prints match one another.
    #[error("one finger under two names")]
    OneFinger,
    /// No print of this finger is on record.
    #[error("{0:?} is not on record")]
    NotOnRecord(Position),
    /// The engine gives no answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl CompareError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Count => "fingers-count",
            Self::Twice => "fingers-twice",
            Self::OneFinger => "fingers-one",
            Self::NotOnRecord(_) => "finger-not-on-record",
            Self::Engine(error) => error.code(),
        }
    }

    /// What the officer does next.
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::Count | Self::Twice | Self::OneFinger | Self::NotOnRecord(_) => {
                Remedy::OtherFinger
            }
            Self::Engine(error) => error.remedy(),
        }
    }
}

/// Compares one or two prints with the fingers on record.
pub(super) fn compare(
    engine: &dyn FingerEngine,
    thresholds: &Thresholds,
    probes: &[&Fit],
    on_record: &OnRecord,
) -> Result<Score, CompareError> {
    if probes.is_empty() || probes.len() > FINGERS {
        return Err(CompareError::Count);
    }
    let probes: Vec<&Template> = probes.iter().map(|probe| probe.template()).collect();
    if let [one, other] = probes.as_slice()
        && one.position() == other.position()
    {
        return Err(CompareError::Twice);
    }
    let mut pairs = Vec::with_capacity(FINGERS);
    for probe in &probes {
        let position = probe.position();
        let reference = on_record.finger(position);
        let reference = reference.ok_or(CompareError::NotOnRecord(position))?;
        pairs.push((*probe, reference));
    }
    if let [one, other] = probes.as_slice()
        && likeness(engine, one, other)? >= thresholds.one_finger_from()
    {
        return Err(CompareError::OneFinger);
    }
    let mut parts = Vec::with_capacity(FINGERS);
    for (probe, reference) in pairs {
        parts.push(Part {
            finger: probe.position(),
            value: reference.best(engine, probe)?,
        });
    }
    Ok(Score {
        parts,
        engine: engine.identity().clone(),
    })
}

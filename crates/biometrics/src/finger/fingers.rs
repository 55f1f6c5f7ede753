//! Prints as a server uses them: an engine, and the thresholds that judge its scores and no other's.

use std::fmt;

use super::compare::compare;
use super::reference::likeness;
use super::{
    CompareError, EngineError, EnrolError, Enrolment, FingerEngine, Fit, Gate, Judgement, Nbis,
    OnRecord, OnRecordError, Position, Reference, RestoreError, Scan, TakeError, Template,
    Thresholds,
};

/// Make one at start and share it. Calls compute on the caller's thread: not on an async one.
pub struct Fingers {
    engine: Box<dyn FingerEngine>,
    thresholds: Thresholds,
}

impl fmt::Debug for Fingers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fingers")
            .field("engine", self.engine.identity())
            .field("thresholds", &self.thresholds)
            .finish()
    }
}

/// The engine at hand, which needs no files, with its starting thresholds.
impl Default for Fingers {
    fn default() -> Self {
        Self {
            engine: Box::new(Nbis::default()),
            thresholds: Thresholds::start(),
        }
    }
}

/// Thresholds that were measured with another engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the thresholds are another engine's")]
pub struct OtherEngine;

impl Fingers {
    /// Any engine, with thresholds that were measured with it, on templates of its own on both sides.
    pub fn new(engine: Box<dyn FingerEngine>, thresholds: Thresholds) -> Result<Self, OtherEngine> {
        if engine.identity() != thresholds.engine() {
            return Err(OtherEngine);
        }
        Ok(Self { engine, thresholds })
    }

    /// For what is not told here.
    pub fn engine(&self) -> &dyn FingerEngine {
        &*self.engine
    }

    /// What judges.
    pub const fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }

    /// A scanner's file in, template and quality out if the gate lets them through. `stated` is the scanner's
    /// density, for files that tell none.
    pub fn take(
        &self,
        gate: &Gate,
        position: Position,
        file: &[u8],
        stated: u16,
    ) -> Result<Fit, TakeError> {
        let scan = Scan::read(file, stated)?;
        Ok(gate.check(self.engine.extract(&scan, position)?)?)
    }

    /// The template of a picture that somebody else put on record: it passes no gate, for it is as good as it is.
    pub fn look(
        &self,
        position: Position,
        file: &[u8],
        stated: u16,
    ) -> Result<Template, TakeError> {
        let scan = Scan::read(file, stated)?;
        Ok(self.engine.extract(&scan, position)?.template)
    }

    /// One or two fingers on record in pictures that [`Self::look`] read; of one finger at most three.
    pub fn of_pictures(&self, pictures: Vec<Template>) -> Result<OnRecord, OnRecordError> {
        for one in &pictures {
            one.check_made_by(self.engine.identity())?;
        }
        OnRecord::restored(pictures).map_err(|_| OnRecordError::Count)
    }

    /// Whether two prints taken for two fingers are of one: the commonest slip at a counter.
    pub fn same_finger(&self, one: &Fit, other: &Fit) -> Result<bool, EngineError> {
        let score = likeness(self.engine(), one.template(), other.template())?;
        Ok(score >= self.thresholds.one_finger_from())
    }

    /// Adds an impression to a finger on its way to the record.
    pub fn enrol(&self, enrolment: &mut Enrolment, print: Fit) -> Result<(), EnrolError> {
        enrolment.add(self.engine(), &self.thresholds, print)
    }

    /// Puts one or two fresh fingers of a person on record.
    pub fn on_record(&self, fingers: Vec<Reference>) -> Result<OnRecord, OnRecordError> {
        OnRecord::new(self.engine(), &self.thresholds, fingers)
    }

    /// The fingers of a person on record, out of the seal: what [`Template::to_record`] gave for each impression, and
    /// of which finger it was stored. Each must bear this engine's mark; if it bears another's, it is to be made anew
    /// from the picture.
    pub fn restore<'a>(
        &self,
        records: impl IntoIterator<Item = (Position, &'a [u8])>,
    ) -> Result<OnRecord, RestoreError> {
        let read =
            |(position, record)| Template::from_record(record, self.engine.identity(), position);
        let impressions: Vec<_> = records.into_iter().map(read).collect::<Result<_, _>>()?;
        OnRecord::restored(impressions)
    }

    /// D59-14.2.a2, D59-24.4: compares one or two prints that passed a gate with those on record, and judges: which
    /// band, of which scores, with how many false matches in how many comparisons.
    pub fn compare(
        &self,
        probes: &[&Fit],
        on_record: &OnRecord,
    ) -> Result<Judgement, CompareError> {
        let score = compare(self.engine(), &self.thresholds, probes, on_record)?;
        Ok(self.thresholds.judge(score))
    }
}

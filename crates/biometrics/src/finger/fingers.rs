//! Prints as a server uses them: an engine, and the thresholds that judge its scores and no other's.

use std::fmt;

use super::{
    CompareError, EnrolError, Enrolment, FingerEngine, Fit, Gate, Judgement, Nbis, OnRecord,
    OnRecordError, OtherBasis, Position, RecordError, Reference, TakeError, Template, Thresholds,
    compare, take,
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

impl Fingers {
    /// Any engine, with thresholds that were measured for its scores.
    pub fn new(engine: Box<dyn FingerEngine>, thresholds: Thresholds) -> Result<Self, OtherBasis> {
        if engine.identity() != &thresholds.basis().matcher {
            return Err(OtherBasis);
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
        take(&*self.engine, gate, position, file, stated)
    }

    /// Adds an impression to a finger on its way to the record.
    pub fn enrol(&self, enrolment: &mut Enrolment, print: Fit) -> Result<(), EnrolError> {
        enrolment.add(&*self.engine, &self.thresholds, print)
    }

    /// Puts one or two fresh fingers of a person on record; those out of their seal are [`OnRecord::restored`].
    pub fn on_record(&self, fingers: Vec<Reference>) -> Result<OnRecord, OnRecordError> {
        OnRecord::new(&*self.engine, &self.thresholds, fingers)
    }

    /// Compares one or two prints with those on record and judges: which band, of which scores, with how many false
    /// matches in how many comparisons.
    pub fn compare(
        &self,
        probes: &[&Template],
        on_record: &OnRecord,
    ) -> Result<Judgement, CompareError> {
        let score = compare(&*self.engine, &self.thresholds, probes, on_record)?;
        Ok(self.thresholds.judge(score)?)
    }

    /// A template out of what [`Template::to_record`] gave, if it bears this engine's mark; if another's, it is to be
    /// made anew from the picture.
    pub fn read(&self, record: &[u8], position: Position) -> Result<Template, RecordError> {
        Template::from_record(record, self.engine.identity(), position)
    }
}

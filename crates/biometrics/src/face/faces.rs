//! Faces as a server uses them: an engine, and thresholds and rules that were measured with it and no other.

use std::fmt;
use std::num::NonZeroUsize;
use std::path::Path;

use super::engine::likeness;
use super::{
    Challenge, ChallengeError, EngineError, Extraction, FaceEngine, FaceTemplate, Fit, Frame, Gate,
    Judgement, Met, Models, ModelsError, OnnxFaces, Picture, Rules, Score, TakeError, Taken,
    TemplateError, Thresholds,
};

/// Make one at start and share it. Calls compute on the caller's thread: not on an async one.
pub struct Faces {
    engine: Box<dyn FaceEngine>,
    thresholds: Thresholds,
    unattended: Option<Thresholds>,
    rules: Rules,
}

/// The same engine where nobody looks on: a living face, by thresholds for that.
#[derive(Debug, Clone, Copy)]
pub struct Unattended<'a> {
    faces: &'a Faces,
    thresholds: &'a Thresholds,
}

impl Unattended<'_> {
    /// What judges.
    pub const fn thresholds(&self) -> &Thresholds {
        self.thresholds
    }

    /// D59-24.3: compares the face that met a challenge with one on record, and judges.
    pub fn compare(&self, met: &Met, reference: &FaceTemplate) -> Result<Judgement, EngineError> {
        self.faces.score(met.face(), reference, self.thresholds)
    }
}

impl fmt::Debug for Faces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Faces")
            .field("engine", self.engine.identity())
            .field("thresholds", &self.thresholds)
            .field("unattended", &self.unattended)
            .field("rules", &self.rules)
            .finish()
    }
}

/// Why faces cannot be compared here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The networks are not there, or not in order.
    #[error(transparent)]
    Models(#[from] ModelsError),
    /// The thresholds were measured with another engine.
    #[error("the thresholds are another engine's")]
    Thresholds,
    /// The rules of the challenge were measured with another engine.
    #[error("the rules of the challenge are another engine's")]
    Rules,
}

impl Faces {
    /// The engine at hand out of a folder of models, as [`Models::open`] has it. [`ModelsError::Absent`] tells a
    /// place without models from one with broken ones.
    pub fn open(
        folder: &Path,
        lanes: NonZeroUsize,
        thresholds: Thresholds,
        rules: Rules,
    ) -> Result<Self, OpenError> {
        let engine = OnnxFaces::new(Models::open(folder, lanes)?);
        Self::new(Box::new(engine), thresholds, rules)
    }

    /// Any engine, with thresholds and rules that were measured with it.
    pub fn new(
        engine: Box<dyn FaceEngine>,
        thresholds: Thresholds,
        rules: Rules,
    ) -> Result<Self, OpenError> {
        if engine.identity() != thresholds.engine() {
            return Err(OpenError::Thresholds);
        }
        if engine.identity() != &rules.engine {
            return Err(OpenError::Rules);
        }
        Ok(Self {
            engine,
            thresholds,
            unattended: None,
            rules,
        })
    }

    /// With thresholds for faces that nobody looks at; measured with the same engine.
    pub fn with_unattended(self, thresholds: Thresholds) -> Result<Self, OpenError> {
        if self.engine.identity() != thresholds.engine() {
            return Err(OpenError::Thresholds);
        }
        Ok(Self {
            unattended: Some(thresholds),
            ..self
        })
    }

    /// For where nobody looks on; nothing without thresholds for that.
    pub fn unattended(&self) -> Option<Unattended<'_>> {
        self.unattended.as_ref().map(|thresholds| Unattended {
            faces: self,
            thresholds,
        })
    }

    /// For what is not told here: an index, measurements.
    pub fn engine(&self) -> &dyn FaceEngine {
        &*self.engine
    }

    /// What judges.
    pub const fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }

    /// A capture: file in, template out if the gate lets it through.
    pub fn take(&self, gate: &Gate, file: &[u8]) -> Result<Taken, TakeError> {
        let picture = Picture::read(file)?;
        let fit = gate.check(self.engine.extract(&picture)?)?;
        let suspicion = self.engine.suspicion(&picture, fit.extraction());
        Ok(Taken { fit, suspicion })
    }

    /// A picture as good as it is, such as the portrait of a chip: template, quality, place. [`Gate::faults`] says
    /// what is wrong with it. It can be compared with, and be a frame of a challenge.
    pub fn look(&self, file: &[u8]) -> Result<Extraction, TakeError> {
        Ok(self.engine.extract(&Picture::read(file)?)?)
    }

    /// A frame of a challenge: as [`Faces::look`], and at most 1920 pixels a side.
    pub fn look_at_frame(&self, file: &[u8]) -> Result<Extraction, TakeError> {
        Ok(self.engine.extract(&Picture::frame(file)?)?)
    }

    /// Whether frames taken at these times (milliseconds) can be an answer to any challenge: to be asked before the
    /// first of them is decoded.
    pub fn in_time(&self, times: &[u32]) -> Result<(), ChallengeError> {
        self.rules.in_time(times)
    }

    /// Whether frames are an answer to a challenge, whose first one passes the gate.
    pub fn judge(
        &self,
        challenge: Challenge,
        gate: &Gate,
        frames: Vec<Frame>,
    ) -> Result<Met, ChallengeError> {
        challenge.judge(self.engine(), &self.rules, gate, frames)
    }

    /// D59-14.2.a2, D59-24.4: compares a face that passed a gate with the one on record or on the chip, and judges:
    /// which band, of which score, at which rate of false matches.
    pub fn compare(&self, probe: &Fit, reference: &FaceTemplate) -> Result<Judgement, EngineError> {
        self.score(probe, reference, &self.thresholds)
    }

    fn score(
        &self,
        probe: &Fit,
        reference: &FaceTemplate,
        thresholds: &Thresholds,
    ) -> Result<Judgement, EngineError> {
        let value = likeness(self.engine(), probe.template(), reference)?;
        let score = Score::new(value, self.engine.identity().clone());
        Ok(thresholds.judge(score))
    }

    /// A template out of what [`FaceTemplate::to_bytes`] gave, if this engine made it; if another did, it is to be
    /// made anew from the picture.
    pub fn read(&self, bytes: &[u8]) -> Result<FaceTemplate, TemplateError> {
        FaceTemplate::from_bytes(bytes, self.engine.identity())
    }
}

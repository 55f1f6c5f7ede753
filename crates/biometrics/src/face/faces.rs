//! Faces as a server uses them: an engine, and the thresholds that judge its scores and no other's.

use std::fmt;
use std::num::NonZeroUsize;
use std::path::Path;

use super::{
    EngineError, Extraction, FaceEngine, FaceTemplate, Gate, Judgement, Models, ModelsError,
    OnnxFaces, Picture, TakeError, Taken, TemplateError, Thresholds, ThresholdsError, compare,
    take,
};

/// Make one at start and share it. Calls compute on the caller's thread: not on an async one.
pub struct Faces {
    engine: Box<dyn FaceEngine>,
    thresholds: Thresholds,
}

impl fmt::Debug for Faces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Faces")
            .field("engine", self.engine.identity())
            .field("thresholds", &self.thresholds)
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
    #[error(transparent)]
    Thresholds(#[from] ThresholdsError),
}

impl Faces {
    /// The engine at hand out of a folder of models, as [`Models::open`] has it. [`ModelsError::Absent`] tells a
    /// place without models from one with broken ones.
    pub fn open(
        folder: &Path,
        lanes: NonZeroUsize,
        thresholds: Thresholds,
    ) -> Result<Self, OpenError> {
        let engine = OnnxFaces::new(Models::open(folder, lanes)?);
        Ok(Self::new(Box::new(engine), thresholds)?)
    }

    /// Any engine, with thresholds that were measured with it.
    pub fn new(
        engine: Box<dyn FaceEngine>,
        thresholds: Thresholds,
    ) -> Result<Self, ThresholdsError> {
        if engine.identity() != thresholds.engine() {
            return Err(ThresholdsError::OtherEngine);
        }
        Ok(Self { engine, thresholds })
    }

    /// For what is not told here: challenges, an index.
    pub fn engine(&self) -> &dyn FaceEngine {
        &*self.engine
    }

    /// What judges.
    pub const fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }

    /// A capture: file in, template out if the gate lets it through.
    pub fn take(&self, gate: &Gate, file: &[u8]) -> Result<Taken, TakeError> {
        take(&*self.engine, gate, file)
    }

    /// A picture as good as it is, such as the portrait of a chip: template, quality, place. [`Gate::faults`] says
    /// what is wrong with it.
    pub fn look(&self, file: &[u8]) -> Result<Extraction, TakeError> {
        Ok(self.engine.extract(&Picture::read(file)?)?)
    }

    /// Compares and judges: which band, of which score, at which rate of false matches.
    pub fn compare(
        &self,
        probe: &FaceTemplate,
        reference: &FaceTemplate,
    ) -> Result<Judgement, EngineError> {
        let score = compare(&*self.engine, probe, reference)?;
        let judged = self.thresholds.judge(score);
        judged.map_err(|_| EngineError::OtherEngine)
    }

    /// A template out of what [`FaceTemplate::to_bytes`] gave, if this engine made it; if another did, it is to be
    /// made anew from the picture.
    pub fn read(&self, bytes: &[u8]) -> Result<FaceTemplate, TemplateError> {
        FaceTemplate::from_bytes(bytes, self.engine.identity())
    }
}

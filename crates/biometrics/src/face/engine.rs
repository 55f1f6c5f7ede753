//! What an engine does, whoever makes it: an installation brings a matcher of its own, with a certificate, without
//! any caller being changed.

use super::{FaceTemplate, Identity, Picture, Quality, Remedy, Suspicion, TemplateError};

/// The square around the face, in pixels of the picture; it may reach beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From the left.
    pub left: i32,
    /// From above.
    pub top: i32,
    /// Pixels a side.
    pub side: u32,
}

/// What an engine finds in a picture: its largest face.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// The template.
    pub template: FaceTemplate,
    /// How good the picture of the face is.
    pub quality: Quality,
    /// Where the face is.
    pub place: Place,
}

/// Why an engine gives no answer. None of these is a "no": the officer goes on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// No face.
    #[error("there is no face on the picture")]
    NoFace,
    /// A template of another engine or version: to be made anew from the picture.
    #[error("the template is another engine's")]
    OtherEngine,
    /// The engine broke down on this input. The cause is for the log, never for people.
    #[error("the engine gave up: {0}")]
    Failed(String),
}

impl EngineError {
    /// All of them, for the table of texts.
    pub const ALL: [Self; 3] = [Self::NoFace, Self::OtherEngine, Self::Failed(String::new())];

    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoFace => "face-no-face",
            Self::OtherEngine => "face-other-engine",
            Self::Failed(_) => "face-engine-failed",
        }
    }

    /// What the officer does next.
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::NoFace => Remedy::LookStraight,
            Self::OtherEngine | Self::Failed(_) => Remedy::CallSupport,
        }
    }
}

impl From<TemplateError> for EngineError {
    fn from(error: TemplateError) -> Self {
        match error {
            TemplateError::OtherEngine => Self::OtherEngine,
            TemplateError::Format | TemplateError::Length | TemplateError::Numbers => {
                Self::Failed(error.to_string())
            }
        }
    }
}

/// Finds and compares faces. Every method takes tens of milliseconds of processor on the caller's thread: not on
/// an async thread.
///
/// The seam is for engines whose template is a direction: at most 4096 numbers, of which the cosine (or some measure
/// of these numbers of the engine's own, in [`FaceEngine::similarity`]) tells how alike two faces are;
/// [`FaceTemplate`] makes them one long, and [`super::Index`] searches by the cosine. An engine with sealed templates
/// of its own kind (bytes that only it understands) does not fit: `FaceTemplate` would have to hold such bytes first.
/// It also measures all of [`Quality`]; what it cannot measure it cannot pass through a [`super::Gate`].
pub trait FaceEngine: Send + Sync {
    /// What goes on every template and score.
    fn identity(&self) -> &Identity;

    /// Finds the largest face and makes its template.
    fn extract(&self, picture: &Picture) -> Result<Extraction, EngineError>;

    /// Whether something about the picture suggests a picture of a picture, a screen or a mask.
    fn suspicion(
        &self,
        picture: &Picture,
        face: &Extraction,
    ) -> Result<Option<Suspicion>, EngineError>;

    /// How alike two faces are, templates of this engine both; more is more alike. Only [`super::Thresholds`] of this
    /// very engine can tell what that means. `probe` is the person before us, `reference` what is on record or on the
    /// chip.
    fn similarity(
        &self,
        probe: &FaceTemplate,
        reference: &FaceTemplate,
    ) -> Result<f32, EngineError>;
}

/// How alike two faces are, of templates that the engine made, as a number.
pub(super) fn likeness(
    engine: &dyn FaceEngine,
    probe: &FaceTemplate,
    reference: &FaceTemplate,
) -> Result<f32, EngineError> {
    let own = |template: &FaceTemplate| template.engine() == engine.identity();
    if !own(probe) || !own(reference) {
        return Err(EngineError::OtherEngine);
    }
    let likeness = engine.similarity(probe, reference)?;
    if likeness.is_finite() {
        Ok(likeness)
    } else {
        Err(EngineError::Failed(
            "a likeness that is no number".to_owned(),
        ))
    }
}

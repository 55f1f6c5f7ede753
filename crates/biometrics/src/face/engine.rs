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
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// No face.
    #[error("there is no face on the picture")]
    NoFace,
    /// A template of another engine or version: to be made anew from the picture.
    #[error("the template is another engine's")]
    OtherEngine,
    /// The engine broke down on this input.
    #[error("the engine gave up")]
    Failed,
}

impl EngineError {
    /// All of them, for the table of texts.
    pub const ALL: [Self; 3] = [Self::NoFace, Self::OtherEngine, Self::Failed];

    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoFace => "face-no-face",
            Self::OtherEngine => "face-other-engine",
            Self::Failed => "face-engine-failed",
        }
    }

    /// What the officer does next.
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::NoFace => Remedy::LookStraight,
            Self::OtherEngine | Self::Failed => Remedy::CallSupport,
        }
    }
}

impl From<TemplateError> for EngineError {
    fn from(error: TemplateError) -> Self {
        match error {
            TemplateError::OtherEngine => Self::OtherEngine,
            TemplateError::Format | TemplateError::Length | TemplateError::Numbers => Self::Failed,
        }
    }
}

/// Finds and compares faces. Every method takes tens of milliseconds of processor on the caller's thread: not on
/// an async thread.
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

    /// How alike two faces are; more is more alike. Only [`super::Thresholds`] of this very engine can tell what
    /// that means. `probe` is the person before us, `reference` what is on record or on the chip.
    fn similarity(
        &self,
        probe: &FaceTemplate,
        reference: &FaceTemplate,
    ) -> Result<f32, EngineError>;
}

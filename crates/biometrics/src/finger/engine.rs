//! What an engine does, whoever makes it: an installation may bring a matcher of its own without any caller
//! being changed.

use super::{Identity, Position, Quality, Remedy, Scan, Template};

/// What an engine finds in a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extraction {
    /// The template.
    pub template: Template,
    /// How good the print is.
    pub quality: Quality,
}

/// Why an engine gives no answer. None of these is a "no": the officer goes on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// No ridges: an empty plate, a black or white picture.
    #[error("there is no finger on the picture")]
    NoFinger,
    /// More ridges than one finger has: a whole hand, or a made-up picture.
    #[error("there is more than one finger on the picture")]
    ManyFingers,
    /// A template of another engine or version: to be made anew from the image.
    #[error("the template is another engine's")]
    OtherEngine,
    /// A template out of a record of others, which says nothing sure of who made it.
    #[error("the template comes from outside")]
    Foreign,
    /// Too few minutiae to tell anything.
    #[error("too few minutiae to compare")]
    TooFew,
    /// The bound on its work is reached: no finger looks so.
    #[error("the prints are too hard to compare")]
    TooHard,
    /// The engine broke down on this input. The cause is for the log, never for people.
    #[error("the engine gave up: {0}")]
    Failed(String),
}

impl EngineError {
    /// All of them, for the table of texts.
    pub const ALL: [Self; 7] = [
        Self::NoFinger,
        Self::ManyFingers,
        Self::OtherEngine,
        Self::Foreign,
        Self::TooFew,
        Self::TooHard,
        Self::Failed(String::new()),
    ];

    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoFinger => "finger-no-finger",
            Self::ManyFingers => "finger-many",
            Self::OtherEngine => "finger-other-engine",
            Self::Foreign => "finger-foreign",
            Self::TooFew => "finger-too-few",
            Self::TooHard => "finger-too-hard",
            Self::Failed(_) => "finger-engine-failed",
        }
    }

    /// What the officer does next.
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::NoFinger => Remedy::CleanAndPress,
            Self::ManyFingers => Remedy::ScanAgain,
            Self::TooFew | Self::TooHard => Remedy::OtherFinger,
            Self::OtherEngine | Self::Foreign | Self::Failed(_) => Remedy::CallSupport,
        }
    }
}

/// One to one, never one to many.
///
/// The seam is for engines whose template is a list of minutiae in the units of ISO/IEC 19794-2:2005, 255 of them at
/// most, and whose scores are whole numbers. One with sealed templates of its own kind (bytes that only it
/// understands) does not fit: [`Template`] would have to hold such bytes first.
pub trait FingerEngine: Send + Sync {
    /// What goes on every template and score.
    fn identity(&self) -> &Identity;

    /// Finds the minutiae. Takes tens of milliseconds of processor: not on an async thread.
    fn extract(&self, scan: &Scan, position: Position) -> Result<Extraction, EngineError>;

    /// How alike two impressions are, templates of this engine both; more is more alike. Only [`super::Thresholds`] of this very engine can tell
    /// what that means. `probe` is the person before us, `reference` what is on record: engines may be asymmetric.
    /// Whatever the templates are like it ends within a second or so, with [`EngineError::TooHard`] if need be.
    fn similarity(&self, probe: &Template, reference: &Template) -> Result<u32, EngineError>;
}

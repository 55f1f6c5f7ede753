//! Faces compared by machine (D59-14.2.a2): pictures in, a result for the evidence out.

use biometrics::face::Challenge;
use domain::evidence::{MachineEngine, MatchOutcome};

use super::{FaceIndex, NoTemplate, Template};

/// What is wrong with a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    /// Stable code, such as `face-dark`.
    pub code: &'static str,
    /// What the officer does next, such as `more-light`.
    pub remedy: &'static str,
}

/// What an engine says of a portrait that was just taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// One person is on it, and this is wrong with it: nothing, where it is good enough for the record.
    One(Vec<Wrong>),
    /// Nobody is on it.
    NoFace,
    /// More than one person is on it.
    SeveralFaces,
}

/// An engine that compares faces. It advises; officers decide. Every call takes up to a second of processor on the
/// caller's thread: never an async thread.
pub trait Faces: Send + Sync {
    /// What stands on every result.
    fn engine(&self) -> MachineEngine;

    /// Whether a portrait taken now is good enough for the record.
    fn look(&self, live: &[u8]) -> Look;

    /// The portrait taken now against each one on record: a result for each, in their order.
    fn compare(&self, live: &[u8], references: &[Vec<u8>]) -> Vec<MatchOutcome>;

    /// D59-3.1: what a search among many needs of a portrait as good as it is.
    fn template(&self, portrait: &[u8]) -> Result<Template, NoTemplate>;

    /// An empty index for templates of this engine.
    fn index(&self) -> Box<dyn FaceIndex>;

    /// The same engine where nobody looks on; nothing where it has no thresholds for that.
    fn living(&self) -> Option<&dyn Living> {
        None
    }
}

/// A picture of a living person, and when it was taken.
pub struct Shot {
    /// Milliseconds since the turns were shown.
    pub at: u32,
    /// A JPEG, not mirrored.
    pub picture: Vec<u8>,
}

domain::redacted_debug!(Shot);

/// What comes of a face that met its challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// With each portrait on record, in their order.
    pub outcomes: Vec<MatchOutcome>,
    /// Something about the first picture is odd: on record, and decides nothing.
    pub flagged: bool,
}

/// Faces that nobody looks at (D59-24.3): whoever is shown follows what is asked, and thresholds are higher. Every
/// call takes seconds of processor on the caller's thread: never an async thread.
pub trait Living: Send + Sync {
    /// What stands on every result.
    fn engine(&self) -> MachineEngine;

    /// Whether the pictures are an answer to the challenge, and the face of the first one against each portrait on
    /// record.
    fn judge(
        &self,
        challenge: Challenge,
        shots: &[Shot],
        references: &[Vec<u8>],
    ) -> Result<Compared, Wrong>;
}

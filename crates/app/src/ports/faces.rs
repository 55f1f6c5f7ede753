//! Faces compared by machine (D59-14.2.a2): pictures in, a result for the evidence out.

use domain::evidence::{MachineEngine, MatchOutcome};

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
}

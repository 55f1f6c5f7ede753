//! Fingerprints compared by machine (D59-14.2.a2, D59-15.2): pictures in, a result for the evidence out.

use domain::evidence::{FingerMatch, MachineEngine, MatchOutcome};
use domain::finger::Finger;

use super::Wrong;

/// The picture of a finger: WSQ, PNG or JPEG.
pub type Print = (Finger, Vec<u8>);

/// What an engine says of a print that was just taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Examined {
    /// Good enough to be compared.
    Good,
    /// No good: to be taken again.
    Bad {
        /// What is wrong, and what the officer does next.
        wrong: Wrong,
        /// Whether it counts as a try of the finger. A wrong file or setting is not the person's.
        is_a_try: bool,
    },
    /// It is of this finger, which was taken already under its own name.
    SameAs(Finger),
    /// The engine broke down on it, which says nothing about the print.
    Unknown,
}

/// What came of somebody's prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FingersCompared {
    /// Of them together.
    pub outcome: MatchOutcome,
    /// Finger by finger.
    pub fingers: Vec<FingerMatch>,
    /// The engine, with the bound and the rate of so many fingers.
    pub engine: MachineEngine,
}

/// An engine that compares the prints of one person with those on record. It advises; officers decide. Every call
/// takes up to some seconds of processor on the caller's thread: never an async thread.
pub trait Fingers: Send + Sync {
    /// What stands on a result of two fingers.
    fn engine(&self) -> MachineEngine;

    /// Whether a print taken now is good enough, and not of a finger among `others`, those taken before.
    fn examine(&self, print: &[u8], finger: Finger, others: &[Print]) -> Examined;

    /// The prints taken now beside those on record: at most two fingers that are on both sides.
    fn compare(&self, live: &[Print], references: &[Print]) -> FingersCompared;
}

//! Whether the living face is the one on record.

use super::NotProven;
use crate::evidence::{Band, MatchOutcome};

/// Proof that a living face is the holder's. Only [`face_shown`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaceShown(());

/// What came of comparing a living face with the portraits on record.
#[derive(Debug, Clone, Copy)]
pub struct OnRecord<'a> {
    /// With the portrait of the chip.
    pub chip: &'a MatchOutcome,
    /// With each portrait that a register gave.
    pub registers: &'a [MatchOutcome],
}

/// D59-24.3: the face is that of the chip, and of every register that gave a portrait. Nobody looks on: what is
/// unclear, or could not be compared, proves nothing.
pub fn face_shown(found: OnRecord<'_>) -> Result<FaceShown, NotProven> {
    let all = std::iter::once(found.chip).chain(found.registers);
    let mut worst = Ok(FaceShown(()));
    for outcome in all {
        match outcome {
            MatchOutcome::Compared {
                band: Band::Match, ..
            } => {}
            MatchOutcome::Compared {
                band: Band::NoMatch,
                ..
            } => return Err(NotProven::OtherFace),
            MatchOutcome::Compared {
                band: Band::Unclear,
                ..
            }
            | MatchOutcome::NotCompared { .. }
            | MatchOutcome::NoReference => worst = Err(NotProven::Unclear),
        }
    }
    worst
}

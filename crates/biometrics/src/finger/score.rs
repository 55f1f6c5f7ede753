//! What a comparison gives, and by which engine: without that a score says nothing.

use super::{Identity, Position};

/// The score of one finger: of the best of its impressions on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which finger.
    pub finger: Position,
    /// How alike.
    pub value: u32,
}

/// The scores of one or two fingers, stamped with the engine that found the minutiae of both sides and compared them.
/// Only [`super::Fingers::compare`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    pub(super) parts: Vec<Part>,
    pub(super) engine: Identity,
}

impl Score {
    /// The sum over the fingers.
    pub fn value(&self) -> u32 {
        let values = self.parts.iter().map(|part| part.value);
        values.fold(0, u32::saturating_add)
    }

    /// Finger by finger: one or two.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The engine.
    pub const fn engine(&self) -> &Identity {
        &self.engine
    }
}

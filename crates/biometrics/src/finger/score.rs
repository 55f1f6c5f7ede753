//! What a comparison gives, and between whose templates it was made: without that a score says nothing.

use super::{Extractor, Identity, Position, Remedy};

/// Whose scores they are: the matcher's, between templates of two extractors. Thresholds hold for one basis only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Basis {
    /// Who compares.
    pub matcher: Identity,
    /// Who found the minutiae of the person before us.
    pub probe: Extractor,
    /// Who found those on record.
    pub reference: Extractor,
}

impl Basis {
    /// An engine that compares its own templates.
    pub fn of(engine: &Identity) -> Self {
        let own = Extractor::Engine(engine.clone());
        Self {
            matcher: engine.clone(),
            probe: own.clone(),
            reference: own,
        }
    }
}

/// Thresholds that were not measured for these scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the thresholds were measured for another engine or other templates")]
pub struct OtherBasis;

impl OtherBasis {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        "finger-other-basis"
    }

    /// What the officer does next.
    pub const fn remedy(self) -> Remedy {
        Remedy::CallSupport
    }
}

/// The score of one finger: of the best of its impressions on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which finger.
    pub finger: Position,
    /// How alike.
    pub value: u32,
}

/// The scores of one or two fingers, stamped with what made them. Only [`super::compare()`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    pub(super) parts: Vec<Part>,
    pub(super) basis: Basis,
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

    /// Whose.
    pub const fn basis(&self) -> &Basis {
        &self.basis
    }
}

//! What an engine finds in a print: minutiae, in the units of ISO/IEC 19794-2:2005, so that a stored template and
//! a fresh one are alike to the last bit.

use std::fmt;

use super::{Identity, Position};

/// Most minutiae of a template; an engine gives its best.
pub const MOST_MINUTIAE: usize = 150;

/// How a ridge changes here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Not told.
    Other,
    /// It ends.
    Ending,
    /// It forks.
    Fork,
}

/// One minutia.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Minutia {
    /// Pixels from the left.
    pub x: u16,
    /// Pixels from above.
    pub y: u16,
    /// Direction in steps of 360/256 degrees, counter-clockwise from the right.
    pub angle: u8,
    /// 1 to 100; 0 where it was not told.
    pub quality: u8,
    /// How the ridge changes.
    pub kind: Kind,
}

/// The minutiae of one impression, with the engine that found them. Biometric data: callers seal what
/// [`Template::to_record`] gives, and nothing of it is ever printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Template {
    pub(super) identity: Identity,
    pub(super) position: Position,
    pub(super) size: (u16, u16),
    pub(super) quality: u8,
    pub(super) minutiae: Vec<Minutia>,
}

impl fmt::Debug for Minutia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Minutia(‹private›)")
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Template(‹private›)")
    }
}

impl Template {
    /// The engine that made it. Stored beside the record: a template serves its own engine only.
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Which finger.
    pub const fn position(&self) -> Position {
        self.position
    }

    /// 0 to 100, by the engine.
    pub const fn quality(&self) -> u8 {
        self.quality
    }

    /// The minutiae.
    pub fn minutiae(&self) -> &[Minutia] {
        &self.minutiae
    }

    /// Width and height of the picture.
    pub const fn size(&self) -> (u16, u16) {
        self.size
    }
}

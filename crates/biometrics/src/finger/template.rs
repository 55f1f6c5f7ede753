//! What an engine finds in a print: minutiae, in the units of ISO/IEC 19794-2:2005, so that a stored template and
//! a fresh one are alike to the last bit.

use std::fmt;

use zeroize::{DefaultIsZeroes, Zeroizing};

use super::{EngineError, Identity, Position, RecordError, SIDES};

/// Most minutiae of a template: a record counts them in a byte.
const MOST: usize = 255;

/// How a ridge changes here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Not told.
    #[default]
    Other,
    /// It ends.
    Ending,
    /// It forks.
    Fork,
}

/// One minutia.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
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

/// Who found the minutiae of a template. Scores mean nothing across extractors, and no thresholds measured for one
/// of them hold for another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Extractor {
    /// An engine here: the template is fresh from it, or a record of ours that bears its mark.
    Engine(Identity),
    /// Somebody else.
    Foreign(Claim),
}

/// What a foreign record says of itself. Nothing proves it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Claim {
    /// Four bits of certificates and twelve that name the type of the scanner; 0 where it is not told.
    pub device: u16,
    /// The engine whose mark it bears.
    pub engine: Option<Identity>,
}

/// The minutiae of one impression, with who found them. Biometric data: callers seal what [`Template::to_record`]
/// gives, and nothing of it is ever printed. Gone from memory when it is dropped; what an engine makes on the way to
/// a template or a score is not.
#[derive(Clone, PartialEq, Eq)]
pub struct Template {
    extractor: Extractor,
    position: Position,
    size: (u16, u16),
    quality: u8,
    minutiae: Zeroizing<Vec<Minutia>>,
}

impl DefaultIsZeroes for Minutia {}

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
    /// For engines: what this one found in a picture of this size, each minutia inside of it, 255 of
    /// them at most: which ones to keep is the engine's to say.
    pub fn new(
        engine: &Identity,
        position: Position,
        size: (u16, u16),
        quality: u8,
        minutiae: Vec<Minutia>,
    ) -> Result<Self, RecordError> {
        if minutiae.len() > MOST {
            return Err(RecordError::TooLarge);
        }
        check_size(size)?;
        for minutia in &minutiae {
            minutia.check(size)?;
        }
        let own = Extractor::Engine(engine.clone());
        Ok(Self::by(own, position, size, quality.min(100), minutiae))
    }

    /// Of minutiae that were looked at.
    pub(super) fn by(
        extractor: Extractor,
        position: Position,
        size: (u16, u16),
        quality: u8,
        minutiae: Vec<Minutia>,
    ) -> Self {
        Self {
            extractor,
            position,
            size,
            quality,
            minutiae: Zeroizing::new(minutiae),
        }
    }

    /// Who found the minutiae. Stored beside the record: a template serves its own engine only.
    pub const fn extractor(&self) -> &Extractor {
        &self.extractor
    }

    /// For engines that compare none but their own: whether this engine found the minutiae.
    pub fn check_made_by(&self, engine: &Identity) -> Result<(), EngineError> {
        match &self.extractor {
            Extractor::Engine(identity) if identity == engine => Ok(()),
            Extractor::Engine(_) => Err(EngineError::OtherEngine),
            Extractor::Foreign(_) => Err(EngineError::Foreign),
        }
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

    /// Whether two templates are of one touch of the plate: most minutiae lie on the very same spot. A finger that
    /// was lifted and put down again never lies so.
    pub(super) fn same_touch(&self, other: &Self) -> bool {
        let fewer = self.minutiae.len().min(other.minutiae.len());
        let same = self
            .minutiae
            .iter()
            .filter(|one| other.minutiae.iter().any(|two| one.is_on(*two)));
        2 * same.count() > fewer
    }
}

/// A picture must have pixels, and no more than a scan has: places are numbers of pixels from here on.
pub(super) fn check_size(size: (u16, u16)) -> Result<(), RecordError> {
    let side = |length: u16| (1..=SIDES.1).contains(&u32::from(length));
    if side(size.0) && side(size.1) {
        Ok(())
    } else {
        Err(RecordError::Dimensions)
    }
}

impl Minutia {
    pub(super) const fn check(self, size: (u16, u16)) -> Result<(), RecordError> {
        if self.x >= size.0 || self.y >= size.1 || self.quality > 100 {
            return Err(RecordError::OutOfRange);
        }
        Ok(())
    }

    /// Within a pixel or two and a few degrees: what noise or packing makes of one picture.
    const fn is_on(self, other: Self) -> bool {
        let turn = self.angle.wrapping_sub(other.angle);
        self.x.abs_diff(other.x) <= 2 && self.y.abs_diff(other.y) <= 2 && (turn <= 4 || turn >= 252)
    }
}

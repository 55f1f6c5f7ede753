//! ISO/IEC 19794-2:2005 finger minutiae records: one finger, one view. Bounded before anything is kept.
//!
//! The standard has no field for who found the minutiae. Ours bear the engine's mark in the area that it leaves to
//! vendors, and a record without it is never taken for ours.

use zeroize::Zeroizing;

use super::scan::DENSITY;
use super::template::{Kind, Minutia, check_size};
use super::{Claim, Extractor, Identity, Position, Remedy, SIDES, Template};

const HEAD: [u8; 8] = *b"FMR\0 20\0";
const HEADER: usize = 24;
const VIEW: usize = 4;
const MINUTIA: usize = 6;
/// Most bytes of a record: 255 minutiae take 1,560; the rest is for extended data.
const MOST_BYTES: usize = 8192;
/// The kind of our extended data, out of those for vendors (0x0100 on): name, version and digest of the engine, a
/// line each.
const MARK: u16 = 0x4444;
/// 500 pixels an inch in pixels a centimetre, and how far a record may be off.
const DENSITY_CM: u16 = 197;
const OFF_CM: u16 = 4;
/// Fourteen bits: the two above them are the kind of a minutia.
const PLACE: u16 = 0x3FFF;

/// Why bytes are no record that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// More than 8 KiB, or than the 255 minutiae that a record counts.
    #[error("the record is larger than 8 KiB or 255 minutiae")]
    TooLarge,
    /// No ISO/IEC 19794-2:2005 record by its first bytes.
    #[error("no finger minutiae record of version 20")]
    NotARecord,
    /// It ends too early, or its length is not what it says.
    #[error("the record's length is wrong")]
    Truncated,
    /// Not one view of one finger.
    #[error("not one view of one finger")]
    Views,
    /// Not 197 pixels a centimetre.
    #[error("not {DENSITY} pixels an inch")]
    WrongDensity,
    /// A picture without pixels or with more than a scan has.
    #[error("the picture has no pixels or more than {} a side", SIDES.1)]
    Dimensions,
    /// A minutia outside the picture, or a field out of its range.
    #[error("a minutia lies outside the picture")]
    OutOfRange,
    /// Another finger than it was stored as.
    #[error("the record is of another finger")]
    OtherFinger,
    /// Without the mark of the engine that it was stored as: another engine's, or out of somebody else's system.
    #[error("the record does not bear the engine's mark")]
    OtherMaker,
}

impl RecordError {
    /// All of them, for the table of texts.
    pub const ALL: [Self; 9] = [
        Self::TooLarge,
        Self::NotARecord,
        Self::Truncated,
        Self::Views,
        Self::WrongDensity,
        Self::Dimensions,
        Self::OutOfRange,
        Self::OtherFinger,
        Self::OtherMaker,
    ];

    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "finger-record-too-large",
            Self::NotARecord => "finger-record-none",
            Self::Truncated => "finger-record-truncated",
            Self::Views => "finger-record-views",
            Self::WrongDensity => "finger-record-density",
            Self::Dimensions => "finger-record-dimensions",
            Self::OutOfRange => "finger-record-out-of-range",
            Self::OtherFinger => "finger-record-other-finger",
            Self::OtherMaker => "finger-record-other-maker",
        }
    }

    /// What the officer does next: a record in our own store is not the citizen's to mend.
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::TooLarge
            | Self::NotARecord
            | Self::Truncated
            | Self::Views
            | Self::WrongDensity
            | Self::Dimensions
            | Self::OutOfRange
            | Self::OtherFinger
            | Self::OtherMaker => Remedy::CallSupport,
        }
    }
}

impl Template {
    /// The record. One that came from outside stays without a mark.
    pub fn to_record(&self) -> Zeroizing<Vec<u8>> {
        let minutiae = self.minutiae();
        let count = u8::try_from(minutiae.len()).unwrap_or(u8::MAX);
        let (device, extended) = match self.extractor() {
            Extractor::Engine(identity) => (0, mark(identity)),
            Extractor::Foreign(claim) => (claim.device, Vec::new()),
        };
        let length = HEADER + VIEW + MINUTIA * usize::from(count) + 2 + extended.len();
        let mut record = Zeroizing::new(Vec::with_capacity(length));
        record.extend(HEAD);
        record.extend(u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
        let (width, height) = self.size();
        for word in [device, width, height, DENSITY_CM, DENSITY_CM] {
            record.extend(word.to_be_bytes());
        }
        // One view; reserved. Then the view: number 0, a live plain impression.
        record.extend([1, 0, self.position().code(), 0, self.quality(), count]);
        for minutia in minutiae {
            let kind = match minutia.kind {
                Kind::Other => 0,
                Kind::Ending => 1_u16 << 14,
                Kind::Fork => 2_u16 << 14,
            };
            record.extend((kind | (minutia.x & PLACE)).to_be_bytes());
            record.extend((minutia.y & PLACE).to_be_bytes());
            record.extend([minutia.angle, minutia.quality]);
        }
        record.extend(u16::try_from(extended.len()).unwrap_or(0).to_be_bytes());
        record.extend(extended);
        record
    }

    /// Reads a record of ours, out of the seal under which the engine's identity stood beside it: it must bear that
    /// engine's mark. A record that does not tell its finger is taken for the one it was stored as.
    pub fn from_record(
        record: &[u8],
        identity: &Identity,
        position: Position,
    ) -> Result<Self, RecordError> {
        let (template, claim) = read(record, position)?;
        if claim.engine.as_ref() == Some(identity) {
            Ok(template(Extractor::Engine(identity.clone())))
        } else {
            Err(RecordError::OtherMaker)
        }
    }

    /// Reads a record from outside. Whatever it says of itself, it is a foreign one: anybody can write a mark.
    pub fn foreign(record: &[u8], position: Position) -> Result<Self, RecordError> {
        let (template, claim) = read(record, position)?;
        Ok(template(Extractor::Foreign(claim)))
    }
}

/// Gives the template, once somebody tells whose it is, and what the record says of that.
fn read(
    record: &[u8],
    position: Position,
) -> Result<(impl FnOnce(Extractor) -> Template, Claim), RecordError> {
    if record.len() > MOST_BYTES {
        return Err(RecordError::TooLarge);
    }
    let mut fields = Fields(record);
    let (device, size) = header(&mut fields, record.len())?;
    let [code, view, quality, count] = fields.array()?;
    if code != 0 && Position::from_code(code) != Some(position) {
        return Err(RecordError::OtherFinger);
    }
    if view >> 4 != 0 {
        return Err(RecordError::Views);
    }
    let minutiae = (0..count)
        .map(|_| minutia(&mut fields, size))
        .collect::<Result<Vec<_>, _>>()?;
    let extended = usize::from(fields.word()?);
    if fields.0.len() != extended {
        return Err(RecordError::Truncated);
    }
    let engine = marked(&mut fields)?;
    let quality = quality.min(100);
    let template = move |extractor| Template::by(extractor, position, size, quality, minutiae);
    Ok((template, Claim { device, engine }))
}

/// An area of extended data: its kind, its length with these four bytes, its contents.
fn mark(identity: &Identity) -> Vec<u8> {
    let text = identity.to_mark();
    let length = u16::try_from(text.len() + 4).unwrap_or(u16::MAX);
    [
        &MARK.to_be_bytes()[..],
        &length.to_be_bytes(),
        text.as_bytes(),
    ]
    .concat()
}

/// Walks the areas of extended data to their end; gives the engine of the mark, if there is one that can be.
fn marked(fields: &mut Fields<'_>) -> Result<Option<Identity>, RecordError> {
    let mut found = None;
    while !fields.0.is_empty() {
        let (kind, length) = (fields.word()?, usize::from(fields.word()?));
        let body = length.checked_sub(4).ok_or(RecordError::Truncated)?;
        let (body, rest) = fields
            .0
            .split_at_checked(body)
            .ok_or(RecordError::Truncated)?;
        fields.0 = rest;
        if kind == MARK {
            found = Identity::from_mark(body);
        }
    }
    Ok(found)
}

/// Gives the device, and width and height.
fn header(fields: &mut Fields<'_>, length: usize) -> Result<(u16, (u16, u16)), RecordError> {
    if fields.array().ok() != Some(HEAD) {
        return Err(RecordError::NotARecord);
    }
    let stated = u32::from_be_bytes(fields.array()?);
    if usize::try_from(stated) != Ok(length) {
        return Err(RecordError::Truncated);
    }
    let mut words = [0; 5];
    for word in &mut words {
        *word = fields.word()?;
    }
    let [device, width, height, across, down] = words;
    check_size((width, height))?;
    if across.abs_diff(DENSITY_CM) > OFF_CM || down.abs_diff(DENSITY_CM) > OFF_CM {
        return Err(RecordError::WrongDensity);
    }
    let [views, _reserved] = fields.array()?;
    if views != 1 {
        return Err(RecordError::Views);
    }
    Ok((device, (width, height)))
}

fn minutia(fields: &mut Fields<'_>, size: (u16, u16)) -> Result<Minutia, RecordError> {
    let (first, second) = (fields.word()?, fields.word()?);
    let [angle, quality] = fields.array()?;
    let (x, y) = (first & PLACE, second & PLACE);
    let kind = match first >> 14 {
        0 => Kind::Other,
        1 => Kind::Ending,
        2 => Kind::Fork,
        _ => return Err(RecordError::OutOfRange),
    };
    let minutia = Minutia {
        x,
        y,
        angle,
        quality,
        kind,
    };
    minutia.check(size)?;
    Ok(minutia)
}

struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], RecordError> {
        let (now, rest) = self
            .0
            .split_first_chunk::<N>()
            .ok_or(RecordError::Truncated)?;
        self.0 = rest;
        Ok(*now)
    }

    fn word(&mut self) -> Result<u16, RecordError> {
        self.array().map(u16::from_be_bytes)
    }
}

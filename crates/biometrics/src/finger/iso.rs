//! ISO/IEC 19794-2:2005 finger minutiae records: one finger, one view. Bounded before anything is kept.

use super::template::{Kind, Minutia, Template};
use super::{DENSITY, Identity, MOST_MINUTIAE, Position};

const HEAD: [u8; 8] = *b"FMR\0 20\0";
const HEADER: usize = 24;
const VIEW: usize = 4;
const MINUTIA: usize = 6;
/// Most bytes of a record: 255 minutiae and some extended data.
const MOST_BYTES: usize = 8192;
/// 500 pixels an inch in pixels a centimetre, and how far a record may be off.
const DENSITY_CM: u16 = 197;
const OFF_CM: u16 = 4;
/// Fourteen bits: the two above them are the kind of a minutia.
const PLACE: u16 = 0x3FFF;

/// Why bytes are no record that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// More than 8 KiB.
    #[error("the record is larger than 8 KiB")]
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
    /// A minutia outside the picture, or a field out of its range.
    #[error("a minutia lies outside the picture")]
    OutOfRange,
    /// Another finger than it was stored as.
    #[error("the record is of another finger")]
    OtherFinger,
}

impl Template {
    /// The record. It has no room for the engine: [`Template::identity`] is stored beside it.
    pub fn to_record(&self) -> Vec<u8> {
        let most = usize::from(u8::MAX);
        let minutiae = self.minutiae.iter().take(most);
        let count = u8::try_from(minutiae.len()).unwrap_or(u8::MAX);
        let length = HEADER + VIEW + MINUTIA * usize::from(count) + 2;
        let mut record = Vec::with_capacity(length);
        record.extend(HEAD);
        record.extend(u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
        // No device is named.
        for word in [0, self.size.0, self.size.1, DENSITY_CM, DENSITY_CM] {
            record.extend(word.to_be_bytes());
        }
        // One view; reserved. Then the view: number 0, a live plain impression.
        record.extend([1, 0, self.position.code(), 0, self.quality, count]);
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
        record.extend([0, 0]);
        record
    }

    /// Reads a record that was made by an engine, of a finger. A record that does not tell its finger is taken
    /// for the one it was stored as.
    pub fn from_record(
        record: &[u8],
        identity: Identity,
        position: Position,
    ) -> Result<Self, RecordError> {
        if record.len() > MOST_BYTES {
            return Err(RecordError::TooLarge);
        }
        let mut fields = Fields(record);
        let size = header(&mut fields, record.len())?;
        let [code, view, quality, count] = fields.array()?;
        if code != 0 && Position::from_code(code) != Some(position) {
            return Err(RecordError::OtherFinger);
        }
        if view >> 4 != 0 {
            return Err(RecordError::Views);
        }
        let mut minutiae = (0..count)
            .map(|_| minutia(&mut fields, size))
            .collect::<Result<Vec<_>, _>>()?;
        let extended = usize::from(fields.word()?);
        if fields.0.len() != extended {
            return Err(RecordError::Truncated);
        }
        if minutiae.len() > MOST_MINUTIAE {
            minutiae.sort_by_key(|minutia| std::cmp::Reverse(minutia.quality));
            minutiae.truncate(MOST_MINUTIAE);
        }
        Ok(Self {
            identity,
            position,
            size,
            quality: quality.min(100),
            minutiae,
        })
    }
}

/// Gives width and height.
fn header(fields: &mut Fields<'_>, length: usize) -> Result<(u16, u16), RecordError> {
    if fields.array().ok() != Some(HEAD) {
        return Err(RecordError::NotARecord);
    }
    let stated = u32::from_be_bytes(fields.array()?);
    if usize::try_from(stated) != Ok(length) {
        return Err(RecordError::Truncated);
    }
    let _device: [u8; 2] = fields.array()?;
    let mut words = [0; 4];
    for word in &mut words {
        *word = fields.word()?;
    }
    let [width, height, across, down] = words;
    if across.abs_diff(DENSITY_CM) > OFF_CM || down.abs_diff(DENSITY_CM) > OFF_CM {
        return Err(RecordError::WrongDensity);
    }
    let [views, _reserved] = fields.array()?;
    if views != 1 {
        return Err(RecordError::Views);
    }
    Ok((width, height))
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
    if x >= size.0 || y >= size.1 || quality > 100 {
        return Err(RecordError::OutOfRange);
    }
    Ok(Minutia {
        x,
        y,
        angle,
        quality,
        kind,
    })
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

//! DG2 (ICAO Doc 9303-10, 4.7.2): the portrait, out of the first record of ISO/IEC 19794-5.

use super::{Flaw, Group, content};
use crate::redact::redacted;
use crate::tlv::{self, Fields};

/// How the portrait is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// JPEG (ISO/IEC 10918-1).
    Jpeg,
    /// JPEG 2000 (ISO/IEC 15444-1), in its file format or bare.
    Jpeg2000,
}

/// The portrait as the chip has it. The picture itself is not decoded here: it is as much a file of
/// an outsider as any upload, until the card has been verified and also after.
#[derive(Clone, PartialEq, Eq)]
pub struct Portrait {
    picture: Picture,
    bytes: Vec<u8>,
}

redacted!(Portrait: picture);

const HEADER: usize = 14;
const FACIAL: usize = 20;
const POINT: usize = 8;
const IMAGE: usize = 12;

impl Portrait {
    /// Reads DG2: the first face of the first biometric template.
    pub(crate) fn read(file: &[u8]) -> Result<Self, Flaw> {
        let templates = tlv::only(content(Group::DG2, file)?, 0x7F61)?;
        let mut fields = Fields::of(templates);
        let count = fields.expect(0x02)?;
        if !matches!(count, [1..=9]) {
            return Err(Flaw::Portrait);
        }
        let template = Fields::of(fields.expect(0x7F60)?);
        let record = template
            .clone()
            .find(0x5F2E)
            .or_else(|_| template.find(0x7F2E))?;
        let bytes = facial_record(record).ok_or(Flaw::Portrait)?;
        let picture = picture(bytes).ok_or(Flaw::Portrait)?;
        Ok(Self {
            picture,
            bytes: bytes.to_vec(),
        })
    }

    /// Its coding.
    pub const fn picture(&self) -> Picture {
        self.picture
    }

    /// The picture's file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// ISO/IEC 19794-5:2005, clause 5: facial header, facial information, feature points, image.
fn facial_record(record: &[u8]) -> Option<&[u8]> {
    let (header, rest) = record.split_at_checked(HEADER)?;
    let declared = number(header.get(8..12)?)?;
    if !header.starts_with(b"FAC\x00010\x00") || declared != record.len() {
        return None;
    }
    let block = number(rest.get(..4)?)?;
    let points = number(rest.get(4..6)?)?;
    let face = rest.get(..block)?;
    let before = FACIAL.checked_add(points.checked_mul(POINT)?)?;
    face.get(before.checked_add(IMAGE)?..)
}

fn number(bytes: &[u8]) -> Option<usize> {
    let value = bytes.iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
    usize::try_from(value).ok()
}

fn picture(bytes: &[u8]) -> Option<Picture> {
    const JP2: &[u8] = b"\x00\x00\x00\x0CjP  \r\n\x87\n";
    const CODESTREAM: &[u8] = b"\xFF\x4F\xFF\x51";
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        Some(Picture::Jpeg)
    } else if bytes.starts_with(JP2) || bytes.starts_with(CODESTREAM) {
        Some(Picture::Jpeg2000)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(points: u16, picture: &[u8]) -> Vec<u8> {
        let block = u32::try_from(FACIAL + usize::from(points) * POINT + IMAGE + picture.len())
            .expect("small");
        let mut bytes = b"FAC\x00010\x00".to_vec();
        bytes.extend((block + 14).to_be_bytes());
        bytes.extend(1_u16.to_be_bytes());
        bytes.extend(block.to_be_bytes());
        bytes.extend(points.to_be_bytes());
        bytes.extend(vec![0; FACIAL - 6 + usize::from(points) * POINT + IMAGE]);
        bytes.extend(picture);
        bytes
    }

    fn file(record: &[u8], tag: u32) -> Vec<u8> {
        let template = [tlv::write(0xA1, &[0x80, 1, 2]), tlv::write(tag, record)].concat();
        let templates = [tlv::write(0x02, &[1]), tlv::write(0x7F60, &template)].concat();
        tlv::write(0x75, &tlv::write(0x7F61, &templates))
    }

    #[test]
    fn gives_the_picture_behind_any_number_of_points() {
        for points in [0, 1, 7] {
            for (bytes, picture) in [
                (&b"\xFF\xD8\xFF\xE0 picture"[..], Picture::Jpeg),
                (b"\x00\x00\x00\x0CjP  \r\n\x87\n picture", Picture::Jpeg2000),
                (b"\xFF\x4F\xFF\x51 picture", Picture::Jpeg2000),
            ] {
                for tag in [0x5F2E, 0x7F2E] {
                    let read = Portrait::read(&file(&record(points, bytes), tag)).expect("DG2");
                    assert_eq!((read.picture(), read.bytes()), (picture, bytes));
                }
            }
        }
    }

    #[test]
    fn refuses_another_picture_and_lengths_that_lie() {
        let png = file(&record(0, b"\x89PNG"), 0x5F2E);
        assert_eq!(Portrait::read(&png), Err(Flaw::Portrait));
        let good = record(1, b"\xFF\xD8\xFF");
        for (at, value) in [(11, 0xFF), (15, 0xFF), (18, 0xFF), (3, 1)] {
            let mut bad = good.clone();
            bad[at] = value;
            assert_eq!(
                Portrait::read(&file(&bad, 0x5F2E)),
                Err(Flaw::Portrait),
                "{at}"
            );
        }
    }
}

//! The tables before the data: wavelet filters, quantisation, code tables, frame header, comments.

use super::bytes::Bytes;
use super::huffman::Codes;
use super::{WsqError, marker};

/// Most taps of a filter. The FBI's own filters have nine and seven; every pixel is multiplied with each several
/// times.
const MOST_TAPS: u8 = 31;
/// Code tables are numbered from 0 to 7 by the specification.
const CODE_TABLES: usize = 8;
/// Most tables, comments and blocks of a file: encoders write about a dozen. A table of a few hundred bytes takes
/// tens of thousands of divisions, and five megabytes hold many.
const MOST_SEGMENTS: u8 = 64;
/// Quantisation tables always hold so many steps; the last four are never used.
const STEPS: usize = 64;

/// One pair of filters for putting a line together again, both of odd length and symmetric.
#[derive(Debug, PartialEq)]
pub(super) struct Filters {
    pub(super) low: Vec<f32>,
    pub(super) high: Vec<f32>,
}

/// How coefficients were rounded: a bin centre, and step and zero bin of each band.
pub(super) struct Steps {
    pub(super) centre: f32,
    pub(super) bands: Vec<(f32, f32)>,
}

/// What the file has said so far.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) filters: Option<Filters>,
    pub(super) steps: Option<Steps>,
    pub(super) codes: [Option<Codes>; CODE_TABLES],
    pub(super) ppi: Option<u16>,
    segments: u8,
}

impl Tables {
    /// Counts a segment or a block.
    pub(super) const fn count(&mut self) -> Result<(), WsqError> {
        self.segments += 1;
        if self.segments > MOST_SEGMENTS {
            return Err(WsqError::Unsupported);
        }
        Ok(())
    }

    /// Reads the segment behind a marker.
    pub(super) fn read(&mut self, marker: u16, bytes: &mut Bytes<'_>) -> Result<(), WsqError> {
        self.count()?;
        match marker {
            marker::TRANSFORM => self.filters = Some(Filters::read(bytes.segment()?)?),
            marker::QUANTISATION => self.steps = Some(Steps::read(bytes.segment()?)?),
            marker::HUFFMAN => self.codes(bytes.segment()?)?,
            marker::COMMENT => self.ppi = density(bytes.segment()?.rest()).or(self.ppi),
            marker::RESTART => return Err(WsqError::Unsupported),
            _ => return Err(WsqError::Damaged),
        }
        Ok(())
    }

    fn codes(&mut self, mut segment: Bytes<'_>) -> Result<(), WsqError> {
        while !segment.is_empty() {
            let at = usize::from(segment.byte()?);
            let slot = self.codes.get_mut(at).ok_or(WsqError::Damaged)?;
            *slot = Some(Codes::read(&mut segment)?);
        }
        Ok(())
    }
}

impl Filters {
    /// The file holds the analysis filters' right halves; synthesis needs them crosswise, with alternating signs.
    fn read(mut segment: Bytes<'_>) -> Result<Self, WsqError> {
        let (high, low) = (segment.byte()?, segment.byte()?);
        if high.is_multiple_of(2) || low.is_multiple_of(2) || high.max(low) > MOST_TAPS {
            return Err(WsqError::Unsupported);
        }
        Ok(Self {
            high: mirrored(&mut segment, high)?,
            low: mirrored(&mut segment, low)?,
        })
    }
}

fn mirrored(segment: &mut Bytes<'_>, taps: u8) -> Result<Vec<f32>, WsqError> {
    let mut half = Vec::new();
    for at in 0..taps.div_ceil(2) {
        let tap = segment.tap()?;
        half.push(if at % 2 == 0 { tap } else { -tap });
    }
    Ok(half
        .iter()
        .skip(1)
        .rev()
        .chain(half.iter())
        .copied()
        .collect())
}

impl Steps {
    fn read(mut segment: Bytes<'_>) -> Result<Self, WsqError> {
        let centre = segment.decimal()?;
        let mut bands = Vec::with_capacity(STEPS);
        for _ in 0..STEPS {
            bands.push((segment.decimal()?, segment.decimal()?));
        }
        Ok(Self { centre, bands })
    }
}

/// The frame header: size, and how the pixels were shifted and scaled.
pub(super) struct Frame {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) shift: f32,
    pub(super) scale: f32,
}

impl Frame {
    pub(super) fn read(bytes: &mut Bytes<'_>) -> Result<Self, WsqError> {
        let mut segment = bytes.segment()?;
        let (_black, _white) = (segment.byte()?, segment.byte()?);
        let (height, width) = (segment.word()?, segment.word()?);
        Ok(Self {
            width: u32::from(width),
            height: u32::from(height),
            shift: segment.decimal()?,
            scale: segment.decimal()?,
        })
    }
}

/// NIST's comment is lines of a name and a value; `PPI -1` means that nobody knows.
fn density(comment: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(comment).ok()?;
    let mut lines = text.lines();
    lines.next()?.strip_prefix("NIST_COM")?;
    lines.find_map(|line| line.strip_prefix("PPI ")?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_become_whole_filters() {
        let mut segment = vec![0, 60, 3, 5];
        for (sign, digits) in [(0, 2_u32), (0, 3), (0, 5), (1, 7), (0, 9)] {
            segment.extend([sign, 0]);
            segment.extend(digits.to_be_bytes());
        }
        segment[1] = u8::try_from(segment.len()).unwrap();
        let read = Filters::read(Bytes::new(&segment).segment().unwrap());
        let want = Filters {
            high: vec![-3.0, 2.0, -3.0],
            low: vec![9.0, 7.0, 5.0, 7.0, 9.0],
        };
        assert_eq!(read, Ok(want));
    }

    #[test]
    fn even_and_endless_filters_are_named() {
        for lengths in [[8, 8], [7, 8], [33, 9], [255, 255]] {
            let read = Filters::read(Bytes::new(&lengths));
            assert_eq!(read, Err(WsqError::Unsupported), "{lengths:?}");
        }
    }

    #[test]
    fn a_comment_may_know_the_density() {
        assert_eq!(density(b"NIST_COM 3\nPIX_WIDTH 9\nPPI 500\n"), Some(500));
        assert_eq!(density(b"NIST_COM 2\nPPI -1\n"), None);
        assert_eq!(density(b"PPI 500\n"), None);
        assert_eq!(density(b"\xFF\xFE"), None);
    }
}

//! Wavelet scalar quantisation (FBI, IAFIS-IC-0110 v3.1; the image form of ISO/IEC 19794-4): reading only.
//!
//! Everything is bounded before it is allocated: bytes, sides, pixels, filter lengths, code tables and the number
//! of coefficients. Whatever the specification allows and no scanner of ours writes (even filters, restart
//! intervals) is refused by name.

mod bands;
mod bytes;
mod huffman;
mod synthesis;
mod tables;

use bands::Layout;
use bytes::Bytes;
use huffman::coefficients;
use tables::{Frame, Tables};

/// Why bytes are no WSQ image that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WsqError {
    /// The bytes end before the image does.
    Truncated,
    /// Against the specification.
    Damaged,
    /// More or fewer pixels than we take.
    Dimensions,
    /// Allowed by the specification, not read here.
    Unsupported,
}

/// A decoded image.
pub(super) struct Decoded {
    pub(super) width: u32,
    pub(super) height: u32,
    /// What the file says of its density, in pixels an inch.
    pub(super) ppi: Option<u16>,
    pub(super) pixels: Vec<u8>,
}

/// The markers (table 4 of the specification).
mod marker {
    pub(super) const START: u16 = 0xFFA0;
    pub(super) const END: u16 = 0xFFA1;
    pub(super) const FRAME: u16 = 0xFFA2;
    pub(super) const BLOCK: u16 = 0xFFA3;
    pub(super) const TRANSFORM: u16 = 0xFFA4;
    pub(super) const QUANTISATION: u16 = 0xFFA5;
    pub(super) const HUFFMAN: u16 = 0xFFA6;
    pub(super) const RESTART: u16 = 0xFFA7;
    pub(super) const COMMENT: u16 = 0xFFA8;
}

/// Whether the bytes begin as a WSQ image does.
pub(super) fn is_wsq(bytes: &[u8]) -> bool {
    bytes.starts_with(&marker::START.to_be_bytes())
}

/// Decodes an image whose sides lie within the bounds (fewest, most).
pub(super) fn decode(file: &[u8], sides: (u32, u32)) -> Result<Decoded, WsqError> {
    let mut bytes = Bytes::new(file);
    if bytes.word()? != marker::START {
        return Err(WsqError::Damaged);
    }
    let mut tables = Tables::default();
    let frame = head(&mut bytes, &mut tables)?;
    let within = sides.0..=sides.1;
    if !within.contains(&frame.width) || !within.contains(&frame.height) {
        return Err(WsqError::Dimensions);
    }
    let size = (side(frame.width)?, side(frame.height)?);
    let layout = Layout::new(size.0, size.1);
    let quantised = coefficients(&mut bytes, &mut tables, &layout)?;
    let filters = tables.filters.as_ref().ok_or(WsqError::Damaged)?;
    let steps = tables.steps.as_ref().ok_or(WsqError::Damaged)?;
    let mut plane = synthesis::place(&quantised, steps, &layout);
    synthesis::join_all(&mut plane, &layout, filters);
    Ok(Decoded {
        width: frame.width,
        height: frame.height,
        ppi: tables.ppi,
        pixels: synthesis::grey(&plane, frame.scale, frame.shift),
    })
}

/// The tables up to the frame header, and the frame header.
fn head(bytes: &mut Bytes<'_>, tables: &mut Tables) -> Result<Frame, WsqError> {
    loop {
        match bytes.word()? {
            marker::FRAME => return Frame::read(bytes),
            other => tables.read(other, bytes)?,
        }
    }
}

fn side(length: u32) -> Result<usize, WsqError> {
    usize::try_from(length).map_err(|_| WsqError::Dimensions)
}

//! The data blocks: code tables as in JPEG, runs of zeros, coefficients.

use super::bands::Layout;
use super::bytes::Bytes;
use super::tables::Tables;
use super::{WsqError, marker};

const LENGTHS: usize = 16;

/// A code table: how many codes of each length, and what they mean in order.
pub(super) struct Codes {
    counts: [u8; LENGTHS],
    meanings: Vec<u8>,
}

impl Codes {
    pub(super) fn read(segment: &mut Bytes<'_>) -> Result<Self, WsqError> {
        let mut counts = [0; LENGTHS];
        // How many codes of the length in hand are still free: a table must not promise more than there are.
        let (mut free, mut total) = (1_u32, 0_u32);
        for count in &mut counts {
            *count = segment.byte()?;
            free = (free * 2)
                .checked_sub(u32::from(*count))
                .ok_or(WsqError::Damaged)?;
            total += u32::from(*count);
        }
        let meanings = (0..total)
            .map(|_| segment.byte())
            .collect::<Result<_, _>>()?;
        Ok(Self { counts, meanings })
    }

    /// The next meaning, or nothing where the block ends.
    fn next(&self, bits: &mut Bits<'_>) -> Result<Option<u8>, WsqError> {
        let (mut code, mut first, mut before) = (0_u32, 0_u32, 0_u32);
        for count in self.counts.map(u32::from) {
            let Some(bit) = bits.bit()? else {
                return Ok(None);
            };
            code = code * 2 + bit;
            if code < first + count {
                let at = usize::try_from(before + code - first).unwrap_or(usize::MAX);
                return self
                    .meanings
                    .get(at)
                    .copied()
                    .map(Some)
                    .ok_or(WsqError::Damaged);
            }
            before += count;
            first = (first + count) * 2;
        }
        Err(WsqError::Damaged)
    }
}

/// Bits of one block; `FF 00` stands for `FF`, any other byte after `FF` ends the block.
struct Bits<'a> {
    bytes: Bytes<'a>,
    now: u8,
    left: u8,
    ended: Option<u16>,
}

impl<'a> Bits<'a> {
    const fn new(bytes: Bytes<'a>) -> Self {
        Self {
            bytes,
            now: 0,
            left: 0,
            ended: None,
        }
    }

    fn bit(&mut self) -> Result<Option<u32>, WsqError> {
        if self.ended.is_some() {
            return Ok(None);
        }
        if self.left == 0 {
            self.now = self.bytes.byte()?;
            self.left = 8;
            if self.now == 0xFF {
                let stuffed = self.bytes.byte()?;
                if stuffed != 0 {
                    self.ended = Some(u16::from_be_bytes([self.now, stuffed]));
                    return Ok(None);
                }
            }
        }
        self.left -= 1;
        Ok(Some(u32::from((self.now >> self.left) & 1)))
    }

    /// So many bits in the middle of a block.
    fn number(&mut self, count: u8) -> Result<u32, WsqError> {
        let mut number = 0;
        for _ in 0..count {
            number = number * 2 + self.bit()?.ok_or(WsqError::Damaged)?;
        }
        Ok(number)
    }
}

/// What a code means (table 6 of the specification).
enum Item {
    Zeros(u32),
    Value(i32),
}

fn item(meaning: u8, bits: &mut Bits<'_>) -> Result<Item, WsqError> {
    let signed = |number: u32, sign: i32| {
        let number = i32::try_from(number).unwrap_or(i32::MAX);
        Item::Value(sign * number)
    };
    Ok(match meaning {
        1..=100 => Item::Zeros(u32::from(meaning)),
        101 => signed(bits.number(8)?, 1),
        102 => signed(bits.number(8)?, -1),
        103 => signed(bits.number(16)?, 1),
        104 => signed(bits.number(16)?, -1),
        105 => Item::Zeros(bits.number(8)?),
        106 => Item::Zeros(bits.number(16)?),
        107..=254 => Item::Value(i32::from(meaning) - 180),
        0 | 255 => return Err(WsqError::Damaged),
    })
}

/// Reads every block up to the end of the image: one number for each place of each coded band, no more, no fewer.
/// A print of which a part is missing must not pass for a whole one.
pub(super) fn coefficients(
    bytes: &mut Bytes<'_>,
    tables: &mut Tables,
    layout: &Layout,
) -> Result<Vec<i16>, WsqError> {
    let mut found = Vec::new();
    let mut wanted = None;
    let mut marker = bytes.word()?;
    while marker != marker::END {
        if marker != marker::BLOCK {
            // What was read was read with the steps and filters of before.
            if wanted.is_some() && matches!(marker, marker::QUANTISATION | marker::TRANSFORM) {
                return Err(WsqError::Damaged);
            }
            tables.read(marker, bytes)?;
            marker = bytes.word()?;
            continue;
        }
        tables.count()?;
        let steps = tables.steps.as_ref().ok_or(WsqError::Damaged)?;
        let most = *wanted.get_or_insert_with(|| layout.coded(steps));
        let table = usize::from(bytes.segment()?.byte()?);
        let codes = tables.codes.get(table).and_then(Option::as_ref);
        let mut bits = Bits::new(*bytes);
        block(codes.ok_or(WsqError::Damaged)?, &mut bits, &mut found, most)?;
        *bytes = bits.bytes;
        marker = bits.ended.ok_or(WsqError::Truncated)?;
    }
    if wanted == Some(found.len()) {
        Ok(found)
    } else {
        Err(WsqError::Truncated)
    }
}

fn block(
    codes: &Codes,
    bits: &mut Bits<'_>,
    found: &mut Vec<i16>,
    most: usize,
) -> Result<(), WsqError> {
    while let Some(meaning) = codes.next(bits)? {
        match item(meaning, bits)? {
            Item::Zeros(count) => {
                let count = usize::try_from(count).map_err(|_| WsqError::Damaged)?;
                if count > most - found.len() {
                    return Err(WsqError::Damaged);
                }
                found.resize(found.len() + count, 0);
            }
            Item::Value(value) => {
                if found.len() == most {
                    return Err(WsqError::Damaged);
                }
                found.push(i16::try_from(value).map_err(|_| WsqError::Damaged)?);
            }
        }
    }
    Ok(())
}

//! The number of an identity paper as a telecom took it down.

use super::Reason;
use super::digits::Digits;

/// A number as stated. Whether a spreadsheet damaged it is kept: what was mended is a guess.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum StatedNumber {
    /// FMT-ID-1: twelve digits.
    Twelve {
        /// The digits as a number.
        number: u64,
        /// Zeros were put in front, or `.0` taken off.
        mended: bool,
    },
    /// FMT-ID-7: nine digits of an old paper.
    Old {
        /// The digits as a number.
        number: u32,
        /// A zero was put in front, or `.0` taken off.
        mended: bool,
    },
}

crate::redacted_debug!(StatedNumber);

impl StatedNumber {
    /// Reads a number; nothing where the field is empty. One or two leading zeros that are missing are put back where
    /// a province's code then stands in front (FMT-ID-2).
    pub fn parse(text: &str) -> Result<Option<Self>, Reason> {
        let digits = match Digits::read(text) {
            Err(Reason::Empty) => return Ok(None),
            other => other?,
        };
        let old = |mended| {
            let number = u32::try_from(digits.value).map_err(|_| Reason::Length)?;
            Ok(Some(Self::Old { number, mended }))
        };
        match digits.count {
            12 => Ok(Some(Self::Twelve {
                number: digits.value,
                mended: digits.decimal,
            })),
            10 | 11 if has_province(digits.value) => Ok(Some(Self::Twelve {
                number: digits.value,
                mended: true,
            })),
            9 => old(digits.decimal),
            8 => old(true),
            _ => Err(Reason::Length),
        }
    }

    /// FMT-ID-2: the three digits in front of twelve: a province's code, or a country's.
    pub fn province(self) -> Option<u16> {
        match self {
            Self::Twelve { number, .. } => u16::try_from(number / 1_000_000_000).ok(),
            Self::Old { .. } => None,
        }
    }
}

fn has_province(number: u64) -> bool {
    crate::province::by_code(&format!("{:03}", number / 1_000_000_000)).is_some()
}

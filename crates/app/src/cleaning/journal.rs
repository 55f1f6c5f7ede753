//! Where a run can go on after a kill: a small file beside the results, replaced as a whole.

use std::fmt::Write;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::counts::Counts;

/// Form of the file.
pub(super) const VERSION: u32 = 1;

/// What a run is over; another run goes on only where all of it is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Terms {
    pub(super) version: u32,
    /// Tells the file.
    pub(super) mark: String,
    /// Which people.
    pub(super) snapshot: String,
    /// Encoding, separator, columns, corrections.
    pub(super) options: String,
    /// Of the program.
    pub(super) engine: String,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    pub(super) terms: Terms,
    /// When the register was read first.
    pub(super) taken_at: Timestamp,
    /// Bytes of the file that are done.
    pub(super) offset: u64,
    /// Number of the line there.
    pub(super) line: u64,
    /// SHA-256 of the file up to there.
    pub(super) digest: String,
    /// Bytes of the cleaned rows.
    pub(super) cleaned: u64,
    /// Bytes of the rejected rows.
    pub(super) rejects: u64,
    pub(super) counts: Counts,
    /// All is written and on record; only the names of the results are left to change.
    pub(super) finished: bool,
}

impl Journal {
    /// Before the first row.
    pub(super) fn begin(terms: Terms, taken_at: Timestamp) -> Self {
        Self {
            terms,
            taken_at,
            offset: 0,
            line: 0,
            digest: String::new(),
            cleaned: 0,
            rejects: 0,
            counts: Counts::default(),
            finished: false,
        }
    }
}

/// Hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a text cannot fail.
        write!(text, "{byte:02x}").ok();
    }
    text
}

//! Where the import of a file stands, so that it goes on there after a kill.

use domain::registers::Register;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// How far the import of one file got. Committed with the rows it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checkpoint {
    /// Bytes of the file that are done.
    pub offset: i64,
    /// Lines that are done, the header included.
    pub line: i64,
    /// Rows taken.
    pub accepted: i64,
    /// Of those, the ones that were there already.
    pub unchanged: i64,
    /// Lines refused.
    pub rejected: i64,
    /// Pictures that a line names and that could not be taken; the line was.
    pub warnings: i64,
    /// Portraits taken.
    pub portraits: i64,
    /// Fingerprints taken.
    pub prints: i64,
    /// Length of the file of rejected lines.
    pub rejected_bytes: i64,
    /// When the last line was done.
    pub finished: Option<Timestamp>,
}

row! {
    struct CheckpointRow {
        byte_offset: i64,
        line: i64,
        accepted: i64,
        unchanged: i64,
        rejected: i64,
        warnings: i64,
        portraits: i64,
        prints: i64,
        rejected_bytes: i64,
        finished_at: Option<i64>,
    }
}

pub(crate) const FIND: &str = "SELECT byte_offset, line, accepted, unchanged, rejected, warnings, portraits, prints, rejected_bytes, finished_at \
     FROM register_import WHERE register = $1 AND file_digest = $2";

/// What is known of a file's import.
pub async fn find(
    source: &mut impl Source,
    register: Register,
    digest: &str,
) -> Result<Option<Checkpoint>> {
    let row = fetch_optional!(source, CheckpointRow, FIND, register.as_str(), digest)?;
    Ok(row.map(|row| Checkpoint {
        offset: row.byte_offset,
        line: row.line,
        accepted: row.accepted,
        unchanged: row.unchanged,
        rejected: row.rejected,
        warnings: row.warnings,
        portraits: row.portraits,
        prints: row.prints,
        rejected_bytes: row.rejected_bytes,
        finished: row.finished_at.map(from_millis),
    }))
}

pub(crate) const START: &str = "INSERT INTO register_import (register, file_digest, byte_offset, line, accepted, unchanged, rejected, \
     warnings, portraits, prints, rejected_bytes, finished_at) VALUES ($1, $2, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL) \
     ON CONFLICT (register, file_digest) DO UPDATE SET byte_offset = 0, line = 0, accepted = 0, unchanged = 0, rejected = 0, \
     warnings = 0, portraits = 0, prints = 0, rejected_bytes = 0, finished_at = NULL";

/// Begins a file from its first line.
pub async fn start(tx: &mut Tx, register: Register, digest: &str) -> Result<()> {
    execute!(tx, START, register.as_str(), digest)?;
    Ok(())
}

pub(crate) const ADVANCE: &str = "UPDATE register_import SET byte_offset = $3, line = $4, accepted = $5, unchanged = $6, rejected = $7, \
     warnings = $8, portraits = $9, prints = $10, rejected_bytes = $11, finished_at = $12 \
     WHERE register = $1 AND file_digest = $2 AND byte_offset = $13 AND finished_at IS NULL";

/// Moves on; [`Error::Stale`] when another process imports the same file.
pub async fn advance(
    tx: &mut Tx,
    register: Register,
    digest: &str,
    from: i64,
    to: &Checkpoint,
) -> Result<()> {
    let changed = execute!(
        tx,
        ADVANCE,
        register.as_str(),
        digest,
        to.offset,
        to.line,
        to.accepted,
        to.unchanged,
        to.rejected,
        to.warnings,
        to.portraits,
        to.prints,
        to.rejected_bytes,
        to.finished.map(millis),
        from
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

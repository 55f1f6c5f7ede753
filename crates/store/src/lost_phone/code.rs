//! Recovery codes (UX-1): keyed digests, each used once.

use domain::ids::SubjectId;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Result, Source, Tx};

pub(crate) const END_ALL: &str = "DELETE FROM recovery_code WHERE subject = $1";

/// Ends every code of an account; gives how many there were.
pub async fn end_all(tx: &mut Tx, subject: SubjectId) -> Result<u64> {
    execute!(tx, END_ALL, subject.as_bytes().as_slice())
}

pub(crate) const INSERT: &str =
    "INSERT INTO recovery_code (subject, digest, made_at) VALUES ($1, $2, $3)";

/// Writes a new code.
pub async fn insert(tx: &mut Tx, subject: SubjectId, digest: &[u8], at: Timestamp) -> Result<()> {
    execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        digest,
        millis(at)
    )?;
    Ok(())
}

pub(crate) const USE: &str =
    "UPDATE recovery_code SET used_at = $3 WHERE subject = $1 AND digest = $2 AND used_at IS NULL";

/// Uses a code up; `false` when there is no such code, or it was used. Two requests with one code: one wins.
pub async fn use_up(tx: &mut Tx, subject: SubjectId, digest: &[u8], at: Timestamp) -> Result<bool> {
    let changed = execute!(tx, USE, subject.as_bytes().as_slice(), digest, millis(at))?;
    Ok(changed == 1)
}

pub(crate) const LEFT: &str = "SELECT CAST(COUNT(*) FILTER (WHERE used_at IS NULL) AS BIGINT), MAX(made_at) FROM recovery_code WHERE subject = $1";

/// How many codes are left, and when they were made; no time where none were.
pub async fn left(
    source: &mut impl Source,
    subject: SubjectId,
) -> Result<(i64, Option<Timestamp>)> {
    let (left, made) = fetch_one!(
        source,
        (i64, Option<i64>),
        LEFT,
        subject.as_bytes().as_slice()
    )?;
    Ok((left, made.map(from_millis)))
}

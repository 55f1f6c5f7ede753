//! Answers kept for `Idempotency-Key`, so that a request repeated after a broken connection is not
//! carried out twice (I11).

use domain::time::millis;
use jiff::{SignedDuration, Timestamp};

use crate::{Result, Source, Tx};

/// A request seen before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// First time: carry it out, then [`finish`] or [`forget`].
    New,
    /// Being carried out by another request.
    Running,
    /// The key was used for another request.
    Other,
    /// The answer given then.
    Answered {
        /// HTTP status.
        status: u16,
        /// Content type and body.
        answer: Vec<u8>,
    },
}

row! {
    struct Row {
        at: i64,
        request: Vec<u8>,
        status: i64,
        answer: Vec<u8>,
    }
}

/// A request that began so long ago and never ended belongs to a process that is gone.
const ABANDONED: SignedDuration = SignedDuration::from_mins(1);
const CONTEXT: &str = "idempotency";

pub(crate) const FIND: &str =
    "SELECT at, request, status, answer FROM idempotency WHERE digest = $1";
pub(crate) const START: &str = "INSERT INTO idempotency (digest, at, request, status, answer) VALUES ($1, $2, $3, 0, $4) \
     ON CONFLICT (digest) DO UPDATE SET at = excluded.at WHERE idempotency.status = 0 AND idempotency.at = $5";

/// Looks a key up, and takes it when it is new. `digest` names caller and key, `request` what is
/// asked.
pub async fn start(tx: &mut Tx, digest: &[u8], request: &[u8], now: Timestamp) -> Result<Seen> {
    let known = fetch_optional!(tx, Row, FIND, digest)?;
    let mut replaced = -1;
    if let Some(row) = known {
        if row.request != request {
            return Ok(Seen::Other);
        }
        if let Ok(status @ 1..) = u16::try_from(row.status) {
            return Ok(Seen::Answered {
                status,
                answer: tx.keys().open(CONTEXT, &row.answer)?,
            });
        }
        if row.at > millis(now - ABANDONED) {
            return Ok(Seen::Running);
        }
        replaced = row.at;
    }
    let taken = execute!(
        tx,
        START,
        digest,
        millis(now),
        request,
        Vec::<u8>::new(),
        replaced
    )?;
    Ok(if taken == 1 { Seen::New } else { Seen::Running })
}

pub(crate) const FINISH: &str = "UPDATE idempotency SET status = $2, answer = $3 WHERE digest = $1";

/// Keeps the answer, sealed.
pub async fn finish(tx: &mut Tx, digest: &[u8], status: u16, answer: &[u8]) -> Result<()> {
    let sealed = tx.keys().seal(CONTEXT, answer)?;
    execute!(tx, FINISH, digest, i64::from(status), sealed)?;
    Ok(())
}

pub(crate) const FORGET: &str = "DELETE FROM idempotency WHERE digest = $1";

/// Gives the key back: nothing was done.
pub async fn forget(tx: &mut Tx, digest: &[u8]) -> Result<()> {
    execute!(tx, FORGET, digest)?;
    Ok(())
}

pub(crate) const PURGE: &str = "DELETE FROM idempotency WHERE at < $1";

/// Removes old answers.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

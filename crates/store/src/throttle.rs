//! Counters of attempts, by keyed digest of what is counted.

use domain::throttle::{BackOff, Decision, Throttle};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Result, Source, Tx};

/// How a counter turns into a block.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// So many in a window.
    Rate(Throttle),
    /// Longer and longer pauses after failures.
    Failures(BackOff),
}

impl Rule {
    /// Counter, its time mark, and until when it blocks, after one more.
    fn next(&self, known: Option<(Timestamp, u32)>, now: Timestamp) -> (u32, Timestamp, Timestamp) {
        let (mark, count) = known.unwrap_or((now, 0));
        match self {
            Self::Rate(rule) => match rule.decide(count, mark, now) {
                Decision::Allowed {
                    count,
                    window_start,
                } => {
                    let full = count >= rule.limit;
                    let end = window_start
                        .checked_add(rule.window)
                        .unwrap_or(Timestamp::MAX);
                    (
                        count,
                        window_start,
                        if full { end } else { Timestamp::UNIX_EPOCH },
                    )
                }
                Decision::Refused { retry_at } => (count, mark, retry_at),
            },
            Self::Failures(rule) => {
                let count = rule.count_failure(count, known.map(|(last, _)| last), now);
                let until = rule
                    .pause(count)
                    .and_then(|pause| now.checked_add(pause).ok());
                (count, now, until.unwrap_or(Timestamp::UNIX_EPOCH))
            }
        }
    }
}

pub(crate) const BLOCKED: &str = "SELECT blocked_until FROM throttle WHERE digest = $1";

/// Until when something is blocked, if ever it was counted.
pub async fn blocked_until(source: &mut impl Source, digest: &[u8]) -> Result<Option<Timestamp>> {
    Ok(fetch_optional!(source, (i64,), BLOCKED, digest)?.map(|(until,)| from_millis(until)))
}

pub(crate) const MAKE: &str = "INSERT INTO throttle (digest, started, count, blocked_until) VALUES ($1, $2, 0, 0) \
     ON CONFLICT (digest) DO NOTHING";
pub(crate) const READ_LITE: &str =
    "SELECT started, count, blocked_until FROM throttle WHERE digest = $1";
pub(crate) const READ_PG: &str =
    "SELECT started, count, blocked_until FROM throttle WHERE digest = $1 FOR UPDATE";
pub(crate) const WRITE: &str =
    "UPDATE throttle SET started = $2, count = $3, blocked_until = $4 WHERE digest = $1";

/// The counter, its row held until the transaction ends, so that counts side by side add up.
async fn held(tx: &mut Tx, digest: &[u8], now: Timestamp) -> Result<(Timestamp, u32, Timestamp)> {
    execute!(tx, MAKE, digest, millis(now))?;
    let (started, count, until): (i64, i64, i64) = match tx.conn() {
        crate::Conn::Lite(c) => c.one(READ_LITE, &[&digest])?,
        crate::Conn::Pg(c) => sqlx::query_as(READ_PG).bind(digest).fetch_one(c).await?,
    };
    Ok((
        from_millis(started),
        u32::try_from(count).unwrap_or(u32::MAX),
        from_millis(until),
    ))
}

/// Counts one more under a rule, unless it is blocked: then gives until when.
pub async fn reserve(
    tx: &mut Tx,
    digest: &[u8],
    rule: &Rule,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let (mark, count, until) = held(tx, digest, now).await?;
    if until > now {
        return Ok(Some(until));
    }
    let known = (count > 0).then_some((mark, count));
    let (count, mark, until) = rule.next(known, now);
    execute!(
        tx,
        WRITE,
        digest,
        millis(mark),
        i64::from(count),
        millis(until)
    )?;
    Ok(None)
}

pub(crate) const CLEAR: &str = "DELETE FROM throttle WHERE digest = $1";

/// Forgets a counter.
pub async fn clear(tx: &mut Tx, digest: &[u8]) -> Result<()> {
    execute!(tx, CLEAR, digest)?;
    Ok(())
}

pub(crate) const PURGE: &str = "DELETE FROM throttle WHERE digest IN \
     (SELECT digest FROM throttle WHERE started < $1 AND blocked_until < $2 LIMIT $3)";

/// Removes at most so many counters that count for nothing any more: begun before an instant, and
/// blocking nobody now.
pub async fn purge(tx: &mut Tx, before: Timestamp, now: Timestamp, limit: i64) -> Result<u64> {
    execute!(tx, PURGE, millis(before), millis(now), limit)
}

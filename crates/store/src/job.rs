//! Jobs and outbox: one table, leased by one portable UPDATE; a legal deadline is a job with a
//! future `due`. At least once: handlers are idempotent by job identifier.

use domain::ids::{JobId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::{SignedDuration, Timestamp};

use crate::{Error, Result, Source, Tx};

/// A job to be done.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its identifier; also the idempotency key towards the outside.
    pub id: JobId,
    /// Whom it concerns.
    pub subject: SubjectId,
    /// What to do.
    pub kind: String,
    /// Not before.
    pub due: Timestamp,
    /// How often it was tried.
    pub tries: i64,
    /// Until when it is ours; [`Job::FREE`] before it is taken. No two runs have the same.
    pub lease: Timestamp,
    /// Identifiers it needs; no personal data.
    pub payload: serde_json::Value,
}

impl Job {
    /// Nobody has it.
    pub const FREE: Timestamp = Timestamp::UNIX_EPOCH;

    /// One that nobody has tried yet: what to do and when, for whom.
    pub fn new(
        (id, subject): (JobId, SubjectId),
        kind: &str,
        due: Timestamp,
        payload: serde_json::Value,
    ) -> Self {
        Self {
            id,
            subject,
            kind: kind.to_owned(),
            due,
            tries: 0,
            lease: Self::FREE,
            payload,
        }
    }
}

row! {
    struct JobRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        kind: String,
        due: i64,
        tries: i64,
        lease: i64,
        payload: String,
    }
}

impl TryFrom<JobRow> for Job {
    type Error = Error;

    fn try_from(row: JobRow) -> Result<Self> {
        let corrupt = || Error::Corrupt("job");
        Ok(Self {
            id: JobId::try_from(row.id.as_slice()).map_err(|_| corrupt())?,
            subject: SubjectId::try_from(row.subject.as_slice()).map_err(|_| corrupt())?,
            kind: row.kind,
            due: from_millis(row.due),
            tries: row.tries,
            lease: from_millis(row.lease),
            payload: serde_json::from_str(&row.payload).map_err(|_| corrupt())?,
        })
    }
}

pub(crate) const ENQUEUE: &str = "INSERT INTO job (subject, id, kind, due, lease, tries, payload, dead) \
     VALUES ($1, $2, $3, $4, 0, 0, $5, $6) ON CONFLICT (subject, id) DO NOTHING";

/// Adds a job to the transaction.
pub async fn enqueue(tx: &mut Tx, job: &Job) -> Result<()> {
    execute!(
        tx,
        ENQUEUE,
        job.subject.as_bytes().as_slice(),
        job.id.as_bytes().as_slice(),
        job.kind.as_str(),
        millis(job.due),
        job.payload.to_string(),
        false
    )?;
    Ok(())
}

pub(crate) const ENSURE: &str = "INSERT INTO job (subject, id, kind, due, lease, tries, payload, dead) \
     VALUES ($1, $2, $3, $4, 0, 0, $5, $6) ON CONFLICT (subject, id) DO UPDATE \
     SET due = CASE WHEN EXCLUDED.due < job.due THEN EXCLUDED.due ELSE job.due END";

/// Adds a job that may be there already, under the same identifier, for work that may just have been added. One
/// that is there runs no later than the new one would, so that new work waits for no old pause; and it cannot end
/// before this commits: a handler that ends it first and then looks once more for work misses none.
pub async fn ensure(tx: &mut Tx, job: &Job) -> Result<()> {
    execute!(
        tx,
        ENSURE,
        job.subject.as_bytes().as_slice(),
        job.id.as_bytes().as_slice(),
        job.kind.as_str(),
        millis(job.due),
        job.payload.to_string(),
        false
    )?;
    Ok(())
}

pub(crate) const LEASE_LITE: &str = "UPDATE job SET lease = $2, tries = tries + 1 WHERE (subject, id) IN \
     (SELECT subject, id FROM job WHERE due <= $1 AND lease < $1 AND NOT dead AND CASE kind WHEN $4 THEN 1 WHEN $5 THEN 2 ELSE 0 END = CAST($6 AS BIGINT) ORDER BY due LIMIT $3) AND lease < $1 \
     RETURNING subject, id, kind, due, tries, lease, payload";
pub(crate) const LEASE_PG: &str = "UPDATE job SET lease = $2, tries = tries + 1 WHERE (subject, id) IN \
     (SELECT subject, id FROM job WHERE due <= $1 AND lease < $1 AND NOT dead AND CASE kind WHEN $4 THEN 1 WHEN $5 THEN 2 ELSE 0 END = CAST($6 AS BIGINT) ORDER BY due LIMIT $3 FOR UPDATE SKIP LOCKED) AND lease < $1 \
     RETURNING subject, id, kind, due, tries, lease, payload";

/// Which jobs are taken.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    /// All but those of these two kinds.
    AllBut([&'static str; 2]),
    /// Those of the first of them.
    First([&'static str; 2]),
    /// Those of the second.
    Second([&'static str; 2]),
}

/// Takes due jobs for `hold`; nobody else gets them meanwhile.
pub async fn lease(
    tx: &mut Tx,
    now: Timestamp,
    hold: SignedDuration,
    (limit, of): (i64, Of),
) -> Result<Vec<Job>> {
    let ([first, second], place) = match of {
        Of::AllBut(kinds) => (kinds, 0_i64),
        Of::First(kinds) => (kinds, 1),
        Of::Second(kinds) => (kinds, 2),
    };
    let until = millis(now + hold);
    let rows: Vec<JobRow> = match tx.conn() {
        crate::Conn::Lite(c) => c.all(
            LEASE_LITE,
            &[&millis(now), &until, &limit, &first, &second, &place],
        )?,
        crate::Conn::Pg(c) => {
            sqlx::query_as(LEASE_PG)
                .bind(millis(now))
                .bind(until)
                .bind(limit)
                .bind(first)
                .bind(second)
                .bind(place)
                .fetch_all(c)
                .await?
        }
    };
    let mut jobs = rows
        .into_iter()
        .map(Job::try_from)
        .collect::<Result<Vec<_>>>()?;
    jobs.sort_by_key(|job| job.due);
    Ok(jobs)
}

/// The job is still ours, or [`Error::Stale`]: its lease ran out and another run took it, so nothing
/// that this run did may be kept.
fn ours(changed: u64) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const RENEW: &str =
    "UPDATE job SET lease = $4 WHERE subject = $1 AND id = $2 AND lease = $3";

/// Takes a leased job for longer; [`Error::Stale`] when another run has it.
pub async fn renew(tx: &mut Tx, job: &Job, until: Timestamp) -> Result<Job> {
    ours(execute!(
        tx,
        RENEW,
        job.subject.as_bytes().as_slice(),
        job.id.as_bytes().as_slice(),
        millis(job.lease),
        millis(until)
    )?)?;
    let lease = from_millis(millis(until));
    Ok(Job {
        lease,
        ..job.clone()
    })
}

pub(crate) const DONE: &str = "DELETE FROM job WHERE subject = $1 AND id = $2 AND lease = $3";

/// The job is done; [`Error::Stale`] when another run has it.
pub async fn done(tx: &mut Tx, job: &Job) -> Result<()> {
    ours(execute!(
        tx,
        DONE,
        job.subject.as_bytes().as_slice(),
        job.id.as_bytes().as_slice(),
        millis(job.lease)
    )?)
}

pub(crate) const AGAIN: &str =
    "UPDATE job SET due = $3, lease = 0, dead = $4 WHERE subject = $1 AND id = $2 AND lease = $5";

/// The job failed: try again at `due`, or, when dead, keep it for people to look at. [`Error::Stale`]
/// when another run has it.
pub async fn again(tx: &mut Tx, job: &Job, due: Timestamp, dead: bool) -> Result<()> {
    ours(execute!(
        tx,
        AGAIN,
        job.subject.as_bytes().as_slice(),
        job.id.as_bytes().as_slice(),
        millis(due),
        dead,
        millis(job.lease)
    )?)
}

pub(crate) const WAKE_SPREAD: &str =
    "UPDATE job SET due = $2 + due % $3 WHERE kind = $1 AND due - $3 > $2 AND NOT dead";

/// Makes waiting jobs of a kind due within a while from now, each at the part of it that its own time falls on.
pub async fn wake_spread(
    tx: &mut Tx,
    kind: &str,
    now: Timestamp,
    over: SignedDuration,
) -> Result<()> {
    let over = i64::try_from(over.as_millis()).unwrap_or(i64::MAX);
    execute!(tx, WAKE_SPREAD, kind, millis(now), over)?;
    Ok(())
}

pub(crate) const PUT_BACK: &str = "UPDATE job SET due = $3, lease = 0, tries = tries - 1 WHERE subject = $1 AND id = $2 AND lease = $4";

/// The job was not tried; somebody takes it again at `due`. [`Error::Stale`] when another run has it.
pub async fn put_back(tx: &mut Tx, job: &Job, due: Timestamp) -> Result<()> {
    ours(execute!(
        tx,
        PUT_BACK,
        job.subject.as_bytes().as_slice(),
        job.id.as_bytes().as_slice(),
        millis(due),
        millis(job.lease)
    )?)
}

pub(crate) const REST: &str = "UPDATE job SET due = $4 \
     WHERE due <= $3 AND lease < $3 AND NOT dead AND kind = $1 AND payload LIKE $2";

/// All that is due of a kind and has a word in its payload waits until then: one statement, however much it is.
pub async fn rest(
    tx: &mut Tx,
    (kind, word): (&str, &str),
    (now, until): (Timestamp, Timestamp),
) -> Result<()> {
    execute!(
        tx,
        REST,
        kind,
        format!("%{word}%"),
        millis(now),
        millis(until)
    )?;
    Ok(())
}

pub(crate) const COUNTS: &str = "SELECT \
     CAST(COUNT(*) FILTER (WHERE NOT dead AND due <= $1) AS BIGINT), \
     CAST(COUNT(*) FILTER (WHERE NOT dead AND due > $1) AS BIGINT), \
     CAST(COUNT(*) FILTER (WHERE dead) AS BIGINT), \
     CAST(COALESCE(MIN(due) FILTER (WHERE NOT dead), $1) AS BIGINT) FROM job";

/// How many jobs are due, waiting for their time, dead; and since when the oldest is due.
pub async fn counts(
    source: &mut impl Source,
    now: Timestamp,
) -> Result<(i64, i64, i64, Timestamp)> {
    let (due, later, dead, oldest) = fetch_one!(source, (i64, i64, i64, i64), COUNTS, millis(now))?;
    Ok((due, later, dead, from_millis(oldest)))
}

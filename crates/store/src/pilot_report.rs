//! What a pilot's report counts (R50-5): requests by province and outcome as they stood at an instant, never whose.

use domain::document::DocumentKind;
use domain::ids::PilotId;
use domain::pilot::People;
use domain::pilot::figures::{Line, Outcome};
use domain::time::millis;
use jiff::Timestamp;

use crate::{Error, Result, Source};

/// Which requests, and as they stood when.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// Let in by this pilot, or before it was noted by which.
    pub pilot: PilotId,
    /// Of this kind.
    pub kind: DocumentKind,
    /// Made from this instant on.
    pub from: Timestamp,
    /// Made before this instant.
    pub to: Timestamp,
    /// What was decided from this instant on is pending.
    pub at: Timestamp,
}

row! {
    struct LineRow {
        province: String,
        outcome: String,
        reason: String,
        in_time: bool,
        seconds: i64,
        count: i64,
    }
}

fn counted(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| Error::Corrupt("pilot report"))
}

fn outcome(word: &str) -> Result<Outcome> {
    Outcome::parse(word).ok_or(Error::Corrupt("pilot report"))
}

// From an hour on times are rounded down to minutes, so that the answer stays small however many requests there are.
pub(crate) const LINES: &str = "SELECT province, CASE WHEN decided_at < $4 THEN state ELSE 'pending' END AS outcome, \
     CASE WHEN decided_at < $4 THEN COALESCE(reason, '') ELSE '' END AS reason, \
     CASE WHEN decided_at < $4 THEN decided_at <= target ELSE target >= $4 END AS in_time, \
     CASE WHEN decided_at < $4 AND decided_at - requested_at < 3600000 THEN (decided_at - requested_at) / 1000 \
     WHEN decided_at < $4 THEN (decided_at - requested_at) / 60000 * 60 ELSE 0 END AS seconds, \
     CAST(COUNT(*) AS BIGINT) AS count FROM integration WHERE kind = $1 AND requested_at >= $2 AND requested_at < $3 \
     AND (pilot IS NULL OR pilot = $5) GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5";

/// Requests by province; those that are alike as one line.
pub async fn lines(source: &mut impl Source, span: &Span) -> Result<Vec<(String, Line)>> {
    let rows = fetch_all!(
        source,
        LineRow,
        LINES,
        span.kind.slug(),
        millis(span.from),
        millis(span.to),
        millis(span.at),
        span.pilot.as_bytes().as_slice()
    )?;
    rows.into_iter()
        .map(|row| {
            let line = Line {
                outcome: outcome(&row.outcome)?,
                reason: row.reason,
                in_time: row.in_time,
                seconds: counted(row.seconds)?,
                count: counted(row.count)?,
            };
            Ok((row.province, line))
        })
        .collect()
}

row! {
    struct StepRow {
        province: String,
        step: i64,
        outcome: String,
        count: i64,
    }
}

/// So many requests of a province within one step of the trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Three digits.
    pub province: String,
    /// Steps since the first instant, from 0.
    pub step: usize,
    /// Where they stood.
    pub outcome: Outcome,
    /// How many.
    pub count: u64,
}

pub(crate) const STEPS: &str = "SELECT province, (requested_at - $2) / $5 AS step, \
     CASE WHEN decided_at < $4 THEN state ELSE 'pending' END AS outcome, CAST(COUNT(*) AS BIGINT) AS count \
     FROM integration WHERE kind = $1 AND requested_at >= $2 AND requested_at < $3 \
     AND (pilot IS NULL OR pilot = $6) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";

/// The same over time, in steps of so many days.
pub async fn steps(source: &mut impl Source, span: &Span, days: i32) -> Result<Vec<Step>> {
    let rows = fetch_all!(
        source,
        StepRow,
        STEPS,
        span.kind.slug(),
        millis(span.from),
        millis(span.to),
        millis(span.at),
        i64::from(days.max(1)) * 86_400_000,
        span.pilot.as_bytes().as_slice()
    )?;
    rows.into_iter()
        .map(|row| {
            Ok(Step {
                step: usize::try_from(row.step).map_err(|_| Error::Corrupt("pilot report"))?,
                outcome: outcome(&row.outcome)?,
                count: counted(row.count)?,
                province: row.province,
            })
        })
        .collect()
}

row! {
    /// So many persons of a province.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Persons {
        /// Three digits.
        pub province: String,
        /// How many.
        pub count: i64,
    }
}

/// The kind of account; nothing: every kind.
fn kind_of(people: Option<People>) -> &'static str {
    people.map_or("", |people| people.kind().as_str())
}

pub(crate) const ELIGIBLE: &str = "SELECT province, CAST(COUNT(*) AS BIGINT) AS count FROM account \
     WHERE level = 2 AND activated_at < $1 AND ($2 = '' OR kind = $2) GROUP BY province ORDER BY province";

/// Accounts of a pilot's people that are of level 2 now and were activated before an instant (DOC-0).
pub async fn eligible(
    source: &mut impl Source,
    at: Timestamp,
    people: Option<People>,
) -> Result<Vec<Persons>> {
    let kind = kind_of(people);
    fetch_all!(source, Persons, ELIGIBLE, millis(at), kind)
}

pub(crate) const LOCKED: &str = "SELECT a.province AS province, CAST(COUNT(DISTINCT h.subject) AS BIGINT) AS count \
     FROM hold h JOIN account a ON a.subject = h.subject WHERE h.since >= $1 AND h.since < $2 \
     AND ($3 = '' OR a.kind = $3) GROUP BY a.province ORDER BY a.province";

/// Persons of a pilot's people on whom a hold was placed within a span.
pub async fn locked(
    source: &mut impl Source,
    (from, to): (Timestamp, Timestamp),
    people: Option<People>,
) -> Result<Vec<Persons>> {
    let kind = kind_of(people);
    fetch_all!(source, Persons, LOCKED, millis(from), millis(to), kind)
}

row! {
    /// Requests of a province that went another way than asked and answered.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Detours {
        /// Three digits.
        pub province: String,
        /// Asked anew for a paper whose earlier request was refused.
        pub again: i64,
        /// Their holder was locked while they waited.
        pub locked: i64,
    }
}

pub(crate) const DETOURS: &str = "SELECT province, CAST(SUM(again) AS BIGINT) AS again, CAST(SUM(locked) AS BIGINT) AS locked \
     FROM (SELECT i.province AS province, CASE WHEN EXISTS (SELECT 1 FROM integration e WHERE e.subject = i.subject \
     AND e.id <> i.id AND e.kind = i.kind AND e.claim_digest = i.claim_digest AND e.state = 'refused' \
     AND e.decided_at <= i.requested_at) THEN 1 ELSE 0 END AS again, \
     CASE WHEN EXISTS (SELECT 1 FROM hold h WHERE h.subject = i.subject AND h.since < $4 \
     AND h.since < COALESCE(i.decided_at, $4) AND (h.ended_at IS NULL OR h.ended_at > i.requested_at) \
     AND (h.until IS NULL OR h.until > i.requested_at)) THEN 1 ELSE 0 END AS locked \
     FROM integration i WHERE i.kind = $1 AND i.requested_at >= $2 AND i.requested_at < $3 \
     AND (i.pilot IS NULL OR i.pilot = $5)) AS request \
     GROUP BY province ORDER BY province";

/// How many requests of a span were asked anew, and how many met a lock.
pub async fn detours(source: &mut impl Source, span: &Span) -> Result<Vec<Detours>> {
    fetch_all!(
        source,
        Detours,
        DETOURS,
        span.kind.slug(),
        millis(span.from),
        millis(span.to),
        millis(span.at),
        span.pilot.as_bytes().as_slice()
    )
}

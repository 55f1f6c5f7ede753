//! Warnings for who inspects: references, states, officers; nothing about citizens.

use domain::evidence::{AlikeReason, AlikeState};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use super::CORRUPT;
use crate::{Error, Result, Source};

row! {
    struct ListedRow {
        reference: Option<String>,
        other: Option<String>,
        unit: Option<String>,
        found_at: i64,
        state: String,
        reason: Option<String>,
        settled_by: String,
        settled_at: Option<i64>,
    }
}

/// A warning for who inspects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// `DK-XXXXX-XXXXX`; `None` where the registration was given up.
    pub reference: Option<String>,
    /// The other registration's.
    pub other: Option<String>,
    /// Whose officers settle it.
    pub unit: Option<String>,
    /// When it was found.
    pub found: Timestamp,
    /// How far it is.
    pub state: AlikeState,
    /// Why the machine warned of another person.
    pub reason: Option<AlikeReason>,
    /// Name of who settled it; empty before.
    pub settled_by: String,
    /// When.
    pub settled: Option<Timestamp>,
}

impl TryFrom<ListedRow> for Listed {
    type Error = Error;

    fn try_from(row: ListedRow) -> Result<Self> {
        let reason = row.reason.as_deref();
        let reason = reason.map(|word| AlikeReason::parse(word).ok_or(CORRUPT));
        Ok(Self {
            reference: row.reference,
            other: row.other,
            unit: row.unit,
            found: from_millis(row.found_at),
            state: AlikeState::parse(&row.state).ok_or(CORRUPT)?,
            reason: reason.transpose()?,
            settled_by: row.settled_by,
            settled: row.settled_at.map(from_millis),
        })
    }
}

pub(crate) const LISTED: &str = "SELECT r.reference AS reference, o.reference AS other, r.unit AS unit, w.found_at AS found_at, \
     w.state AS state, w.reason AS reason, COALESCE(s.name, '') AS settled_by, w.settled_at AS settled_at FROM face_warning w \
     LEFT JOIN registration r ON r.subject = w.subject AND r.id = w.registration \
     LEFT JOIN registration o ON o.subject = w.other_subject AND o.id = w.other_registration \
     LEFT JOIN staff s ON s.id = w.settled_by \
     WHERE w.state = 'open' OR w.found_at >= $1 \
     ORDER BY CASE w.state WHEN 'open' THEN 0 ELSE 1 END, w.found_at DESC, w.id LIMIT $2";

/// Open warnings, then those since an instant, the newest first.
pub async fn listed(source: &mut impl Source, since: Timestamp, limit: i64) -> Result<Vec<Listed>> {
    let rows = fetch_all!(source, ListedRow, LISTED, millis(since), limit)?;
    rows.into_iter().map(Listed::try_from).collect()
}

pub(crate) const COUNTS: &str = "SELECT state, CAST(COUNT(*) AS BIGINT) FROM face_warning \
     WHERE state = 'open' OR found_at >= $1 GROUP BY state";

/// How many warnings are open, and how many since an instant are in each other state.
pub async fn counts(source: &mut impl Source, since: Timestamp) -> Result<Vec<(AlikeState, i64)>> {
    let rows = fetch_all!(source, (String, i64), COUNTS, millis(since))?;
    let read = |(word, count): (String, i64)| {
        let state = AlikeState::parse(&word).ok_or(CORRUPT)?;
        Ok((state, count))
    };
    rows.into_iter().map(read).collect()
}

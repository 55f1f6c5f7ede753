//! What is shown of a batch's events: single places, refusals, lines that could not be read.

use domain::ids::{BatchId, SubjectId};
use domain::time::from_millis;
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

row! {
    struct ShownRow {
        place: i64,
        line: i64,
        event: String,
        change: String,
        at: i64,
        told: Vec<u8>,
        outcome: Option<String>,
        subject: Option<Vec<u8>>,
    }
}

/// An event as it is shown.
#[derive(Clone)]
pub struct Shown {
    /// Its place in the batch.
    pub place: i64,
    /// Where it stood in the file.
    pub line: i64,
    /// The register's identifier.
    pub event: String,
    /// Word of the change.
    pub change: String,
    /// When it occurred.
    pub at: Timestamp,
    /// The subject as the register named it.
    pub told: String,
    /// Word of what became of it, once carried out.
    pub outcome: Option<String>,
    /// The account, where there is one.
    pub subject: Option<SubjectId>,
}

domain::redacted_debug!(Shown);

fn read(keys: &crate::Keys, batch: BatchId, row: ShownRow) -> Result<Shown> {
    let corrupt = || Error::Corrupt("event item");
    let told = keys.open(&format!("event/{batch}"), &row.told)?;
    let subject = row.subject.as_deref().map(SubjectId::try_from).transpose();
    Ok(Shown {
        place: row.place,
        line: row.line,
        event: row.event,
        change: row.change,
        at: from_millis(row.at),
        told: String::from_utf8(told).map_err(|_| corrupt())?,
        outcome: row.outcome,
        subject: subject.map_err(|_| corrupt())?,
    })
}

pub(crate) const ONE: &str = "SELECT i.place, i.line, i.event, i.change, i.at, i.told, i.outcome, a.subject FROM event_item i \
     LEFT JOIN identifier d ON d.digest = i.lookup LEFT JOIN account a ON a.subject = d.subject WHERE i.batch = $1 AND i.place = $2";

/// The events at some places.
pub async fn at(source: &mut impl Source, batch: BatchId, places: &[i64]) -> Result<Vec<Shown>> {
    let keys = source.keys();
    let mut shown = Vec::with_capacity(places.len());
    for place in places {
        let id = batch.as_bytes().as_slice();
        if let Some(row) = fetch_optional!(source, ShownRow, ONE, id, *place)? {
            shown.push(read(&keys, batch, row)?);
        }
    }
    Ok(shown)
}

pub(crate) const WITH: &str = "SELECT place, line, event, change, at, told, outcome, subject FROM event_item \
     WHERE batch = $1 AND outcome = $2 ORDER BY place LIMIT $3";

/// Events with one outcome, in order.
pub async fn with(
    source: &mut impl Source,
    batch: BatchId,
    outcome: &str,
    limit: i64,
) -> Result<Vec<Shown>> {
    let id = batch.as_bytes().as_slice();
    let rows = fetch_all!(source, ShownRow, WITH, id, outcome, limit)?;
    let keys = source.keys();
    rows.into_iter()
        .map(|row| read(&keys, batch, row))
        .collect()
}

row! {
    /// A line that could not be read.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct BadLine {
        /// Number of the line, or of the item in a message.
        pub line: i64,
        /// The column; empty where it is the line itself.
        pub field: String,
        /// Code of the reason (`import-<code>`).
        pub reason: String,
    }
}

pub(crate) const ADD_BAD: &str =
    "INSERT INTO event_bad_line (batch, line, field, reason, raw) VALUES ($1, $2, $3, $4, $5)";

/// Keeps a line that could not be read, sealed, as it stood.
pub async fn add_bad(tx: &mut Tx, batch: BatchId, bad: &BadLine, raw: &[u8]) -> Result<()> {
    let raw = tx.keys().seal(&format!("event/{batch}"), raw)?;
    execute!(
        tx,
        ADD_BAD,
        batch.as_bytes().as_slice(),
        bad.line,
        bad.field.as_str(),
        bad.reason.as_str(),
        raw
    )?;
    Ok(())
}

pub(crate) const BAD: &str =
    "SELECT line, field, reason FROM event_bad_line WHERE batch = $1 ORDER BY line LIMIT $2";

/// The first lines that could not be read.
pub async fn bad(source: &mut impl Source, batch: BatchId, limit: i64) -> Result<Vec<BadLine>> {
    fetch_all!(source, BadLine, BAD, batch.as_bytes().as_slice(), limit)
}

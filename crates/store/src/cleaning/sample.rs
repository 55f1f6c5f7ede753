//! R50-2: rows of a batch that officers look at.

use domain::cleaning::batch::Label;
use domain::ids::{StaffId, SubscriberBatchId};
use domain::time::millis;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Source, Tx};

/// A drawn row: personal data, sealed at rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Code of the verdict.
    pub verdict: String,
    /// What lies behind it.
    pub why: String,
    /// As stated: telephone, number, name, date of birth, sex.
    pub stated: [String; 5],
    /// Number of the person whom the verdict means, where it is one.
    pub person: Option<String>,
}

domain::redacted_debug!(Drawn);

fn context(batch: SubscriberBatchId) -> String {
    format!("cleaning-sample/{batch}")
}

pub(crate) const INSERT: &str =
    "INSERT INTO cleaning_sample (batch, place, verdict, body) VALUES ($1, $2, $3, $4)";

/// Keeps the sample of a batch, in its order.
pub async fn insert(tx: &mut Tx, batch: SubscriberBatchId, rows: &[Drawn]) -> Result<()> {
    for (place, row) in (1_i64..).zip(rows) {
        let body = tx.keys().seal_json(&context(batch), row)?;
        let id = batch.as_bytes().as_slice();
        execute!(tx, INSERT, id, place, row.verdict.as_str(), body)?;
    }
    Ok(())
}

pub(crate) const NEXT: &str = "SELECT place, body FROM cleaning_sample WHERE batch = $1 AND label IS NULL ORDER BY place LIMIT 1";

/// The first row that nobody looked at yet, with its place.
pub async fn next(
    source: &mut impl Source,
    batch: SubscriberBatchId,
) -> Result<Option<(i64, Drawn)>> {
    let row = fetch_optional!(source, (i64, Vec<u8>), NEXT, batch.as_bytes().as_slice())?;
    let Some((place, body)) = row else {
        return Ok(None);
    };
    let row = source.keys().open_json(&context(batch), &body)?;
    Ok(Some((place, row)))
}

pub(crate) const LABEL: &str = "UPDATE cleaning_sample SET label = $3, labelled_by = $4, labelled_at = $5 \
     WHERE batch = $1 AND place = $2 AND label IS NULL";

/// Writes what an officer said of a row; [`Error::Stale`] when somebody else was faster.
pub async fn label(
    tx: &mut Tx,
    (batch, place): (SubscriberBatchId, i64),
    label: Label,
    (by, at): (StaffId, Timestamp),
) -> Result<()> {
    let changed = execute!(
        tx,
        LABEL,
        batch.as_bytes().as_slice(),
        place,
        label.as_str(),
        by.as_bytes().as_slice(),
        millis(at)
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// How many rows of a verdict were said to be what; `None`: not looked at yet.
pub type Tally = (String, Option<Label>, i64);

pub(crate) const TALLY: &str = "SELECT verdict, label, CAST(COUNT(*) AS BIGINT) FROM cleaning_sample WHERE batch = $1 \
     GROUP BY verdict, label ORDER BY verdict, label";

/// The sample by verdict and by what was said of it.
pub async fn tally(source: &mut impl Source, batch: SubscriberBatchId) -> Result<Vec<Tally>> {
    let rows = fetch_all!(
        source,
        (String, Option<String>, i64),
        TALLY,
        batch.as_bytes().as_slice()
    )?;
    let read = |(verdict, label, count): (String, Option<String>, i64)| {
        let label = label.map(|word| Label::parse(&word).ok_or(Error::Corrupt("cleaning sample")));
        Ok((verdict, label.transpose()?, count))
    };
    rows.into_iter().map(read).collect()
}

pub(crate) const SHOW: &str = "INSERT INTO cleaning_showing (batch, place, shown_to) VALUES ($1, $2, $3) \
     ON CONFLICT (batch, place, shown_to) DO NOTHING";

/// Notes that a row was shown to an officer.
pub async fn show(
    tx: &mut Tx,
    (batch, place): (SubscriberBatchId, i64),
    to: StaffId,
) -> Result<()> {
    let (batch, to) = (batch.as_bytes().as_slice(), to.as_bytes().as_slice());
    execute!(tx, SHOW, batch, place, to)?;
    Ok(())
}

pub(crate) const SHOWN: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM cleaning_showing \
     WHERE batch = $1 AND place = $2 AND shown_to = $3";

/// Whether a row was shown to an officer.
pub async fn shown(
    source: &mut impl Source,
    (batch, place): (SubscriberBatchId, i64),
    to: StaffId,
) -> Result<bool> {
    let (batch, to) = (batch.as_bytes().as_slice(), to.as_bytes().as_slice());
    let (count,) = fetch_one!(source, (i64,), SHOWN, batch, place, to)?;
    Ok(count > 0)
}

pub(crate) const LOOKERS: &str = "SELECT DISTINCT shown_to FROM cleaning_showing WHERE batch = $1";

/// To whom rows of it were shown.
pub async fn lookers(source: &mut impl Source, batch: SubscriberBatchId) -> Result<Vec<StaffId>> {
    let rows = fetch_all!(source, (Vec<u8>,), LOOKERS, batch.as_bytes().as_slice())?;
    let read = |(bytes,): (Vec<u8>,)| {
        StaffId::try_from(bytes.as_slice()).map_err(|_| Error::Corrupt("cleaning sample"))
    };
    rows.into_iter().map(read).collect()
}

pub(crate) const EMPTY: &str = "UPDATE cleaning_sample SET body = $2 WHERE batch = $1";

/// Forgets the people; what was said of the rows stays.
pub async fn forget(tx: &mut Tx, batch: SubscriberBatchId) -> Result<()> {
    let none: &[u8] = &[];
    execute!(tx, EMPTY, batch.as_bytes().as_slice(), none)?;
    Ok(())
}

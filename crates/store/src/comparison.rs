//! Officers' comparisons in figures, beside the sealed evidence (D59-14.2.a2).

use domain::evidence::Band;
use domain::ids::{EvidenceId, StaffId, SubjectId};
use domain::month::Month;
use domain::time::millis;
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// A comparison that counts.
#[derive(Debug, Clone)]
pub struct Made {
    /// Whose registration.
    pub subject: SubjectId,
    /// Its evidence.
    pub id: EvidenceId,
    /// The officer's unit.
    pub unit: String,
    /// The officer.
    pub officer: StaffId,
    /// When.
    pub at: Timestamp,
    /// Whether officer or machine was not sure.
    pub unclear: bool,
    /// The gravest word of a machine, where one compared.
    pub machine: Option<Band>,
    /// Whether another officer had to look too, before it could be approved.
    pub doubtful: bool,
}

pub(crate) const INSERT: &str = "INSERT INTO comparison (subject, id, unit, officer, at, unclear, machine, doubtful) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Counts a comparison.
pub async fn insert(tx: &mut Tx, made: &Made) -> Result<()> {
    execute!(
        tx,
        INSERT,
        made.subject.as_bytes().as_slice(),
        made.id.as_bytes().as_slice(),
        made.unit.as_str(),
        made.officer.as_bytes().as_slice(),
        millis(made.at),
        made.unclear,
        made.machine.map(Band::as_str),
        made.doubtful
    )?;
    Ok(())
}

pub(crate) const APPROVED: &str = "UPDATE comparison SET approved_in = $3 WHERE subject = $1 AND id = $2 AND doubtful IS NOT NULL";

/// Counts an approval that rests on a comparison, in its month. One from before doubt was counted stays out: nobody knows
/// whether there was any.
pub async fn approved(
    tx: &mut Tx,
    (subject, id): (SubjectId, EvidenceId),
    month: Month,
) -> Result<()> {
    execute!(
        tx,
        APPROVED,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        month.number()
    )?;
    Ok(())
}

row! {
    struct TallyRow {
        unit: String,
        officer: Vec<u8>,
        name: String,
        made: i64,
        unclear: i64,
        looked: i64,
        contradicted: i64,
        rechecked: i64,
        disagreed: i64,
    }
}

/// What one officer of one unit did in a span, and what others saw of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The unit.
    pub unit: String,
    /// The officer.
    pub officer: StaffId,
    /// His name; empty where it is not on record any more.
    pub name: String,
    /// Comparisons.
    pub made: i64,
    /// Of these unclear.
    pub unclear: i64,
    /// Second looks taken at them.
    pub looked: i64,
    /// Second looks that did not agree.
    pub contradicted: i64,
    /// Re-checks made.
    pub rechecked: i64,
    /// Re-checks that did not agree.
    pub disagreed: i64,
}

pub(crate) const TALLY: &str = "SELECT c.unit AS unit, c.officer AS officer, COALESCE(MAX(f.name), '') AS name, \
     CAST(COUNT(*) AS BIGINT) AS made, CAST(COUNT(*) FILTER (WHERE c.unclear) AS BIGINT) AS unclear, \
     CAST(COUNT(s.verdict) AS BIGINT) AS looked, \
     CAST(COUNT(*) FILTER (WHERE s.verdict <> 'same') AS BIGINT) AS contradicted, \
     CAST(COUNT(r.verdict) AS BIGINT) AS rechecked, \
     CAST(COUNT(*) FILTER (WHERE r.verdict <> 'same') AS BIGINT) AS disagreed \
     FROM comparison c LEFT JOIN staff f ON f.id = c.officer \
     LEFT JOIN second_look s ON s.subject = c.subject AND s.comparison = c.id AND s.kind = 'second-look' \
     LEFT JOIN second_look r ON r.subject = c.subject AND r.comparison = c.id AND r.kind = 'recheck' \
     WHERE c.at >= $1 GROUP BY c.unit, c.officer ORDER BY disagreed DESC, contradicted DESC, made DESC, c.unit, c.officer LIMIT $2";

/// Figures an officer and unit since an instant, those with the most disagreements first.
pub async fn tally(source: &mut impl Source, since: Timestamp, limit: i64) -> Result<Vec<Tally>> {
    let rows = fetch_all!(source, TallyRow, TALLY, millis(since), limit)?;
    rows.into_iter()
        .map(|row| {
            Ok(Tally {
                officer: StaffId::try_from(row.officer.as_slice())
                    .map_err(|_| Error::Corrupt("comparison"))?,
                unit: row.unit,
                name: row.name,
                made: row.made,
                unclear: row.unclear,
                looked: row.looked,
                contradicted: row.contradicted,
                rechecked: row.rechecked,
                disagreed: row.disagreed,
            })
        })
        .collect()
}

//! Pilots (R50-1): a small table, read whole; where each stood when, and how many places are taken.

use std::collections::BTreeSet;

use domain::document::DocumentKind;
use domain::ids::{PilotId, StaffId, SubjectId};
use domain::pilot::{Conditions, People, Phase, Pilot};
use domain::province::ProvinceCode;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// A pilot as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The rules' view.
    pub pilot: Pilot,
    /// Name for the console.
    pub name: String,
    /// For compare-and-set.
    pub revision: i64,
}

row! {
    struct PilotRow {
        id: Vec<u8>,
        kind: String,
        name: String,
        provinces: String,
        from_day: String,
        to_day: Option<String>,
        phase: String,
        quota: Option<i64>,
        people: Option<String>,
        age_from: Option<i64>,
        age_to: Option<i64>,
        revision: i64,
    }
}

impl TryFrom<PilotRow> for Stored {
    type Error = Error;

    fn try_from(row: PilotRow) -> Result<Self> {
        let corrupt = || Error::Corrupt("pilot");
        let codes = row.provinces.split(',').filter(|code| !code.is_empty());
        let provinces: std::result::Result<BTreeSet<_>, _> =
            codes.map(ProvinceCode::parse).collect();
        let years = |age: Option<i64>| age.map(i16::try_from).transpose().map_err(|_| corrupt());
        let people = row.people.as_deref().map(People::parse);
        Ok(Self {
            pilot: Pilot {
                id: PilotId::try_from(row.id.as_slice()).map_err(|_| corrupt())?,
                kind: DocumentKind::parse(&row.kind).ok_or_else(corrupt)?,
                provinces: provinces.map_err(|_| corrupt())?,
                from: row.from_day.parse().map_err(|_| corrupt())?,
                to: row
                    .to_day
                    .map(|day| day.parse())
                    .transpose()
                    .map_err(|_| corrupt())?,
                phase: Phase::parse(&row.phase).ok_or_else(corrupt)?,
                quota: row
                    .quota
                    .map(u64::try_from)
                    .transpose()
                    .map_err(|_| corrupt())?,
                conditions: Conditions {
                    people: people.map(|one| one.ok_or_else(corrupt)).transpose()?,
                    age_from: years(row.age_from)?,
                    age_to: years(row.age_to)?,
                },
            },
            name: row.name,
            revision: row.revision,
        })
    }
}

pub(crate) const ALL: &str = "SELECT id, kind, name, provinces, from_day, to_day, phase, quota, people, age_from, age_to, revision \
     FROM pilot ORDER BY from_day, id";

/// Every pilot.
pub async fn all(source: &mut impl Source) -> Result<Vec<Stored>> {
    fetch_all!(source, PilotRow, ALL)?
        .into_iter()
        .map(Stored::try_from)
        .collect()
}

pub(crate) const LOAD: &str = "SELECT id, kind, name, provinces, from_day, to_day, phase, quota, people, age_from, age_to, revision \
     FROM pilot WHERE id = $1";

/// One pilot.
pub async fn load(source: &mut impl Source, id: PilotId) -> Result<Option<Stored>> {
    fetch_optional!(source, PilotRow, LOAD, id.as_bytes().as_slice())?
        .map(Stored::try_from)
        .transpose()
}

fn codes(pilot: &Pilot) -> String {
    pilot
        .provinces
        .iter()
        .map(|code| code.as_str())
        .collect::<Vec<_>>()
        .join(",")
}

fn quota(pilot: &Pilot) -> Result<Option<i64>> {
    let places = pilot.quota.map(i64::try_from).transpose();
    places.map_err(|_| Error::Corrupt("pilot"))
}

pub(crate) const INSERT: &str = "INSERT INTO pilot (id, kind, name, provinces, from_day, to_day, phase, quota, people, age_from, age_to, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)";

/// Writes a new pilot.
pub async fn insert(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let pilot = &stored.pilot;
    let quota = quota(pilot)?;
    execute!(
        tx,
        INSERT,
        pilot.id.as_bytes().as_slice(),
        pilot.kind.slug(),
        stored.name.as_str(),
        codes(pilot),
        pilot.from.to_string(),
        pilot.to.map(|day| day.to_string()),
        pilot.phase.as_str(),
        quota,
        pilot.conditions.people.map(People::as_str),
        pilot.conditions.age_from.map(i64::from),
        pilot.conditions.age_to.map(i64::from)
    )?;
    Ok(())
}

pub(crate) const SAVE: &str = "UPDATE pilot SET kind = $2, name = $3, provinces = $4, from_day = $5, to_day = $6, phase = $7, \
     quota = $8, people = $9, age_from = $10, age_to = $11, revision = revision + 1 WHERE id = $1 AND revision = $12";

/// Writes a changed pilot; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let pilot = &stored.pilot;
    let quota = quota(pilot)?;
    let changed = execute!(
        tx,
        SAVE,
        pilot.id.as_bytes().as_slice(),
        pilot.kind.slug(),
        stored.name.as_str(),
        codes(pilot),
        pilot.from.to_string(),
        pilot.to.map(|day| day.to_string()),
        pilot.phase.as_str(),
        quota,
        pilot.conditions.people.map(People::as_str),
        pilot.conditions.age_from.map(i64::from),
        pilot.conditions.age_to.map(i64::from),
        stored.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// A pilot came into a phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which revision of the pilot it made.
    pub revision: i64,
    /// When.
    pub at: Timestamp,
    /// Into which.
    pub phase: Phase,
    /// Why, in the words of whoever did it; may be empty.
    pub reason: String,
    /// By whom; none for the operator at the server's shell.
    pub staff: Option<StaffId>,
}

pub(crate) const STEP: &str = "INSERT INTO pilot_step (pilot, revision, at, phase, reason, staff) VALUES ($1, $2, $3, $4, $5, $6)";

/// Notes a step.
pub async fn note(tx: &mut Tx, id: PilotId, step: &Step) -> Result<()> {
    execute!(
        tx,
        STEP,
        id.as_bytes().as_slice(),
        step.revision,
        millis(step.at),
        step.phase.as_str(),
        step.reason.as_str(),
        step.staff.map(|staff| staff.as_bytes().to_vec())
    )?;
    Ok(())
}

row! {
    struct StepRow {
        at: i64,
        phase: String,
        reason: String,
        name: Option<String>,
    }
}

/// A step as it is read: with the name of who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When.
    pub at: Timestamp,
    /// Into which phase.
    pub phase: Phase,
    /// Why; may be empty.
    pub reason: String,
    /// By whom; none for the operator at the server's shell.
    pub name: Option<String>,
}

pub(crate) const STEPS: &str = "SELECT p.at AS at, p.phase AS phase, p.reason AS reason, s.name AS name \
     FROM pilot_step p LEFT JOIN staff s ON s.id = p.staff WHERE p.pilot = $1 ORDER BY p.revision DESC LIMIT 200";

/// The steps of a pilot, newest first, the last two hundred.
pub async fn steps(source: &mut impl Source, id: PilotId) -> Result<Vec<Told>> {
    let rows = fetch_all!(source, StepRow, STEPS, id.as_bytes().as_slice())?;
    rows.into_iter()
        .map(|row| {
            Ok(Told {
                at: from_millis(row.at),
                phase: Phase::parse(&row.phase).ok_or(Error::Corrupt("pilot step"))?,
                reason: row.reason,
                name: row.name,
            })
        })
        .collect()
}

pub(crate) const HOLD: &str = "SELECT revision FROM pilot WHERE id = $1 FOR UPDATE";

/// Holds a pilot until the transaction ends, so that two requests do not take its last place. SQLite has one writer and
/// nothing to hold.
pub async fn hold(tx: &mut Tx, id: PilotId) -> Result<()> {
    if let crate::Conn::Pg(c) = tx.conn() {
        sqlx::query(HOLD)
            .bind(id.as_bytes().as_slice())
            .execute(c)
            .await?;
    }
    Ok(())
}

pub(crate) const HOLD_OPEN: &str = "SELECT revision FROM pilot WHERE id = $1 FOR SHARE";

/// Keeps a pilot as it is until the transaction ends, beside others that do: where places need no counting.
pub async fn hold_open(tx: &mut Tx, id: PilotId) -> Result<()> {
    if let crate::Conn::Pg(c) = tx.conn() {
        sqlx::query(HOLD_OPEN)
            .bind(id.as_bytes().as_slice())
            .execute(c)
            .await?;
    }
    Ok(())
}

pub(crate) const TAKEN: &str = "SELECT CAST(COUNT(DISTINCT subject) AS BIGINT) FROM integration \
     WHERE pilot = $1 AND state IN ('pending', 'verified')";

/// So many holders have a place of a pilot: a request of theirs waits or was verified. Who takes a verified document
/// out of his wallet keeps his place: he was tried on.
pub async fn taken(source: &mut impl Source, id: PilotId) -> Result<u64> {
    let (taken,) = fetch_one!(source, (i64,), TAKEN, id.as_bytes().as_slice())?;
    u64::try_from(taken).map_err(|_| Error::Corrupt("pilot"))
}

pub(crate) const PLACED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM integration \
     WHERE pilot = $1 AND subject = $2 AND state IN ('pending', 'verified')";

/// Whether a holder has a place already: he needs no other.
pub async fn placed(source: &mut impl Source, id: PilotId, subject: SubjectId) -> Result<bool> {
    let args = (id.as_bytes().as_slice(), subject.as_bytes().as_slice());
    let (own,) = fetch_one!(source, (i64,), PLACED, args.0, args.1)?;
    Ok(own > 0)
}

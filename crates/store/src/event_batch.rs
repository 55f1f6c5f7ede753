//! Batches of register events, and the officers' steps with them.

use domain::event_batch::{Approval, Counts, Door, Odd, State};
use domain::ids::{BatchId, StaffId};
use domain::register_event::{Outcome, Teller};
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Source, Tx};

/// What a batch would do; places of events, no personal data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsal {
    /// Accounts by what happens to them.
    pub counts: Counts,
    /// Events by outcome word.
    pub outcomes: Vec<(String, i64)>,
    /// Places of a random sample of events that change something.
    pub sample: Vec<i64>,
    /// What is odd (words), with the first places where it is about persons.
    pub odd: Vec<(String, i64, Vec<i64>)>,
}

impl Rehearsal {
    /// What is odd.
    pub fn odd(&self) -> Vec<Odd> {
        let words = self.odd.iter();
        words.filter_map(|(word, ..)| Odd::parse(word)).collect()
    }
}

/// A batch.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Its identifier.
    pub id: BatchId,
    /// Who told it.
    pub teller: Teller,
    /// By which door it came.
    pub door: Door,
    /// Name of the file, or the webhook's identifier.
    pub name: String,
    /// When it came.
    pub received: Timestamp,
    /// The officer who brought it.
    pub by: Option<StaffId>,
    /// Where it stands.
    pub state: State,
    /// Events that could be read.
    pub events: i64,
    /// Lines that could not.
    pub bad_lines: i64,
    /// Up to which place it is carried out.
    pub done: i64,
    /// What it would do.
    pub rehearsal: Rehearsal,
    /// When that was found out.
    pub rehearsed: Timestamp,
    /// When it was carried out or taken back.
    pub finished: Option<Timestamp>,
    /// For compare-and-set.
    pub revision: i64,
}

row! {
    struct BatchRow {
        id: Vec<u8>,
        register: String,
        door: String,
        name: String,
        received_at: i64,
        received_by: Option<Vec<u8>>,
        state: String,
        events: i64,
        bad_lines: i64,
        done: i64,
        rehearsal: String,
        rehearsed_at: i64,
        finished_at: Option<i64>,
        revision: i64,
    }
}

fn staff(bytes: Option<Vec<u8>>) -> Result<Option<StaffId>> {
    let read = |bytes: Vec<u8>| StaffId::try_from(bytes.as_slice());
    let staff = bytes.map(read).transpose();
    staff.map_err(|_| Error::Corrupt("event batch"))
}

impl TryFrom<BatchRow> for Batch {
    type Error = Error;

    fn try_from(row: BatchRow) -> Result<Self> {
        let corrupt = || Error::Corrupt("event batch");
        Ok(Self {
            id: BatchId::try_from(row.id.as_slice()).map_err(|_| corrupt())?,
            teller: Teller::parse(&row.register).ok_or_else(corrupt)?,
            door: Door::parse(&row.door).ok_or_else(corrupt)?,
            name: row.name,
            received: from_millis(row.received_at),
            by: staff(row.received_by)?,
            state: State::parse(&row.state).ok_or_else(corrupt)?,
            events: row.events,
            bad_lines: row.bad_lines,
            done: row.done,
            rehearsal: serde_json::from_str(&row.rehearsal).map_err(|_| corrupt())?,
            rehearsed: from_millis(row.rehearsed_at),
            finished: row.finished_at.map(from_millis),
            revision: row.revision,
        })
    }
}

fn json(rehearsal: &Rehearsal) -> Result<String> {
    serde_json::to_string(rehearsal).map_err(|_| Error::Corrupt("rehearsal"))
}

pub(crate) const AT_ONCE: &str = "SELECT CAST(COALESCE(SUM(events), 0) AS BIGINT) FROM event_batch \
     WHERE register = $1 AND received_at >= $2 AND door = $3";

/// Events of a register that were carried out at once since an instant.
pub async fn at_once_since(
    source: &mut impl Source,
    teller: Teller,
    since: Timestamp,
) -> Result<i64> {
    let door = Door::AtOnce.as_str();
    let (events,) = fetch_one!(
        source,
        (i64,),
        AT_ONCE,
        teller.as_str(),
        millis(since),
        door
    )?;
    Ok(events)
}

pub(crate) const INSERT: &str = "INSERT INTO event_batch (id, register, door, name, received_at, received_by, state, events, bad_lines, done, \
     rehearsal, rehearsed_at, finished_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, 1)";

/// Writes a new batch.
pub async fn insert(tx: &mut Tx, batch: &Batch) -> Result<()> {
    execute!(
        tx,
        INSERT,
        batch.id.as_bytes().as_slice(),
        batch.teller.as_str(),
        batch.door.as_str(),
        batch.name.as_str(),
        millis(batch.received),
        batch.by.map(|by| by.as_bytes().to_vec()),
        batch.state.as_str(),
        batch.events,
        batch.bad_lines,
        batch.done,
        json(&batch.rehearsal)?,
        millis(batch.rehearsed)
    )?;
    Ok(())
}

pub(crate) const LOAD: &str = "SELECT id, register, door, name, received_at, received_by, state, events, bad_lines, done, rehearsal, rehearsed_at, \
     finished_at, revision FROM event_batch WHERE id = $1";

/// A batch.
pub async fn load(source: &mut impl Source, id: BatchId) -> Result<Option<Batch>> {
    let row = fetch_optional!(source, BatchRow, LOAD, id.as_bytes().as_slice())?;
    row.map(Batch::try_from).transpose()
}

pub(crate) const LIST: &str = "SELECT id, register, door, name, received_at, received_by, state, events, bad_lines, done, rehearsal, rehearsed_at, \
     finished_at, revision FROM event_batch WHERE received_at < $1 ORDER BY received_at DESC, id LIMIT $2";

/// Batches received before an instant, the latest first.
pub async fn list(source: &mut impl Source, before: Timestamp, limit: i64) -> Result<Vec<Batch>> {
    let rows = fetch_all!(source, BatchRow, LIST, millis(before), limit)?;
    rows.into_iter().map(Batch::try_from).collect()
}

pub(crate) const WAITING: &str = "SELECT id, register, door, name, received_at, received_by, state, events, bad_lines, done, rehearsal, rehearsed_at, \
     finished_at, revision FROM event_batch WHERE state IN ('staging', 'staged', 'approved', 'releasing', 'undo-asked', 'undoing') \
     ORDER BY received_at, id LIMIT $1";

/// Batches that wait for somebody or are being worked on, the oldest first.
pub async fn waiting(source: &mut impl Source, limit: i64) -> Result<Vec<Batch>> {
    let rows = fetch_all!(source, BatchRow, WAITING, limit)?;
    rows.into_iter().map(Batch::try_from).collect()
}

pub(crate) const SIZES: &str = "SELECT events FROM event_batch WHERE register = $1 AND door <> 'at-once' AND state IN ('released', 'undo-asked') \
     ORDER BY received_at DESC LIMIT 10";

/// Sizes of the last batches of a register that were carried out.
pub async fn sizes(source: &mut impl Source, teller: Teller) -> Result<Vec<i64>> {
    let rows = fetch_all!(source, (i64,), SIZES, teller.as_str())?;
    Ok(rows.into_iter().map(|(events,)| events).collect())
}

pub(crate) const SAVE: &str = "UPDATE event_batch SET state = $3, events = $4, bad_lines = $5, done = $6, rehearsal = $7, rehearsed_at = $8, \
     finished_at = $9, revision = revision + 1 WHERE id = $1 AND revision = $2";

/// Writes a changed batch; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, batch: &Batch) -> Result<()> {
    let changed = execute!(
        tx,
        SAVE,
        batch.id.as_bytes().as_slice(),
        batch.revision,
        batch.state.as_str(),
        batch.events,
        batch.bad_lines,
        batch.done,
        json(&batch.rehearsal)?,
        millis(batch.rehearsed),
        batch.finished.map(millis)
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const ADVANCE: &str = "UPDATE event_batch SET state = $3, done = $4, finished_at = $5, revision = revision + 1 \
     WHERE id = $1 AND revision = $2";

/// Notes how far the work is; [`Error::Stale`] when another run was faster. To be asked first in a
/// transaction: the others wait for it.
pub async fn advance(tx: &mut Tx, batch: &Batch) -> Result<()> {
    let changed = execute!(
        tx,
        ADVANCE,
        batch.id.as_bytes().as_slice(),
        batch.revision,
        batch.state.as_str(),
        batch.done,
        batch.finished.map(millis)
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

row! {
    struct ApprovalRow {
        staff: Option<Vec<u8>>,
        at: i64,
    }
}

pub(crate) const APPROVALS: &str =
    "SELECT staff, at FROM event_approval WHERE batch = $1 AND act = $2 ORDER BY step";

/// The officers' steps of one act (`release`, `undo`), in order.
pub async fn approvals(source: &mut impl Source, id: BatchId, act: &str) -> Result<Vec<Approval>> {
    let rows = fetch_all!(
        source,
        ApprovalRow,
        APPROVALS,
        id.as_bytes().as_slice(),
        act
    )?;
    let read = |row: ApprovalRow| {
        Ok(Approval {
            staff: staff(row.staff)?,
            at: from_millis(row.at),
        })
    };
    rows.into_iter().map(read).collect()
}

pub(crate) const DROP: &str = "DELETE FROM event_approval WHERE batch = $1 AND act = $2";

/// Drops the steps of an act that has to begin anew; the audit log keeps them.
pub async fn drop_approvals(tx: &mut Tx, id: BatchId, act: &str) -> Result<()> {
    execute!(tx, DROP, id.as_bytes().as_slice(), act)?;
    Ok(())
}

pub(crate) const APPROVE: &str = "INSERT INTO event_approval (batch, act, step, staff, at, acknowledged) VALUES ($1, $2, $3, $4, $5, $6) \
     ON CONFLICT DO NOTHING";

/// Puts a step on record; [`Error::Stale`] when it was taken, or by the same officer.
pub async fn add_approval(
    tx: &mut Tx,
    id: BatchId,
    (act, step): (&str, i64),
    approval: &Approval,
    acknowledged: &str,
) -> Result<()> {
    let added = execute!(
        tx,
        APPROVE,
        id.as_bytes().as_slice(),
        act,
        step,
        approval.staff.map(|staff| staff.as_bytes().to_vec()),
        millis(approval.at),
        acknowledged
    )?;
    if added == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const OUTCOMES: &str = "SELECT outcome, CAST(COUNT(*) AS BIGINT) FROM event_item WHERE batch = $1 AND outcome IS NOT NULL \
     GROUP BY outcome ORDER BY outcome";

/// How many events of a batch led to what.
pub async fn outcomes(source: &mut impl Source, id: BatchId) -> Result<Vec<(Outcome, i64)>> {
    let rows = fetch_all!(source, (String, i64), OUTCOMES, id.as_bytes().as_slice())?;
    let known = |(word, count): (String, i64)| Some((Outcome::parse(&word)?, count));
    Ok(rows.into_iter().filter_map(known).collect())
}

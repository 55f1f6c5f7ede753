//! Visits to the counter (D59-14.2.a1): a row a visit, its seat and its person in tables of their own.

mod columns;
mod hours;
mod lists;
mod seat;

pub use hours::{
    Place, Rules, close_day, closed_days, count_call, desk, insert_hours, open_day, purge_closed,
    purge_desks, rules, rules_held, set_desk, set_hours,
};
pub use lists::{
    Office, begun_for, booked_on, done_on, in_service, of_subject, offices, over_since, waiting,
};
pub use seat::{forget_seats, free_seat, hold_person, next_number, purge_counts, take_seat, taken};

use domain::contact::Phone;
use domain::ids::{SubjectId, VisitId};
use domain::person::PersonNumber;
use domain::time::millis;
use domain::visit::{Priority, Reason, State};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Source, Tx};
use columns::{Columns, VisitRow};

/// What is known of who comes; sealed at rest, forgotten some days after the visit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Personal number, where it was said.
    pub number: Option<PersonNumber>,
    /// Phone of somebody without an account.
    pub phone: Option<Phone>,
    /// Language of messages.
    pub language: String,
    /// Word of the reason to go first.
    pub priority: Option<String>,
}

domain::redacted_debug!(Body);

/// A visit as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Which unit's.
    pub unit: String,
    /// Identifier.
    pub id: VisitId,
    /// `LH-XXXXX-XXXXX`.
    pub reference: String,
    /// Of the booked time, or of the arrival.
    pub day: Date,
    /// What he comes for.
    pub reason: Reason,
    /// Where it stands.
    pub state: State,
    /// Whose, where he has an account.
    pub subject: Option<SubjectId>,
    /// Sealed part, opened; none once it is forgotten.
    pub body: Option<Body>,
    /// When it was booked, or began.
    pub made: Timestamp,
    /// For compare-and-set.
    pub revision: i64,
}

impl Stored {
    /// Why he goes before others, if he does.
    pub fn priority(&self) -> Option<Priority> {
        self.body
            .as_ref()
            .and_then(|body| body.priority.as_deref())
            .and_then(Priority::parse)
    }
}

fn context(id: VisitId) -> String {
    format!("visit/{id}")
}

const CORRUPT: Error = Error::Corrupt("visit");

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT unit, id, reference, day, state, reason, slot, number, arrived_at, desk, called_at, calls, \
             registration, over_at, cancelled_by, subject, body, made_at, revision FROM visit ",
            $rest
        )
    };
}
use select;

pub(crate) const INSERT: &str = "INSERT INTO visit (unit, id, reference, day, state, reason, slot, number, arrived_at, \
     subject, body, made_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1) ON CONFLICT (unit, id) DO NOTHING";

/// Writes a new visit, booked or arrived; `false` where its identifier is taken.
pub async fn insert(tx: &mut Tx, new: &Stored) -> Result<bool> {
    let keys = tx.keys();
    let body = new.body.as_ref();
    let body = body.map(|body| keys.seal_json(&context(new.id), body));
    let columns = Columns::of(&new.state);
    let rows = execute!(
        tx,
        INSERT,
        new.unit.as_str(),
        new.id.as_bytes().as_slice(),
        new.reference.as_str(),
        new.day.to_string(),
        new.state.as_str(),
        new.reason.as_str(),
        columns.slot,
        columns.number,
        columns.arrived_at,
        new.subject.map(|subject| subject.as_bytes().to_vec()),
        body.transpose()?,
        millis(new.made)
    )?;
    Ok(rows == 1)
}

pub(crate) const SAVE: &str = "UPDATE visit SET day = $4, state = $5, slot = $6, number = $7, arrived_at = $8, desk = $9, \
     called_at = $10, calls = $11, registration = $12, over_at = $13, cancelled_by = $14, body = $15, \
     revision = revision + 1 WHERE unit = $1 AND id = $2 AND revision = $3";

/// Writes what became of a visit; [`Error::Stale`] where somebody was faster. Who is booked no longer may book anew.
pub async fn save(tx: &mut Tx, changed: &Stored) -> Result<()> {
    let keys = tx.keys();
    let body = changed.body.as_ref();
    let body = body.map(|body| keys.seal_json(&context(changed.id), body));
    let columns = Columns::of(&changed.state);
    let rows = execute!(
        tx,
        SAVE,
        changed.unit.as_str(),
        changed.id.as_bytes().as_slice(),
        changed.revision,
        changed.day.to_string(),
        changed.state.as_str(),
        columns.slot,
        columns.number,
        columns.arrived_at,
        columns.desk,
        columns.called_at,
        columns.calls,
        columns.registration,
        columns.over_at,
        columns.cancelled_by,
        body.transpose()?
    )?;
    if rows != 1 {
        return Err(Error::Stale);
    }
    if !matches!(changed.state, State::Booked { .. }) {
        seat::release_person(tx, changed).await?;
    }
    Ok(())
}

pub(crate) const LOAD: &str = select!("WHERE unit = $1 AND id = $2");

/// A visit of a unit.
pub async fn load(source: &mut impl Source, unit: &str, id: VisitId) -> Result<Option<Stored>> {
    let row = fetch_optional!(source, VisitRow, LOAD, unit, id.as_bytes().as_slice())?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const NAMED: &str = select!("WHERE unit = $1 AND reference = $2");

/// A visit of a unit by its reference.
pub async fn named(
    source: &mut impl Source,
    unit: &str,
    reference: &str,
) -> Result<Option<Stored>> {
    let row = fetch_optional!(source, VisitRow, NAMED, unit, reference)?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const FORGET: &str = "UPDATE visit SET body = NULL, subject = NULL, registration = NULL, revision = revision + 1 \
     WHERE (unit, id) IN (SELECT unit, id FROM visit WHERE over_at < $1 AND body IS NOT NULL LIMIT $2)";

/// Forgets whose the visits were that ended before an instant, and for which registration.
pub async fn forget(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(tx, FORGET, millis(before), limit)
}

pub(crate) const PURGE: &str = "DELETE FROM visit WHERE (unit, id) IN \
     (SELECT unit, id FROM visit WHERE over_at < $1 LIMIT $2)";

/// Drops what ended before an instant.
pub async fn purge(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(tx, PURGE, millis(before), limit)
}

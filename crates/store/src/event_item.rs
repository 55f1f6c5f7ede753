//! The events of a batch, read many at a time with all that they are judged by.

use domain::account::SubjectKind;
use domain::ids::{BatchId, HoldId, SubjectId};
use domain::register_event::{Change, Earlier, Moment, Outcome, Teller};
use domain::registers::events::EventRecord;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::register_event::{Last, content, earlier};
use crate::{Error, Result, Source, Tx};

/// An event about to be written.
pub struct New<'a> {
    /// Where it stood in the file.
    pub line: i64,
    /// What it tells.
    pub record: &'a EventRecord,
    /// Kind of identifier and value by which the subject is found.
    pub lookup: (&'a str, &'a str),
}

fn context(batch: BatchId) -> String {
    format!("event/{batch}")
}

fn corrupt() -> Error {
    Error::Corrupt("event item")
}

pub(crate) const INSERT: &str = "INSERT INTO event_item (batch, place, line, event, change, at, sequence, lookup, content, told) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Writes an event at its place, from 1 on.
pub async fn insert(tx: &mut Tx, batch: BatchId, place: i64, new: &New<'_>) -> Result<()> {
    let keys = tx.keys();
    let record = new.record;
    let told = keys.seal(&context(batch), record.subject.as_bytes())?;
    let (kind, value) = new.lookup;
    execute!(
        tx,
        INSERT,
        batch.as_bytes().as_slice(),
        place,
        new.line,
        record.event.as_str(),
        record.change.as_str(),
        millis(record.moment.at),
        record.moment.sequence,
        keys.digest(kind, value),
        content(&keys, record.change, value),
        told
    )?;
    Ok(())
}

row! {
    struct ItemRow {
        place: i64,
        event: String,
        change: String,
        at: i64,
        sequence: i64,
        content: Vec<u8>,
        told: Vec<u8>,
        subject: Option<Vec<u8>>,
        kind: Option<String>,
        noted: Option<String>,
        earlier: Option<Vec<u8>>,
        last_at: Option<i64>,
        last_sequence: Option<i64>,
        last_event: Option<String>,
    }
}

/// An event of a batch with what is known of its subject now.
#[derive(Clone)]
pub struct Item {
    /// Its place in the batch.
    pub place: i64,
    /// The register's identifier.
    pub event: String,
    /// What changed.
    pub change: Change,
    /// When.
    pub moment: Moment,
    /// Digest of what it tells.
    pub content: Vec<u8>,
    /// The subject as the register named it.
    pub told: String,
    /// The account, where there is one.
    pub account: Option<(SubjectId, SubjectKind)>,
    /// What is known of its identifier.
    pub earlier: Earlier,
    /// The register's last event for the subject.
    pub last: Option<Last>,
}

domain::redacted_debug!(Item);

impl ItemRow {
    fn into_item(self, teller: Teller, told: Vec<u8>) -> Result<Item> {
        let account = match (self.subject, self.kind) {
            (Some(subject), Some(kind)) => Some((
                SubjectId::try_from(subject.as_slice()).map_err(|_| corrupt())?,
                SubjectKind::parse(&kind).ok_or_else(corrupt)?,
            )),
            (None | Some(_), _) => None,
        };
        let last = match (self.last_at, self.last_sequence, self.last_event) {
            (Some(at), Some(sequence), Some(event)) => Some(Last {
                moment: Moment {
                    at: from_millis(at),
                    sequence,
                },
                event,
            }),
            (None | Some(_), _, _) => None,
        };
        let noted = self.noted.as_deref();
        Ok(Item {
            place: self.place,
            event: self.event,
            change: Change::of(teller, &self.change).ok_or_else(corrupt)?,
            moment: Moment {
                at: from_millis(self.at),
                sequence: self.sequence,
            },
            earlier: earlier(noted, self.earlier.as_deref(), &self.content),
            content: self.content,
            told: String::from_utf8(told).map_err(|_| corrupt())?,
            account,
            last,
        })
    }
}

pub(crate) const CHUNK: &str = "SELECT i.place, i.event, i.change, i.at, i.sequence, i.content, i.told, a.subject, a.kind, \
     e.register AS noted, e.content AS earlier, o.at AS last_at, o.sequence AS last_sequence, o.event AS last_event \
     FROM event_item i LEFT JOIN identifier d ON d.digest = i.lookup LEFT JOIN account a ON a.subject = d.subject \
     LEFT JOIN register_event e ON e.register = $3 AND e.event = i.event \
     LEFT JOIN register_order o ON o.subject = a.subject AND o.register = $3 \
     WHERE i.batch = $1 AND i.place > $2 ORDER BY i.place LIMIT $4";

/// The next events of a batch after a place.
pub async fn chunk(
    source: &mut impl Source,
    (batch, teller): (BatchId, Teller),
    after: i64,
    limit: i64,
) -> Result<Vec<Item>> {
    let id = batch.as_bytes().as_slice();
    let rows = fetch_all!(source, ItemRow, CHUNK, id, after, teller.as_str(), limit)?;
    let (keys, context) = (source.keys(), context(batch));
    rows.into_iter()
        .map(|row| {
            let told = keys.open(&context, &row.told)?;
            row.into_item(teller, told)
        })
        .collect()
}

pub(crate) const HELD: &str = "SELECT DISTINCT h.subject FROM event_item i JOIN identifier d ON d.digest = i.lookup JOIN hold h ON h.subject = d.subject \
     WHERE i.batch = $1 AND i.place > $2 AND i.place <= $3 AND h.ended_at IS NULL AND (h.since <= $4 OR h.channel <> 'date') AND (h.until IS NULL OR h.until > $4)";

/// Subjects of a stretch of events who have holds in force; most have none.
pub async fn held(
    source: &mut impl Source,
    batch: BatchId,
    (after, until): (i64, i64),
    now: Timestamp,
) -> Result<Vec<SubjectId>> {
    let id = batch.as_bytes().as_slice();
    let rows = fetch_all!(source, (Vec<u8>,), HELD, id, after, until, millis(now))?;
    let read = |(subject,): (Vec<u8>,)| SubjectId::try_from(subject.as_slice());
    let subjects = rows
        .into_iter()
        .map(read)
        .collect::<std::result::Result<_, _>>();
    subjects.map_err(|_| corrupt())
}

pub(crate) const SIGNED_IN: &str = "SELECT i.place FROM event_item i JOIN identifier d ON d.digest = i.lookup \
     WHERE i.batch = $1 AND i.place > $2 AND i.place <= $3 AND \
     (EXISTS (SELECT 1 FROM session s WHERE s.subject = d.subject AND s.seen_at >= $4) \
     OR EXISTS (SELECT 1 FROM device v WHERE v.subject = d.subject AND v.seen_at >= $4)) ORDER BY i.place";

/// Places of a stretch of events whose subjects used their account since an instant.
pub async fn signed_in(
    source: &mut impl Source,
    batch: BatchId,
    (after, until): (i64, i64),
    since: Timestamp,
) -> Result<Vec<i64>> {
    let id = batch.as_bytes().as_slice();
    let rows = fetch_all!(source, (i64,), SIGNED_IN, id, after, until, millis(since))?;
    Ok(rows.into_iter().map(|(place,)| place).collect())
}

/// What became of an event.
#[derive(Debug, Clone)]
pub struct Done {
    /// What it led to.
    pub outcome: Outcome,
    /// Whose account.
    pub subject: Option<SubjectId>,
    /// The hold placed or ended.
    pub hold: Option<HoldId>,
    /// The register's last event for the subject before.
    pub before: Option<Last>,
}

pub(crate) const FINISH: &str = "UPDATE event_item SET outcome = $3, subject = $4, hold = $5, before_at = $6, before_sequence = $7, before_event = $8 \
     WHERE batch = $1 AND place = $2";

/// Keeps what became of an event.
pub async fn finish(tx: &mut Tx, batch: BatchId, place: i64, done: &Done) -> Result<()> {
    let before = done.before.as_ref();
    execute!(
        tx,
        FINISH,
        batch.as_bytes().as_slice(),
        place,
        done.outcome.as_str(),
        done.subject.map(|id| id.as_bytes().to_vec()),
        done.hold.map(|id| id.as_bytes().to_vec()),
        before.map(|last| millis(last.moment.at)),
        before.map(|last| last.moment.sequence),
        before.map(|last| last.event.clone())
    )?;
    Ok(())
}

row! {
    struct DoneRow {
        place: i64,
        event: String,
        change: String,
        outcome: String,
        subject: Option<Vec<u8>>,
        hold: Option<Vec<u8>>,
        before_at: Option<i64>,
        before_sequence: Option<i64>,
        before_event: Option<String>,
        last_event: Option<String>,
    }
}

/// An event that was carried out.
#[derive(Debug, Clone)]
pub struct Past {
    /// Its place in the batch.
    pub place: i64,
    /// The register's identifier.
    pub event: String,
    /// What changed.
    pub change: Change,
    /// What became of it.
    pub done: Done,
    /// Identifier of the register's last event for the subject now.
    pub last: Option<String>,
}

impl DoneRow {
    fn into_past(self, teller: Teller) -> Result<Past> {
        let subject = self.subject.as_deref().map(SubjectId::try_from);
        let hold = self.hold.as_deref().map(HoldId::try_from);
        let before = match (self.before_at, self.before_sequence, self.before_event) {
            (Some(at), Some(sequence), Some(event)) => Some(Last {
                moment: Moment {
                    at: from_millis(at),
                    sequence,
                },
                event,
            }),
            (None | Some(_), _, _) => None,
        };
        Ok(Past {
            place: self.place,
            event: self.event,
            change: Change::of(teller, &self.change).ok_or_else(corrupt)?,
            done: Done {
                outcome: Outcome::parse(&self.outcome).ok_or_else(corrupt)?,
                subject: subject.transpose().map_err(|_| corrupt())?,
                hold: hold.transpose().map_err(|_| corrupt())?,
                before,
            },
            last: self.last_event,
        })
    }
}

pub(crate) const PAST: &str = "SELECT i.place, i.event, i.change, i.outcome, i.subject, i.hold, i.before_at, i.before_sequence, i.before_event, \
     o.event AS last_event FROM event_item i LEFT JOIN register_order o ON o.subject = i.subject AND o.register = $3 \
     WHERE i.batch = $1 AND i.place <= $2 AND i.outcome IS NOT NULL ORDER BY i.place DESC LIMIT $4";

/// The last events of a batch up to a place, backwards.
pub async fn past(
    source: &mut impl Source,
    (batch, teller): (BatchId, Teller),
    until: i64,
    limit: i64,
) -> Result<Vec<Past>> {
    let id = batch.as_bytes().as_slice();
    let rows = fetch_all!(source, DoneRow, PAST, id, until, teller.as_str(), limit)?;
    rows.into_iter().map(|row| row.into_past(teller)).collect()
}

pub(crate) const REVERSED: &str =
    "UPDATE event_item SET reversal = $3, restored = $4 WHERE batch = $1 AND place = $2";

/// Keeps what taking an event back did: `ended`, `restored`, `nothing`, or `later` where the register
/// told more since; and the hold that put a ground in force again.
pub async fn reversed(
    tx: &mut Tx,
    batch: BatchId,
    place: i64,
    reversal: &str,
    restored: Option<HoldId>,
) -> Result<()> {
    execute!(
        tx,
        REVERSED,
        batch.as_bytes().as_slice(),
        place,
        reversal,
        restored.map(|id| id.as_bytes().to_vec())
    )?;
    Ok(())
}

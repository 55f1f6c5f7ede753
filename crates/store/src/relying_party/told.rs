//! The events of a stream: those that wait, in their order; what became of the others.

use domain::ids::{ClientId, SignalId, StreamId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use super::signal::{Signal, SignalRow, State};
use crate::{Error, Result, Source, Tx};

pub(crate) const NEXT: &str = "SELECT id, client, session, reason, hold, queued_at, state, sent_at, answered_at, error, stream, kind, event, txn \
     FROM party_signal WHERE subject = $1 AND stream = $2 AND state = 'waiting' ORDER BY place LIMIT 1";

/// The oldest event about a subject that waits: the next to go, so that none overtakes another.
pub async fn next(
    source: &mut impl Source,
    subject: SubjectId,
    stream: StreamId,
) -> Result<Option<Signal>> {
    let (subject, stream) = (subject.as_bytes().as_slice(), stream.as_bytes().as_slice());
    fetch_optional!(source, SignalRow, NEXT, subject, stream)?
        .map(Signal::try_from)
        .transpose()
}

row! {
    struct PlaceRow {
        subject: Vec<u8>,
        id: Vec<u8>,
    }
}

pub(crate) const WAITING: &str = "SELECT subject, id FROM party_signal \
     WHERE stream = $1 AND state = 'waiting' ORDER BY queued_at, place LIMIT $2";

/// Which events wait, the oldest first.
pub async fn waiting(
    source: &mut impl Source,
    stream: StreamId,
    limit: i64,
) -> Result<Vec<(SubjectId, SignalId)>> {
    let corrupt = |_| Error::Corrupt("party_signal");
    let stream = stream.as_bytes().as_slice();
    fetch_all!(source, PlaceRow, WAITING, stream, limit)?
        .into_iter()
        .map(|row| {
            let subject = SubjectId::try_from(row.subject.as_slice()).map_err(corrupt)?;
            let id = SignalId::try_from(row.id.as_slice()).map_err(corrupt)?;
            Ok((subject, id))
        })
        .collect()
}

pub(crate) const ANSWERED: &str = "UPDATE party_signal SET state = $3, answered_at = $4, error = $5 \
     WHERE stream = $1 AND id = $2 AND state = 'waiting' AND sent_at IS NOT NULL";

/// RFC 8936 2.4: what a relying party says of an event that it fetched; what was answered before stays.
pub async fn answered(
    tx: &mut Tx,
    stream: StreamId,
    id: SignalId,
    (state, error): (State, &str),
) -> Result<()> {
    execute!(
        tx,
        ANSWERED,
        stream.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        state.as_str(),
        state.answered().map(millis),
        error
    )?;
    Ok(())
}

pub(crate) const DROP: &str = "UPDATE party_signal SET state = 'given-up', error = $2 \
     WHERE stream = $1 AND state = 'waiting'";

/// Gives up all that waits.
pub async fn drop_waiting(tx: &mut Tx, stream: StreamId, error: &str) -> Result<u64> {
    execute!(tx, DROP, stream.as_bytes().as_slice(), error)
}

pub(crate) const EXPIRE: &str = "UPDATE party_signal SET state = 'given-up', error = $2 \
     WHERE stream IS NOT NULL AND state = 'waiting' AND queued_at < $1";

/// Gives up what has waited since before an instant.
pub async fn expire(tx: &mut Tx, before: Timestamp, error: &str) -> Result<u64> {
    execute!(tx, EXPIRE, millis(before), error)
}

pub(crate) const RESUME: &str = "INSERT INTO job (subject, id, kind, due, lease, tries, payload, dead) \
     SELECT DISTINCT subject, client, $2, CAST($3 AS BIGINT), 0, 0, $4, FALSE FROM party_signal \
     WHERE stream = $1 AND state = 'waiting' ON CONFLICT (subject, id) DO UPDATE SET due = excluded.due";

/// A job for each subject of which something waits. A job that is under way is held until this commits, and
/// looks once more before it ends.
pub async fn resume(
    tx: &mut Tx,
    stream: StreamId,
    (kind, payload): (&str, &str),
    now: Timestamp,
) -> Result<u64> {
    let stream = stream.as_bytes().as_slice();
    execute!(tx, RESUME, stream, kind, millis(now), payload)
}

row! {
    struct MarkRow {
        client: Vec<u8>,
        kind: String,
    }
}

pub(crate) const MARKS: &str = "SELECT client, kind FROM party_signal \
     WHERE subject = $1 AND kind IN ('account-disabled', 'account-enabled') ORDER BY place";

/// The relying parties whose latest word of an account is that it is disabled.
pub async fn disabled(source: &mut impl Source, subject: SubjectId) -> Result<Vec<ClientId>> {
    let mut disabled = Vec::new();
    for row in fetch_all!(source, MarkRow, MARKS, subject.as_bytes().as_slice())? {
        let client = ClientId::try_from(row.client.as_slice());
        let client = client.map_err(|_| Error::Corrupt("party_signal"))?;
        disabled.retain(|other| *other != client);
        if row.kind == "account-disabled" {
            disabled.push(client);
        }
    }
    Ok(disabled)
}

row! {
    struct CountRow {
        state: String,
        events: i64,
        latest: Option<i64>,
    }
}

/// What became of a stream's events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not yet handed over.
    pub waiting: i64,
    /// Taken.
    pub acknowledged: i64,
    /// Not taken, or given up: dead letters.
    pub dead: i64,
    /// When the latest was taken.
    pub latest: Option<Timestamp>,
}

pub(crate) const COUNTS: &str = "SELECT state, CAST(COUNT(*) AS BIGINT) AS events, MAX(answered_at) AS latest FROM party_signal \
     WHERE stream = $1 GROUP BY state";

/// Counts the events of a stream.
pub async fn counts(source: &mut impl Source, stream: StreamId) -> Result<Counts> {
    let mut counts = Counts::default();
    for row in fetch_all!(source, CountRow, COUNTS, stream.as_bytes().as_slice())? {
        match row.state.as_str() {
            "waiting" => counts.waiting = row.events,
            "acknowledged" => {
                counts.acknowledged = row.events;
                counts.latest = row.latest.map(from_millis);
            }
            _ => counts.dead += row.events,
        }
    }
    Ok(counts)
}

row! {
    struct DeadRow {
        kind: String,
        queued_at: i64,
        state: String,
        error: String,
    }
}

/// An event that did not arrive. Nobody's name is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dead {
    /// Word of its type.
    pub kind: String,
    /// Since when it waited.
    pub queued: Timestamp,
    /// `refused` or `given-up`.
    pub state: String,
    /// What went wrong.
    pub error: String,
}

pub(crate) const DEAD: &str = "SELECT kind, queued_at, state, error FROM party_signal \
     WHERE stream = $1 AND state IN ('refused', 'given-up') ORDER BY queued_at DESC LIMIT $2";

/// The latest dead letters of a stream.
pub async fn dead(source: &mut impl Source, stream: StreamId, limit: i64) -> Result<Vec<Dead>> {
    let rows = fetch_all!(source, DeadRow, DEAD, stream.as_bytes().as_slice(), limit)?;
    let dead = rows.into_iter().map(|row| Dead {
        kind: row.kind,
        queued: from_millis(row.queued_at),
        state: row.state,
        error: row.error,
    });
    Ok(dead.collect())
}

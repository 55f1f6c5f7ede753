//! What relying parties are told: of the end of a session or of everything by a logout token (Back-Channel
//! Logout 1.0), of that and more by a security event (SSF 1.0); with what became of each telling.

use domain::ids::{ClientId, HoldId, SessionId, SignalId, StreamId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not yet reached.
    Waiting,
    /// The service ended its sessions.
    Acknowledged(Timestamp),
    /// The service says that the token is wrong.
    Refused(Timestamp),
    /// It could not be reached for so long that nobody tries any more.
    GivenUp,
}

impl State {
    /// Word in rows and answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Acknowledged(_) => "acknowledged",
            Self::Refused(_) => "refused",
            Self::GivenUp => "given-up",
        }
    }

    /// When the service answered.
    pub const fn answered(self) -> Option<Timestamp> {
        match self {
            Self::Acknowledged(at) | Self::Refused(at) => Some(at),
            Self::Waiting | Self::GivenUp => None,
        }
    }

    fn parse(word: &str, answered: Option<Timestamp>) -> Option<Self> {
        match (word, answered) {
            ("waiting", None) => Some(Self::Waiting),
            ("given-up", None) => Some(Self::GivenUp),
            ("acknowledged", Some(at)) => Some(Self::Acknowledged(at)),
            ("refused", Some(at)) => Some(Self::Refused(at)),
            (_, _) => None,
        }
    }
}

/// A telling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// Identifier; of its job too.
    pub id: SignalId,
    /// To whom.
    pub client: ClientId,
    /// The session that ended; none: every session of the subject.
    pub session: Option<SessionId>,
    /// Why it ended.
    pub reason: String,
    /// The lock it came by.
    pub hold: Option<HoldId>,
    /// Since when it waits.
    pub queued: Timestamp,
    /// What became of it.
    pub state: State,
    /// The latest try.
    pub sent: Option<Timestamp>,
    /// What went wrong with it; empty where nothing did.
    pub error: String,
    /// The security event; none: a logout token.
    pub event: Option<Event>,
}

/// A security event on a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The stream.
    pub stream: StreamId,
    /// Word of its type.
    pub kind: String,
    /// Its facts, as JSON.
    pub body: String,
    /// What it has in common with the other events of the act.
    pub txn: Option<String>,
}

row! {
    pub(super) struct SignalRow {
        id: Vec<u8>,
        client: Vec<u8>,
        session: Option<Vec<u8>>,
        reason: String,
        hold: Option<Vec<u8>>,
        queued_at: i64,
        state: String,
        sent_at: Option<i64>,
        answered_at: Option<i64>,
        error: String,
        stream: Option<Vec<u8>>,
        kind: Option<String>,
        event: Option<String>,
        txn: Option<String>,
    }
}

impl SignalRow {
    fn event(&mut self) -> Result<Option<Event>> {
        let corrupt = || Error::Corrupt("party_signal");
        let Some(stream) = &self.stream else {
            return Ok(None);
        };
        Ok(Some(Event {
            stream: StreamId::try_from(stream.as_slice()).map_err(|_| corrupt())?,
            kind: self.kind.take().ok_or_else(corrupt)?,
            body: self.event.take().ok_or_else(corrupt)?,
            txn: self.txn.take(),
        }))
    }
}

impl TryFrom<SignalRow> for Signal {
    type Error = Error;

    fn try_from(mut row: SignalRow) -> Result<Self> {
        let corrupt = || Error::Corrupt("party_signal");
        let event = row.event()?;
        let session = row.session.map(|id| SessionId::try_from(id.as_slice()));
        let hold = row.hold.map(|id| HoldId::try_from(id.as_slice()));
        let answered = row.answered_at.map(from_millis);
        Ok(Self {
            id: SignalId::try_from(row.id.as_slice()).map_err(|_| corrupt())?,
            client: ClientId::try_from(row.client.as_slice()).map_err(|_| corrupt())?,
            session: session.transpose().map_err(|_| corrupt())?,
            reason: row.reason,
            hold: hold.transpose().map_err(|_| corrupt())?,
            queued: from_millis(row.queued_at),
            state: State::parse(&row.state, answered).ok_or_else(corrupt)?,
            sent: row.sent_at.map(from_millis),
            error: row.error,
            event,
        })
    }
}

pub(crate) const INSERT: &str = "INSERT INTO party_signal (subject, id, client, session, reason, hold, queued_at, state, error, stream, place, kind, event, txn) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', '', $8, \
     (SELECT COALESCE(MAX(place), 0) + 1 FROM party_signal WHERE subject = $1 AND stream = $8), $9, $10, $11)";

/// Adds a telling that waits.
pub async fn insert(tx: &mut Tx, subject: SubjectId, signal: &Signal) -> Result<()> {
    let event = signal.event.as_ref();
    execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        signal.id.as_bytes().as_slice(),
        signal.client.as_bytes().as_slice(),
        signal.session.map(|id| id.as_bytes().to_vec()),
        signal.reason.as_str(),
        signal.hold.map(|id| id.as_bytes().to_vec()),
        millis(signal.queued),
        event.map(|event| event.stream.as_bytes().to_vec()),
        event.map(|event| event.kind.as_str()),
        event.map(|event| event.body.as_str()),
        event.and_then(|event| event.txn.as_deref())
    )?;
    Ok(())
}

pub(crate) const FIND: &str = "SELECT id, client, session, reason, hold, queued_at, state, sent_at, answered_at, error, stream, kind, event, txn \
     FROM party_signal WHERE subject = $1 AND id = $2";

/// One telling.
pub async fn find(
    source: &mut impl Source,
    subject: SubjectId,
    id: SignalId,
) -> Result<Option<Signal>> {
    let (subject, id) = (subject.as_bytes().as_slice(), id.as_bytes().as_slice());
    fetch_optional!(source, SignalRow, FIND, subject, id)?
        .map(Signal::try_from)
        .transpose()
}

pub(crate) const OF_HOLD: &str = "SELECT id, client, session, reason, hold, queued_at, state, sent_at, answered_at, error, stream, kind, event, txn \
     FROM party_signal WHERE subject = $1 AND hold = $2 ORDER BY queued_at, place, id";

/// UX-12: whom a lock told.
pub async fn of_hold(
    source: &mut impl Source,
    subject: SubjectId,
    hold: HoldId,
) -> Result<Vec<Signal>> {
    let (subject, hold) = (subject.as_bytes().as_slice(), hold.as_bytes().as_slice());
    fetch_all!(source, SignalRow, OF_HOLD, subject, hold)?
        .into_iter()
        .map(Signal::try_from)
        .collect()
}

pub(crate) const TRIED: &str = "UPDATE party_signal SET state = $3, sent_at = $4, answered_at = $5, error = $6 \
     WHERE subject = $1 AND id = $2 AND state = 'waiting'";

/// Notes a try and what came of it; what was answered before stays.
pub async fn tried(tx: &mut Tx, subject: SubjectId, signal: &Signal) -> Result<()> {
    execute!(
        tx,
        TRIED,
        subject.as_bytes().as_slice(),
        signal.id.as_bytes().as_slice(),
        signal.state.as_str(),
        signal.sent.map(millis),
        signal.state.answered().map(millis),
        signal.error.as_str()
    )?;
    Ok(())
}

pub(crate) const PURGE: &str = "DELETE FROM party_signal WHERE (subject, id) IN \
     (SELECT subject, id FROM party_signal WHERE queued_at < $1 ORDER BY queued_at LIMIT $2)";

/// Forgets tellings from before an instant, so many at most; gives how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(tx, PURGE, millis(before), limit)
}

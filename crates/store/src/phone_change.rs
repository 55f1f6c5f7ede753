//! Changes of the telephone number an account is bound to (APP-12): at most one open an account.

use domain::contact::Phone;
use domain::hold::Channel;
use domain::ids::{PhoneChangeId, StaffId, SubjectId};
use domain::phone_change::{PhoneChange, Refusal, State};
use domain::time::{from_millis, millis};
use serde::{Deserialize, Serialize};

use crate::{Error, Keys, Result, Source, Tx};

/// What is written about a change; sealed at rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The number asked for; whoever asked read back a code that was sent there.
    pub phone: Phone,
    /// Words of the decision; empty before.
    pub words: String,
}

domain::redacted_debug!(Body);

/// A change as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Whose account.
    pub subject: SubjectId,
    /// Identifier.
    pub id: PhoneChangeId,
    /// Call centre or counter.
    pub channel: Channel,
    /// The unit that received it.
    pub unit: String,
    /// The rules' view.
    pub change: PhoneChange,
    /// Sealed part, opened.
    pub body: Body,
}

row! {
    struct ChangeRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        state: String,
        channel: String,
        unit: String,
        received_at: i64,
        received_by: Vec<u8>,
        due: i64,
        decided_at: Option<i64>,
        decided_by: Option<Vec<u8>>,
        refusal: Option<String>,
        body: Vec<u8>,
    }
}

fn context(subject: SubjectId) -> String {
    format!("phone-change/{subject}")
}

fn corrupt() -> Error {
    Error::Corrupt("phone_change")
}

const fn word(state: &State) -> &'static str {
    match state {
        State::Received => "received",
        State::CarriedOut { .. } => "carried-out",
        State::Refused { .. } => "refused",
        State::Withdrawn { .. } => "withdrawn",
    }
}

impl ChangeRow {
    fn state(&self) -> Result<State> {
        let at = self.decided_at.map(from_millis);
        let by = self
            .decided_by
            .as_deref()
            .map(StaffId::try_from)
            .transpose()
            .map_err(|_| corrupt())?;
        let reason = self.refusal.as_deref().and_then(Refusal::parse);
        match (self.state.as_str(), at, by, reason) {
            ("received", None, None, None) => Ok(State::Received),
            ("carried-out", Some(at), Some(by), None) => Ok(State::CarriedOut { at, by }),
            ("refused", Some(at), Some(by), Some(reason)) => Ok(State::Refused { at, by, reason }),
            ("withdrawn", Some(at), None, None) => Ok(State::Withdrawn { at }),
            _ => Err(corrupt()),
        }
    }

    fn into_stored(self, keys: &Keys) -> Result<Stored> {
        let subject = SubjectId::try_from(self.subject.as_slice()).map_err(|_| corrupt())?;
        Ok(Stored {
            subject,
            id: PhoneChangeId::try_from(self.id.as_slice()).map_err(|_| corrupt())?,
            channel: Channel::parse(&self.channel).ok_or_else(corrupt)?,
            change: PhoneChange {
                received: from_millis(self.received_at),
                received_by: StaffId::try_from(self.received_by.as_slice())
                    .map_err(|_| corrupt())?,
                due: from_millis(self.due),
                state: self.state()?,
            },
            body: keys.open_json(&context(subject), &self.body)?,
            unit: self.unit,
        })
    }
}

pub(crate) const INSERT: &str = "INSERT INTO phone_change (subject, id, state, channel, unit, received_at, received_by, due, body) \
     VALUES ($1, $2, 'received', $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";

/// Writes a received change; `false` when one is open already.
pub async fn insert(tx: &mut Tx, new: &Stored) -> Result<bool> {
    let body = tx.keys().seal_json(&context(new.subject), &new.body)?;
    let added = execute!(
        tx,
        INSERT,
        new.subject.as_bytes().as_slice(),
        new.id.as_bytes().as_slice(),
        new.channel.as_str(),
        new.unit.as_str(),
        millis(new.change.received),
        new.change.received_by.as_bytes().as_slice(),
        millis(new.change.due),
        body
    )?;
    Ok(added == 1)
}

pub(crate) const LOAD: &str = "SELECT subject, id, state, channel, unit, received_at, received_by, due, decided_at, \
     decided_by, refusal, body FROM phone_change WHERE subject = $1 AND id = $2";

/// One change.
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    id: PhoneChangeId,
) -> Result<Option<Stored>> {
    let row = fetch_optional!(
        source,
        ChangeRow,
        LOAD,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const LATEST: &str = "SELECT subject, id, state, channel, unit, received_at, received_by, due, decided_at, \
     decided_by, refusal, body FROM phone_change WHERE subject = $1 ORDER BY received_at DESC, id DESC LIMIT 1";

/// The latest change of a holder.
pub async fn latest(source: &mut impl Source, subject: SubjectId) -> Result<Option<Stored>> {
    let row = fetch_optional!(source, ChangeRow, LATEST, subject.as_bytes().as_slice())?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const QUEUE: &str = "SELECT subject, id, state, channel, unit, received_at, received_by, due, decided_at, \
     decided_by, refusal, body FROM phone_change WHERE state = 'received' ORDER BY due, id LIMIT $1";

/// The changes that wait, the most urgent first.
pub async fn queue(source: &mut impl Source, limit: i64) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, ChangeRow, QUEUE, limit)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const CLOSE: &str = "UPDATE phone_change SET state = $3, decided_at = $4, decided_by = $5, refusal = $6, body = $7 \
     WHERE subject = $1 AND id = $2 AND state = 'received'";

/// Writes what became of an open change; [`Error::Stale`] when somebody was faster.
pub async fn close(tx: &mut Tx, closed: &Stored) -> Result<()> {
    let (at, by, refusal) = match closed.change.state {
        State::Received => return Err(Error::Stale),
        State::CarriedOut { at, by } => (at, Some(by), None),
        State::Refused { at, by, reason } => (at, Some(by), Some(reason.as_str())),
        State::Withdrawn { at } => (at, None, None),
    };
    let body = tx
        .keys()
        .seal_json(&context(closed.subject), &closed.body)?;
    let changed = execute!(
        tx,
        CLOSE,
        closed.subject.as_bytes().as_slice(),
        closed.id.as_bytes().as_slice(),
        word(&closed.change.state),
        millis(at),
        by.map(|by| by.as_bytes().to_vec()),
        refusal,
        body
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

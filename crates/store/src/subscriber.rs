//! R50-2: mobile numbers that people registered with telecoms by their own sign-in; a number stands in one person's
//! name with one telecom at most.

use domain::contact::Phone;
use domain::ids::{ClientId, CodeId, SubjectId, SubscriberId};
use domain::subscriber::State;
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Source, Tx};

/// The number and what its registration rests on; sealed at rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The number.
    pub phone: Phone,
    /// The latest code that was sent to it.
    pub code: Option<CodeId>,
    /// D59-24: what the sign-in at the telecom's request proved, and when it was.
    pub level: u8,
    /// The latter.
    pub signed_in: Timestamp,
    /// The same of the session in which the code was entered; none before.
    pub confirmed: Option<Session>,
    /// What the telecom's grant rested on when the number was registered; empty before.
    pub legal_basis: String,
}

domain::redacted_debug!(Body);

/// What a session proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Level of authentication (D59-24).
    pub level: u8,
    /// When that was shown.
    pub at: Timestamp,
}

/// A registration as stored.
#[derive(Debug, Clone)]
pub struct Subscriber {
    /// Whose.
    pub subject: SubjectId,
    /// Its reference number.
    pub id: SubscriberId,
    /// With which telecom.
    pub client: ClientId,
    /// Where it stands.
    pub state: State,
    /// When the telecom asked.
    pub asked: Timestamp,
    /// Since when the number stands in the person's name.
    pub registered: Option<Timestamp>,
    /// Since when it does not any more, or does not wait.
    pub ended: Option<Timestamp>,
    /// Sealed part, opened.
    pub body: Body,
    /// For writes that compare before they set.
    pub revision: i64,
}

row! {
    struct SubscriberRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        client: Vec<u8>,
        state: String,
        asked_at: i64,
        registered_at: Option<i64>,
        ended_at: Option<i64>,
        body: Vec<u8>,
        revision: i64,
    }
}

fn context(id: SubscriberId) -> String {
    format!("subscriber/{id}")
}

/// Of the number alone: whoever proves it with another telecom carried it there.
fn digest(source: &impl Source, phone: &Phone) -> Vec<u8> {
    source.keys().digest("subscriber", phone.as_str())
}

fn read(source: &impl Source, row: &SubscriberRow) -> Result<Subscriber> {
    let corrupt = || Error::Corrupt("subscriber");
    let id = SubscriberId::try_from(row.id.as_slice()).map_err(|_| corrupt())?;
    Ok(Subscriber {
        subject: SubjectId::try_from(row.subject.as_slice()).map_err(|_| corrupt())?,
        id,
        client: ClientId::try_from(row.client.as_slice()).map_err(|_| corrupt())?,
        state: State::parse(&row.state).ok_or_else(corrupt)?,
        asked: from_millis(row.asked_at),
        registered: row.registered_at.map(from_millis),
        ended: row.ended_at.map(from_millis),
        body: source.keys().open_json(&context(id), &row.body)?,
        revision: row.revision,
    })
}

pub(crate) const INSERT: &str = "INSERT INTO subscriber (subject, id, client, state, asked_at, number, body, revision) \
     VALUES ($1, $2, $3, 'asked', $4, $5, $6, 1)";
pub(crate) const REPLACE: &str = "UPDATE subscriber SET state = 'lapsed', ended_at = $3, revision = revision + 1 \
     WHERE subject = $1 AND client = $2 AND state = 'asked'";

/// Keeps what a telecom asked, in place of what it asked of this person before and he has not answered.
pub async fn ask(tx: &mut Tx, new: &Subscriber) -> Result<()> {
    let (subject, client) = (new.subject.as_bytes().as_slice(), new.client.as_bytes());
    execute!(tx, REPLACE, subject, client.as_slice(), millis(new.asked))?;
    let number = digest(tx, &new.body.phone);
    let body = tx.keys().seal_json(&context(new.id), &new.body)?;
    execute!(
        tx,
        INSERT,
        subject,
        new.id.as_bytes().as_slice(),
        client.as_slice(),
        millis(new.asked),
        number,
        body
    )?;
    Ok(())
}

pub(crate) const LOAD: &str = "SELECT subject, id, client, state, asked_at, registered_at, ended_at, body, revision FROM subscriber \
     WHERE subject = $1 AND id = $2";

/// One of a person's own; another's is not there.
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    id: SubscriberId,
) -> Result<Option<Subscriber>> {
    let (subject, id) = (subject.as_bytes().as_slice(), id.as_bytes().as_slice());
    let row = fetch_optional!(source, SubscriberRow, LOAD, subject, id)?;
    row.map(|row| read(source, &row)).transpose()
}

pub(crate) const NAMED: &str = "SELECT subject, id, client, state, asked_at, registered_at, ended_at, body, revision FROM subscriber \
     WHERE client = $1 AND id = $2";

/// A telecom's own by its reference number; another's is not there.
pub async fn named(
    source: &mut impl Source,
    client: ClientId,
    id: SubscriberId,
) -> Result<Option<Subscriber>> {
    let (client, id) = (client.as_bytes().as_slice(), id.as_bytes().as_slice());
    let row = fetch_optional!(source, SubscriberRow, NAMED, client, id)?;
    row.map(|row| read(source, &row)).transpose()
}

pub(crate) const OF_SUBJECT: &str = "SELECT subject, id, client, state, asked_at, registered_at, ended_at, body, revision FROM subscriber \
     WHERE subject = $1 AND state <> 'lapsed' ORDER BY asked_at DESC, id LIMIT $2";

/// A person's but for what lapsed, the latest first.
pub async fn of_subject(
    source: &mut impl Source,
    subject: SubjectId,
    limit: i64,
) -> Result<Vec<Subscriber>> {
    let subject = subject.as_bytes().as_slice();
    let rows = fetch_all!(source, SubscriberRow, OF_SUBJECT, subject, limit)?;
    rows.iter().map(|row| read(source, row)).collect()
}

pub(crate) const SAVE: &str = "UPDATE subscriber SET state = $3, registered_at = $4, ended_at = $5, body = $6, revision = revision + 1 \
     WHERE subject = $1 AND id = $2 AND revision = $7";

/// Writes a changed one; [`Error::Stale`] when somebody else was faster, also with the same number.
pub async fn save(tx: &mut Tx, changed: &Subscriber) -> Result<()> {
    let body = tx.keys().seal_json(&context(changed.id), &changed.body)?;
    let saved = execute!(
        tx,
        SAVE,
        changed.subject.as_bytes().as_slice(),
        changed.id.as_bytes().as_slice(),
        changed.state.as_str(),
        changed.registered.map(millis),
        changed.ended.map(millis),
        body,
        changed.revision
    );
    if saved.map_err(taken)? == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// Two prove one number with two telecoms at once: the number goes to one of them.
fn taken(error: Error) -> Error {
    if let Error::Database(sqlx::Error::Database(cause)) = &error
        && cause.is_unique_violation()
    {
        Error::Stale
    } else {
        error
    }
}

pub(crate) const WAITING: &str = "SELECT subject, id, client, state, asked_at, registered_at, ended_at, body, revision FROM subscriber \
     WHERE subject = $1 AND client = $2 AND state = 'asked' ORDER BY asked_at DESC LIMIT 1";

/// What a telecom asked of a person and he has not answered.
pub async fn waiting(
    source: &mut impl Source,
    subject: SubjectId,
    client: ClientId,
) -> Result<Option<Subscriber>> {
    let (subject, client) = (subject.as_bytes().as_slice(), client.as_bytes().as_slice());
    let row = fetch_optional!(source, SubscriberRow, WAITING, subject, client)?;
    row.map(|row| read(source, &row)).transpose()
}

pub(crate) const UNANSWERED: &str = "SELECT id FROM subscriber \
     WHERE subject = $1 AND state = 'asked' AND asked_at > $2 ORDER BY asked_at DESC LIMIT 1";

/// The latest that a person was asked since an instant and has not answered.
pub async fn unanswered(
    source: &mut impl Source,
    subject: SubjectId,
    since: Timestamp,
) -> Result<Option<SubscriberId>> {
    let subject = subject.as_bytes().as_slice();
    let row = fetch_optional!(source, (Vec<u8>,), UNANSWERED, subject, millis(since))?;
    row.map(|(id,)| SubscriberId::try_from(id.as_slice()))
        .transpose()
        .map_err(|_| Error::Corrupt("subscriber"))
}

pub(crate) const STANDING: &str = "SELECT subject, id, client, state, asked_at, registered_at, ended_at, body, revision FROM subscriber \
     WHERE number = $1 AND state = 'registered'";

/// In whose name a number stands, and with whom.
pub async fn standing(source: &mut impl Source, phone: &Phone) -> Result<Option<Subscriber>> {
    let number = digest(source, phone);
    let row = fetch_optional!(source, SubscriberRow, STANDING, number)?;
    row.map(|row| read(source, &row)).transpose()
}

pub(crate) const PASS_ON: &str = "UPDATE subscriber SET state = CASE WHEN subject = $2 THEN 'ended' ELSE 'passed-on' END, \
     ended_at = $3, revision = revision + 1 WHERE number = $1 AND state = 'registered' RETURNING subject, id, client";

/// A registration that a later proof ended.
#[derive(Debug, Clone, Copy)]
pub struct Before {
    /// Whose.
    pub subject: SubjectId,
    /// Its reference number.
    pub id: SubscriberId,
    /// With which telecom.
    pub client: ClientId,
}

row! {
    struct BeforeRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        client: Vec<u8>,
    }
}

/// Ends who has a number, with whichever telecom; gives whose it was. His own ends as well: he proves it anew.
pub async fn pass_on(
    tx: &mut Tx,
    phone: &Phone,
    to: SubjectId,
    at: Timestamp,
) -> Result<Option<Before>> {
    let number = digest(tx, phone);
    let to = to.as_bytes().as_slice();
    let row = fetch_optional!(tx, BeforeRow, PASS_ON, number, to, millis(at))?;
    row.map(|row| {
        Ok(Before {
            subject: SubjectId::try_from(row.subject.as_slice())?,
            id: SubscriberId::try_from(row.id.as_slice())?,
            client: ClientId::try_from(row.client.as_slice())?,
        })
    })
    .transpose()
    .map_err(|_: domain::ids::IdError| Error::Corrupt("subscriber"))
}

pub(crate) const PURGE: &str = "DELETE FROM subscriber WHERE (subject, id) IN \
     (SELECT subject, id FROM subscriber WHERE state IN ('asked', 'lapsed') AND asked_at < $1 LIMIT $2)";

/// Forgets at most so many that nobody answered.
pub async fn purge(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(tx, PURGE, millis(before), limit)
}

pub(crate) const PURGE_ENDED: &str = "DELETE FROM subscriber WHERE (subject, id) IN \
     (SELECT subject, id FROM subscriber WHERE state IN ('passed-on', 'ended') AND ended_at < $1 LIMIT $2)";

/// D59-21.2: forgets at most so many that ended long ago.
pub async fn purge_ended(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(tx, PURGE_ENDED, millis(before), limit)
}

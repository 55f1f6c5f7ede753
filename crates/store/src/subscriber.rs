//! R50-2: mobile numbers that people registered with telecoms by their own sign-in; with a telecom a number stands in
//! one person's name at most.

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
    /// What the telecom's grant rested on when the number was registered; empty before.
    pub legal_basis: String,
}

domain::redacted_debug!(Body);

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
    /// Since when in somebody else's.
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

/// Differs from telecom to telecom: two rows do not tell that they are of one number.
fn digest(source: &impl Source, client: ClientId, phone: &Phone) -> Vec<u8> {
    let number = format!("{client}/{}", phone.as_str());
    source.keys().digest("subscriber", &number)
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
pub(crate) const REPLACE: &str =
    "DELETE FROM subscriber WHERE subject = $1 AND client = $2 AND state = 'asked'";

/// Keeps what a telecom asked, in place of what it asked of this person before and he has not answered.
pub async fn ask(tx: &mut Tx, new: &Subscriber) -> Result<()> {
    let (subject, client) = (new.subject.as_bytes().as_slice(), new.client.as_bytes());
    execute!(tx, REPLACE, subject, client.as_slice())?;
    let number = digest(tx, new.client, &new.body.phone);
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
     WHERE subject = $1 ORDER BY asked_at DESC, id LIMIT $2";

/// A person's, the latest first.
pub async fn of_subject(
    source: &mut impl Source,
    subject: SubjectId,
    limit: i64,
) -> Result<Vec<Subscriber>> {
    let subject = subject.as_bytes().as_slice();
    let rows = fetch_all!(source, SubscriberRow, OF_SUBJECT, subject, limit)?;
    rows.iter().map(|row| read(source, row)).collect()
}

pub(crate) const SAVE: &str = "UPDATE subscriber SET state = $3, registered_at = $4, body = $5, revision = revision + 1 \
     WHERE subject = $1 AND id = $2 AND revision = $6";

/// Writes a changed one; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, changed: &Subscriber) -> Result<()> {
    let body = tx.keys().seal_json(&context(changed.id), &changed.body)?;
    let saved = execute!(
        tx,
        SAVE,
        changed.subject.as_bytes().as_slice(),
        changed.id.as_bytes().as_slice(),
        changed.state.as_str(),
        changed.registered.map(millis),
        body,
        changed.revision
    )?;
    if saved == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const PASS_ON: &str = "UPDATE subscriber SET state = 'passed-on', ended_at = $3, revision = revision + 1 \
     WHERE client = $1 AND number = $2 AND state = 'registered' RETURNING subject";

/// Ends who has a number with a telecom; gives whose it was. The caller holds the telecom's grant, so that two who
/// prove one number stand one behind the other.
pub async fn pass_on(
    tx: &mut Tx,
    client: ClientId,
    phone: &Phone,
    at: Timestamp,
) -> Result<Option<SubjectId>> {
    let number = digest(tx, client, phone);
    let client = client.as_bytes().as_slice();
    let row = fetch_optional!(tx, (Vec<u8>,), PASS_ON, client, number, millis(at))?;
    row.map(|(subject,)| SubjectId::try_from(subject.as_slice()))
        .transpose()
        .map_err(|_| Error::Corrupt("subscriber"))
}

pub(crate) const PURGE: &str = "DELETE FROM subscriber WHERE state = 'asked' AND asked_at < $1";

/// Forgets what nobody answered.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

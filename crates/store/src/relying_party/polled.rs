//! Requests that a client makes without a browser and asks after until the person decided (RFC 8628,
//! CIBA).

use domain::ids::{ClientId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, Result, Source, Tx};

/// How the person gets to know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// He types a code from the other device (RFC 8628).
    Device,
    /// The client names him, and he finds it in his app (CIBA).
    Ciba,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Ciba => "ciba",
        }
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The person has not decided.
    Waiting,
    /// He agreed.
    Allowed,
    /// He declined.
    Denied,
}

impl Stage {
    const ALL: [Self; 3] = [Self::Waiting, Self::Allowed, Self::Denied];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Allowed => "allowed",
            Self::Denied => "denied",
        }
    }
}

/// A request to be written.
#[derive(Debug, Clone)]
pub struct New<'a, T> {
    /// Digest of what the client asks after it by.
    pub digest: &'a [u8],
    /// Whose.
    pub client: ClientId,
    /// How the person gets to know of it.
    pub kind: Kind,
    /// Whom the client asks for, where it named somebody who can be asked.
    pub subject: Option<SubjectId>,
    /// Keyed digest of what he types.
    pub user_code: Option<&'a [u8]>,
    /// What is asked.
    pub body: &'a T,
    /// Seconds between two questions.
    pub pause: i64,
    /// Since when it waits.
    pub at: Timestamp,
    /// When it is over.
    pub expires: Timestamp,
}

/// Context under which body and code are sealed: another request's cannot take their place.
fn context(digest: &[u8]) -> String {
    use std::fmt::Write;
    digest
        .iter()
        .fold("polled-request/".to_owned(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

pub(crate) const INSERT: &str = "INSERT INTO polled_request (digest, client, kind, subject, user_code, body, stage, pause, created_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9)";

/// Keeps a request until it expires.
pub async fn insert<T: Serialize + Sync>(tx: &mut Tx, new: &New<'_, T>) -> Result<()> {
    let body = tx.keys().seal_json(&context(new.digest), new.body)?;
    execute!(
        tx,
        INSERT,
        new.digest,
        new.client.as_bytes().as_slice(),
        new.kind.as_str(),
        new.subject.map(|subject| subject.as_bytes().to_vec()),
        new.user_code,
        body,
        new.pause,
        millis(new.at),
        millis(new.expires)
    )?;
    Ok(())
}

row! {
    struct PolledRow {
        digest: Vec<u8>,
        client: Vec<u8>,
        subject: Option<Vec<u8>>,
        body: Vec<u8>,
        stage: String,
        code: Option<Vec<u8>>,
        pause: i64,
        polled_at: Option<i64>,
        expires_at: i64,
    }
}

/// A request as found.
#[derive(Debug, Clone)]
pub struct Polled<T> {
    /// Digest of what the client asks after it by.
    pub digest: Vec<u8>,
    /// Whose.
    pub client: ClientId,
    /// Whom the client asks for.
    pub subject: Option<SubjectId>,
    /// What is asked.
    pub body: T,
    /// How far it is.
    pub stage: Stage,
    /// What the client's next question is answered with, once it is allowed.
    pub code: Option<String>,
    /// Seconds between two questions.
    pub pause: i64,
    /// When the client asked last.
    pub last: Option<Timestamp>,
    /// When it is over.
    pub expires: Timestamp,
}

fn read<T: DeserializeOwned>(source: &impl Source, row: PolledRow) -> Result<Polled<T>> {
    let corrupt = || Error::Corrupt("polled_request");
    let context = context(&row.digest);
    let mut stages = Stage::ALL.into_iter();
    let code = row
        .code
        .map(|code| source.keys().open_json(&context, &code));
    Ok(Polled {
        client: ClientId::try_from(row.client.as_slice()).map_err(|_| corrupt())?,
        subject: row
            .subject
            .map(|subject| SubjectId::try_from(subject.as_slice()))
            .transpose()
            .map_err(|_| corrupt())?,
        body: source.keys().open_json(&context, &row.body)?,
        stage: stages
            .find(|stage| stage.as_str() == row.stage)
            .ok_or_else(corrupt)?,
        code: code.transpose()?,
        pause: row.pause,
        last: row.polled_at.map(from_millis),
        expires: from_millis(row.expires_at),
        digest: row.digest,
    })
}

pub(crate) const FIND: &str = "SELECT digest, client, subject, body, stage, code, pause, polled_at, expires_at FROM polled_request \
     WHERE digest = $1 AND kind = $2";

/// The request that a client asks after, over or not.
pub async fn find<T: DeserializeOwned>(
    source: &mut impl Source,
    digest: &[u8],
    kind: Kind,
) -> Result<Option<Polled<T>>> {
    let row = fetch_optional!(source, PolledRow, FIND, digest, kind.as_str())?;
    row.map(|row| read(source, row)).transpose()
}

pub(crate) const TYPED: &str = "SELECT digest, client, subject, body, stage, code, pause, polled_at, expires_at FROM polled_request \
     WHERE user_code = $1 AND stage = 'waiting' AND expires_at > $2";

/// The request that waits for somebody with this code.
pub async fn by_user_code<T: DeserializeOwned>(
    source: &mut impl Source,
    user_code: &[u8],
    now: Timestamp,
) -> Result<Option<Polled<T>>> {
    let row = fetch_optional!(source, PolledRow, TYPED, user_code, millis(now))?;
    row.map(|row| read(source, row)).transpose()
}

pub(crate) const WAITING: &str = "SELECT digest, client, subject, body, stage, code, pause, polled_at, expires_at FROM polled_request \
     WHERE subject = $1 AND stage = 'waiting' AND expires_at > $2 ORDER BY created_at";

/// What waits for a person.
pub async fn waiting<T: DeserializeOwned>(
    source: &mut impl Source,
    subject: SubjectId,
    now: Timestamp,
) -> Result<Vec<Polled<T>>> {
    let subject = subject.as_bytes().as_slice();
    let rows = fetch_all!(source, PolledRow, WAITING, subject, millis(now))?;
    rows.into_iter().map(|row| read(source, row)).collect()
}

pub(crate) const ASKED: &str =
    "UPDATE polled_request SET polled_at = $2, pause = $3 WHERE digest = $1";

/// The client asked; from now on it waits so long.
pub async fn asked(tx: &mut Tx, digest: &[u8], at: Timestamp, pause: i64) -> Result<()> {
    execute!(tx, ASKED, digest, millis(at), pause)?;
    Ok(())
}

pub(crate) const DECIDE: &str = "UPDATE polled_request SET stage = $3, code = $4 \
     WHERE digest = $1 AND stage = 'waiting' AND expires_at > $2";

/// The person decided: agreed, with a code for the client, or declined. `false` where it was decided
/// before or is over.
pub async fn decide(tx: &mut Tx, digest: &[u8], code: Option<&str>, at: Timestamp) -> Result<bool> {
    let context = context(digest);
    let (stage, code) = match code {
        Some(code) => (Stage::Allowed, Some(tx.keys().seal_json(&context, &code)?)),
        None => (Stage::Denied, None),
    };
    let changed = execute!(tx, DECIDE, digest, millis(at), stage.as_str(), code)?;
    Ok(changed == 1)
}

pub(crate) const PURGE: &str = "DELETE FROM polled_request WHERE expires_at < $1";

/// Forgets what expired.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

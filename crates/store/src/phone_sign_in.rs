//! Computers that ask to be let in by a phone.

use domain::ids::{SessionId, SubjectId};
use domain::number_matching::Matching;
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Source, Tx};

/// What the phone is shown, and the computer shows.
#[derive(Clone, Serialize, Deserialize)]
pub struct Body {
    /// What the QR code says.
    pub handle: String,
    /// The numbers.
    pub matching: Matching,
    /// The computer's browser.
    pub browser: String,
    /// Where it asks from, as far as is known.
    pub address: Option<String>,
    /// When.
    pub at: Timestamp,
}

domain::redacted_debug!(Body);

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nobody decided.
    Waiting,
    /// Let in, by whom and in which session of his.
    Allowed(SubjectId, SessionId),
    /// Turned away, or picked wrongly.
    Denied,
    /// The computer went in.
    Opened,
}

/// One that asks.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Digest of what the computer holds.
    pub digest: Vec<u8>,
    /// What is shown.
    pub body: Body,
    /// How far it is.
    pub stage: Stage,
    /// When it is over.
    pub expires: Timestamp,
}

const CONTEXT: &str = "phone-sign-in";

pub(crate) const INSERT: &str = "INSERT INTO phone_sign_in (digest, handle, body, stage, expires_at) \
     VALUES ($1, $2, $3, 'waiting', $4)";

/// Keeps one until it is over.
pub async fn insert(
    tx: &mut Tx,
    (digest, handle): (&[u8], &[u8]),
    body: &Body,
    expires: Timestamp,
) -> Result<()> {
    let body = tx.keys().seal_json(CONTEXT, body)?;
    execute!(tx, INSERT, digest, handle, body, millis(expires))?;
    Ok(())
}

row! {
    struct AskingRow {
        digest: Vec<u8>,
        body: Vec<u8>,
        stage: String,
        subject: Option<Vec<u8>>,
        session: Option<Vec<u8>>,
        expires_at: i64,
    }
}

fn read(source: &impl Source, row: AskingRow) -> Result<Asking> {
    let corrupt = || Error::Corrupt("phone_sign_in");
    let subject = row
        .subject
        .and_then(|id| SubjectId::try_from(id.as_slice()).ok());
    let session = row
        .session
        .and_then(|id| SessionId::try_from(id.as_slice()).ok());
    let stage = match (row.stage.as_str(), subject, session) {
        ("waiting", None, None) => Stage::Waiting,
        ("denied", None, None) => Stage::Denied,
        ("allowed", Some(subject), Some(session)) => Stage::Allowed(subject, session),
        ("opened", Some(_), Some(_)) => Stage::Opened,
        _ => return Err(corrupt()),
    };
    Ok(Asking {
        digest: row.digest,
        body: source.keys().open_json(CONTEXT, &row.body)?,
        stage,
        expires: from_millis(row.expires_at),
    })
}

pub(crate) const FIND: &str = "SELECT digest, body, stage, subject, session, expires_at FROM phone_sign_in \
     WHERE digest = $1 AND expires_at > $2";

/// The one that a computer began.
pub async fn find(
    source: &mut impl Source,
    digest: &[u8],
    now: Timestamp,
) -> Result<Option<Asking>> {
    let row = fetch_optional!(source, AskingRow, FIND, digest, millis(now))?;
    row.map(|row| read(source, row)).transpose()
}

pub(crate) const SEEN: &str = "SELECT digest, body, stage, subject, session, expires_at FROM phone_sign_in \
     WHERE handle = $1 AND stage = 'waiting' AND expires_at > $2";

/// The one behind a QR code, as long as nobody decided.
pub async fn by_handle(
    source: &mut impl Source,
    handle: &[u8],
    now: Timestamp,
) -> Result<Option<Asking>> {
    let row = fetch_optional!(source, AskingRow, SEEN, handle, millis(now))?;
    row.map(|row| read(source, row)).transpose()
}

pub(crate) const ALLOW: &str = "UPDATE phone_sign_in SET stage = 'allowed', subject = $3, session = $4, expires_at = $5 \
     WHERE digest = $1 AND stage = 'waiting' AND expires_at > $2";

/// Somebody lets it in; `false` where it was decided before or is over. From now on it has until `expires`
/// to go in.
pub async fn allow(
    tx: &mut Tx,
    digest: &[u8],
    (subject, session): (SubjectId, SessionId),
    (at, expires): (Timestamp, Timestamp),
) -> Result<bool> {
    let changed = execute!(
        tx,
        ALLOW,
        digest,
        millis(at),
        subject.as_bytes().as_slice(),
        session.as_bytes().as_slice(),
        millis(expires)
    )?;
    Ok(changed == 1)
}

pub(crate) const DENY: &str = "UPDATE phone_sign_in SET stage = 'denied' \
     WHERE digest = $1 AND stage = 'waiting' AND expires_at > $2";

/// It is turned away; `false` where it was decided before or is over.
pub async fn deny(tx: &mut Tx, digest: &[u8], at: Timestamp) -> Result<bool> {
    Ok(execute!(tx, DENY, digest, millis(at))? == 1)
}

pub(crate) const OPEN: &str = "UPDATE phone_sign_in SET stage = 'opened' \
     WHERE digest = $1 AND stage = 'allowed' AND expires_at > $2";

/// The computer goes in, once.
pub async fn open(tx: &mut Tx, digest: &[u8], at: Timestamp) -> Result<bool> {
    Ok(execute!(tx, OPEN, digest, millis(at))? == 1)
}

pub(crate) const PURGE: &str = "DELETE FROM phone_sign_in WHERE expires_at < $1";

/// Forgets what is over.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

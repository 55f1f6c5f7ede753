//! A holder's requests to be unlocked (D59-19.5.a): at most one open an account.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::actor::AuthLevel;
use domain::ids::{StaffId, SubjectId, UnlockId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Keys, Result, Source, Tx};

/// Where a request stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Waits for an officer or the call centre.
    Open,
    /// The hold was ended.
    Granted {
        /// When.
        at: Timestamp,
    },
    /// I7: refused.
    Refused {
        /// When.
        at: Timestamp,
        /// Stable code of the reason.
        reason: String,
        /// The words added to it.
        words: String,
    },
    /// The hold ended in another way, or its holder asked for it once more.
    Settled {
        /// When.
        at: Timestamp,
    },
}

/// A request as stored.
#[derive(Debug, Clone)]
pub struct Request {
    /// Whose.
    pub subject: SubjectId,
    /// Identifier.
    pub id: UnlockId,
    /// When it was made.
    pub at: Timestamp,
    /// What the sign-in proved.
    pub level: AuthLevel,
    /// Where it stands.
    pub state: State,
}

row! {
    struct RequestRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        at: i64,
        auth_level: i64,
        state: String,
        decided_at: Option<i64>,
        note: String,
    }
}

fn context(subject: SubjectId) -> String {
    format!("unlock/{subject}")
}

/// Reason in clear, words sealed: they are written for one person.
fn seal_note(keys: &Keys, subject: SubjectId, reason: &str, words: &str) -> Result<String> {
    let sealed = keys.seal(&context(subject), words.as_bytes())?;
    Ok(format!("{reason} {}", STANDARD_NO_PAD.encode(sealed)))
}

fn open_note(keys: &Keys, subject: SubjectId, note: &str) -> Result<(String, String)> {
    let corrupt = || Error::Corrupt("unlock_request");
    let (reason, sealed) = note.split_once(' ').ok_or_else(corrupt)?;
    let sealed = STANDARD_NO_PAD.decode(sealed).map_err(|_| corrupt())?;
    let words = String::from_utf8(keys.open(&context(subject), &sealed)?).map_err(|_| corrupt())?;
    Ok((reason.to_owned(), words))
}

impl RequestRow {
    fn into_request(self, keys: &Keys) -> Result<Request> {
        let corrupt = || Error::Corrupt("unlock_request");
        let subject = SubjectId::try_from(self.subject.as_slice()).map_err(|_| corrupt())?;
        let state = match (self.state.as_str(), self.decided_at.map(from_millis)) {
            ("open", None) => State::Open,
            ("granted", Some(at)) => State::Granted { at },
            ("settled", Some(at)) => State::Settled { at },
            ("refused", Some(at)) => {
                let (reason, words) = open_note(keys, subject, &self.note)?;
                State::Refused { at, reason, words }
            }
            _ => return Err(corrupt()),
        };
        Ok(Request {
            subject,
            id: UnlockId::try_from(self.id.as_slice()).map_err(|_| corrupt())?,
            at: from_millis(self.at),
            level: AuthLevel::from_stored(self.auth_level).ok_or_else(corrupt)?,
            state,
        })
    }
}

pub(crate) const INSERT: &str = "INSERT INTO unlock_request (subject, id, at, auth_level, state, note) \
     VALUES ($1, $2, $3, $4, 'open', '') ON CONFLICT DO NOTHING";

/// Opens a request; `false` when one is open already (two at once).
pub async fn insert(
    tx: &mut Tx,
    subject: SubjectId,
    id: UnlockId,
    at: Timestamp,
    level: AuthLevel,
) -> Result<bool> {
    let added = execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(at),
        i64::from(level.get())
    )?;
    Ok(added == 1)
}

pub(crate) const LATEST: &str = "SELECT subject, id, at, auth_level, state, decided_at, note \
     FROM unlock_request WHERE subject = $1 ORDER BY at DESC, id DESC LIMIT 1";

/// The latest request of a holder.
pub async fn latest(source: &mut impl Source, subject: SubjectId) -> Result<Option<Request>> {
    let row = fetch_optional!(source, RequestRow, LATEST, subject.as_bytes().as_slice())?;
    let keys = source.keys();
    row.map(|row| row.into_request(&keys)).transpose()
}

pub(crate) const LOAD: &str = "SELECT subject, id, at, auth_level, state, decided_at, note \
     FROM unlock_request WHERE subject = $1 AND id = $2";

/// One request.
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    id: UnlockId,
) -> Result<Option<Request>> {
    let row = fetch_optional!(
        source,
        RequestRow,
        LOAD,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|row| row.into_request(&keys)).transpose()
}

pub(crate) const QUEUE: &str = "SELECT subject, id, at, auth_level, state, decided_at, note \
     FROM unlock_request WHERE state = 'open' ORDER BY at, id LIMIT $1";

/// The requests that wait, oldest first.
pub async fn queue(source: &mut impl Source, limit: i64) -> Result<Vec<Request>> {
    let rows = fetch_all!(source, RequestRow, QUEUE, limit)?;
    let keys = source.keys();
    rows.into_iter()
        .map(|row| row.into_request(&keys))
        .collect()
}

pub(crate) const DECIDE: &str = "UPDATE unlock_request SET state = $3, decided_at = $4, \
     decided_by = $5, note = $6 WHERE subject = $1 AND id = $2 AND state = 'open'";

/// A decision to be written.
#[derive(Debug, Clone, Copy)]
pub enum Decision<'a> {
    /// The hold ends.
    Grant,
    /// Reason and words.
    Refuse(&'a str, &'a str),
}

/// Decides a request; [`Error::Stale`] when somebody did so first.
pub async fn decide(
    tx: &mut Tx,
    request: (SubjectId, UnlockId),
    decision: Decision<'_>,
    by: StaffId,
    at: Timestamp,
) -> Result<()> {
    let (subject, id) = request;
    let (state, note) = match decision {
        Decision::Grant => ("granted", String::new()),
        Decision::Refuse(reason, words) => {
            ("refused", seal_note(&tx.keys(), subject, reason, words)?)
        }
    };
    let changed = execute!(
        tx,
        DECIDE,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        state,
        millis(at),
        by.as_bytes().as_slice(),
        note
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const SETTLE: &str = "UPDATE unlock_request SET state = 'settled', decided_at = $2 \
     WHERE subject = $1 AND state = 'open'";

/// Closes what is open: the hold ended in another way, or the holder wants it to stay. Gives whether
/// there was something.
pub async fn settle(tx: &mut Tx, subject: SubjectId, at: Timestamp) -> Result<bool> {
    Ok(execute!(tx, SETTLE, subject.as_bytes().as_slice(), millis(at))? > 0)
}

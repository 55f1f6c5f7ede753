//! Requests for another phone without the old one (UX-1): at most one open an account.

pub mod code;
pub mod trusted;

use domain::ids::{LostPhoneId, SubjectId};
use domain::lost_phone::{Request, State, Stop, Way};
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Keys, Result, Source, Tx};

/// What is written about a request; sealed at rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Name of the phone that asked, for the notices.
    pub device: String,
    /// Six digits that the holder tells his trusted persons; empty where nobody is asked.
    pub compare: String,
}

domain::redacted_debug!(Body);

/// A request as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Whose account.
    pub subject: SubjectId,
    /// Identifier.
    pub id: LostPhoneId,
    /// SHA-256 of the token that the asking phone keeps.
    pub digest: Vec<u8>,
    /// The rules' view.
    pub request: Request,
    /// Sealed part, opened.
    pub body: Body,
    /// For compare-and-set.
    pub revision: i64,
}

row! {
    struct RequestRow {
        id: Vec<u8>,
        digest: Vec<u8>,
        way: String,
        state: String,
        asked_at: i64,
        state_at: Option<i64>,
        needed: Option<i64>,
        given: Option<i64>,
        stopped_by: Option<String>,
        body: Vec<u8>,
        revision: i64,
    }
}

fn corrupt() -> Error {
    Error::Corrupt("lost phone")
}

fn context(subject: SubjectId) -> String {
    format!("lost-phone/{subject}")
}

impl RequestRow {
    fn state(&self) -> Result<State> {
        let count = |n: i64| u32::try_from(n).map_err(|_| corrupt());
        let by = self.stopped_by.as_deref().and_then(Stop::parse);
        let at = self.state_at.map(from_millis);
        match (self.state.as_str(), at, self.needed, self.given, by) {
            ("gathering", None, Some(needed), Some(given), None) => Ok(State::Gathering {
                needed: count(needed)?,
                given: count(given)?,
            }),
            ("waiting", Some(ready_at), ..) => Ok(State::Waiting { ready_at }),
            ("ready", Some(since), ..) => Ok(State::Ready { since }),
            ("finished", Some(at), ..) => Ok(State::Finished { at }),
            ("stopped", Some(at), _, _, Some(by)) => Ok(State::Stopped { at, by }),
            ("expired", Some(at), ..) => Ok(State::Expired { at }),
            _ => Err(corrupt()),
        }
    }

    fn into_stored(self, subject: SubjectId, keys: &Keys) -> Result<Stored> {
        Ok(Stored {
            subject,
            id: LostPhoneId::try_from(self.id.as_slice()).map_err(|_| corrupt())?,
            request: Request {
                way: Way::parse(&self.way).ok_or_else(corrupt)?,
                asked: from_millis(self.asked_at),
                state: self.state()?,
            },
            body: keys.open_json(&context(subject), &self.body)?,
            digest: self.digest,
            revision: self.revision,
        })
    }
}

/// The columns that a state fills.
struct Columns {
    word: &'static str,
    at: Option<Timestamp>,
    counts: Option<(u32, u32)>,
    by: Option<Stop>,
}

fn columns(state: State) -> Columns {
    let (word, at, counts, by) = match state {
        State::Gathering { needed, given } => ("gathering", None, Some((needed, given)), None),
        State::Waiting { ready_at } => ("waiting", Some(ready_at), None, None),
        State::Ready { since } => ("ready", Some(since), None, None),
        State::Finished { at } => ("finished", Some(at), None, None),
        State::Stopped { at, by } => ("stopped", Some(at), None, Some(by)),
        State::Expired { at } => ("expired", Some(at), None, None),
    };
    Columns {
        word,
        at,
        counts,
        by,
    }
}

pub(crate) const INSERT: &str = "INSERT INTO lost_phone (subject, id, digest, way, state, asked_at, state_at, needed, given, body, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)";

/// Writes a new request; the caller saw to it that no other is open.
pub async fn insert(tx: &mut Tx, new: &Stored) -> Result<()> {
    let body = tx.keys().seal_json(&context(new.subject), &new.body)?;
    let columns = columns(new.request.state);
    execute!(
        tx,
        INSERT,
        new.subject.as_bytes().as_slice(),
        new.id.as_bytes().as_slice(),
        new.digest.as_slice(),
        new.request.way.as_str(),
        columns.word,
        millis(new.request.asked),
        columns.at.map(millis),
        columns.counts.map(|(needed, _)| i64::from(needed)),
        columns.counts.map(|(_, given)| i64::from(given)),
        body
    )?;
    Ok(())
}

pub(crate) const SAVE: &str = "UPDATE lost_phone SET state = $3, state_at = $4, needed = $5, given = $6, stopped_by = $7, \
     revision = revision + 1 WHERE subject = $1 AND id = $2 AND revision = $8";

/// Writes what became of a request; [`Error::Stale`] when somebody was faster.
pub async fn save(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let columns = columns(stored.request.state);
    let changed = execute!(
        tx,
        SAVE,
        stored.subject.as_bytes().as_slice(),
        stored.id.as_bytes().as_slice(),
        columns.word,
        columns.at.map(millis),
        columns.counts.map(|(needed, _)| i64::from(needed)),
        columns.counts.map(|(_, given)| i64::from(given)),
        columns.by.map(Stop::as_str),
        stored.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const OPEN: &str = "SELECT id, digest, way, state, asked_at, state_at, needed, given, stopped_by, body, revision \
     FROM lost_phone WHERE subject = $1 AND state IN ('gathering', 'waiting', 'ready')";

/// The request that an account has open, as it was last written.
pub async fn open(source: &mut impl Source, subject: SubjectId) -> Result<Option<Stored>> {
    let row = fetch_optional!(source, RequestRow, OPEN, subject.as_bytes().as_slice())?;
    let keys = source.keys();
    row.map(|row| row.into_stored(subject, &keys)).transpose()
}

//! Register events carried out (D59-10.1): each once, however often it is told, and in the order in
//! which they occurred.

use domain::ids::SubjectId;
use domain::register_event::{Change, Earlier, Moment, Teller};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Keys, Result, Source, Tx};

/// What an event tells, as a keyed digest: another change or subject under its identifier shows.
pub fn content(keys: &Keys, change: Change, subject: &str) -> Vec<u8> {
    keys.digest("register-event", &format!("{}/{subject}", change.as_str()))
}

/// What is known of an identifier, given what was noted with it. Those of before 0011 have no digest.
pub(crate) fn earlier(noted: Option<&str>, was: Option<&[u8]>, content: &[u8]) -> Earlier {
    match (noted, was) {
        (None, _) => Earlier::Never,
        (Some(_), None) => Earlier::Same,
        (Some(_), Some(was)) if was == content => Earlier::Same,
        (Some(_), Some(_)) => Earlier::Other,
    }
}

row! {
    struct NotedRow {
        register: String,
        content: Option<Vec<u8>>,
    }
}

pub(crate) const FIND: &str =
    "SELECT register, content FROM register_event WHERE register = $1 AND event = $2";

/// What is known of an event's identifier.
pub async fn find(
    source: &mut impl Source,
    teller: Teller,
    event: &str,
    content: &[u8],
) -> Result<Earlier> {
    let row = fetch_optional!(source, NotedRow, FIND, teller.as_str(), event)?;
    let noted = row.as_ref().map(|row| row.register.as_str());
    let was = row.as_ref().and_then(|row| row.content.as_deref());
    Ok(earlier(noted, was, content))
}

pub(crate) const NOTE: &str = "INSERT INTO register_event (register, event, at, content) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

/// Notes an event; `false` when its identifier was noted before.
pub async fn note(
    tx: &mut Tx,
    teller: Teller,
    event: &str,
    content: &[u8],
    at: Timestamp,
) -> Result<bool> {
    Ok(execute!(tx, NOTE, teller.as_str(), event, millis(at), content)? == 1)
}

pub(crate) const FORGET: &str = "DELETE FROM register_event WHERE register = $1 AND event = $2";

/// The event was taken back: it may be told again.
pub async fn forget(tx: &mut Tx, teller: Teller, event: &str) -> Result<()> {
    execute!(tx, FORGET, teller.as_str(), event)?;
    Ok(())
}

/// The last event of a register that was carried out for a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    /// When it occurred.
    pub moment: Moment,
    /// Its identifier.
    pub event: String,
}

row! {
    struct LastRow {
        at: i64,
        sequence: i64,
        event: String,
    }
}

pub(crate) const LAST: &str =
    "SELECT at, sequence, event FROM register_order WHERE subject = $1 AND register = $2";

/// The last event of a register for a subject.
pub async fn last(
    source: &mut impl Source,
    subject: SubjectId,
    teller: Teller,
) -> Result<Option<Last>> {
    let subject = subject.as_bytes().as_slice();
    let row = fetch_optional!(source, LastRow, LAST, subject, teller.as_str())?;
    Ok(row.map(|row| Last {
        moment: Moment {
            at: from_millis(row.at),
            sequence: row.sequence,
        },
        event: row.event,
    }))
}

pub(crate) const REMEMBER: &str = "INSERT INTO register_order (subject, register, at, sequence, event) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (subject, register) DO UPDATE SET at = excluded.at, sequence = excluded.sequence, event = excluded.event";

/// Older events of this register come too late for the subject from now on.
pub async fn remember(tx: &mut Tx, subject: SubjectId, teller: Teller, last: &Last) -> Result<()> {
    execute!(
        tx,
        REMEMBER,
        subject.as_bytes().as_slice(),
        teller.as_str(),
        millis(last.moment.at),
        last.moment.sequence,
        last.event.as_str()
    )?;
    Ok(())
}

pub(crate) const UNREMEMBER: &str =
    "DELETE FROM register_order WHERE subject = $1 AND register = $2";

/// Sets the memory back to what it was before an event that was taken back.
pub async fn set_back(
    tx: &mut Tx,
    subject: SubjectId,
    teller: Teller,
    before: Option<&Last>,
) -> Result<()> {
    match before {
        Some(before) => remember(tx, subject, teller, before).await,
        None => {
            execute!(
                tx,
                UNREMEMBER,
                subject.as_bytes().as_slice(),
                teller.as_str()
            )?;
            Ok(())
        }
    }
}

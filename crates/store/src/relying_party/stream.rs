//! Streams of security events, one a relying party (SSF 1.0, 8.1).

use domain::ids::{ClientId, StreamId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, Result, Source, Tx};

/// Whether events go out (SSF 8.1.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// They do.
    Enabled,
    /// They are kept for later.
    Paused,
    /// They are not even kept.
    Disabled,
}

impl Status {
    /// Word in rows and answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Paused => "paused",
            Self::Disabled => "disabled",
        }
    }

    /// The status of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Enabled, Self::Paused, Self::Disabled]
            .into_iter()
            .find(|status| status.as_str() == word)
    }
}

row! {
    struct StreamRow {
        id: Vec<u8>,
        body: Vec<u8>,
        status: String,
        reason: String,
        created_at: i64,
        asked_at: i64,
        revision: i64,
    }
}

/// A stream as kept.
#[derive(Debug, Clone)]
pub struct Stream<T> {
    /// Whose.
    pub client: ClientId,
    /// Identifier.
    pub id: StreamId,
    /// What the relying party chose.
    pub body: T,
    /// Whether events go out.
    pub status: Status,
    /// The relying party's words for the status.
    pub reason: String,
    /// Since when.
    pub created: Timestamp,
    /// The latest request for verification.
    pub asked: Timestamp,
    /// For writes that compare before they set.
    pub revision: i64,
}

fn context(client: ClientId) -> String {
    format!("stream/{client}")
}

pub(crate) const INSERT: &str = "INSERT INTO party_stream (client, id, body, status, reason, created_at, asked_at, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT (client) DO NOTHING";

/// Keeps a new stream; `false` where the relying party has one.
pub async fn insert<T: Serialize + Sync>(tx: &mut Tx, stream: &Stream<T>) -> Result<bool> {
    let body = tx.keys().seal_json(&context(stream.client), &stream.body)?;
    let added = execute!(
        tx,
        INSERT,
        stream.client.as_bytes().as_slice(),
        stream.id.as_bytes().as_slice(),
        body,
        stream.status.as_str(),
        stream.reason.as_str(),
        millis(stream.created),
        millis(stream.asked)
    )?;
    Ok(added == 1)
}

pub(crate) const FIND: &str = "SELECT id, body, status, reason, created_at, asked_at, revision \
     FROM party_stream WHERE client = $1";

/// The stream of a relying party.
pub async fn find<T: DeserializeOwned>(
    source: &mut impl Source,
    client: ClientId,
) -> Result<Option<Stream<T>>> {
    let found = fetch_optional!(source, StreamRow, FIND, client.as_bytes().as_slice())?;
    let Some(row) = found else { return Ok(None) };
    let corrupt = || Error::Corrupt("party_stream");
    Ok(Some(Stream {
        client,
        id: StreamId::try_from(row.id.as_slice()).map_err(|_| corrupt())?,
        body: source.keys().open_json(&context(client), &row.body)?,
        status: Status::parse(&row.status).ok_or_else(corrupt)?,
        reason: row.reason,
        created: from_millis(row.created_at),
        asked: from_millis(row.asked_at),
        revision: row.revision,
    }))
}

pub(crate) const SAVE: &str = "UPDATE party_stream SET body = $4, status = $5, reason = $6, asked_at = $7, revision = revision + 1 \
     WHERE client = $1 AND id = $2 AND revision = $3";

/// Writes a change; [`Error::Stale`] where another was quicker.
pub async fn save<T: Serialize + Sync>(tx: &mut Tx, stream: &Stream<T>) -> Result<()> {
    let body = tx.keys().seal_json(&context(stream.client), &stream.body)?;
    let changed = execute!(
        tx,
        SAVE,
        stream.client.as_bytes().as_slice(),
        stream.id.as_bytes().as_slice(),
        stream.revision,
        body,
        stream.status.as_str(),
        stream.reason.as_str(),
        millis(stream.asked)
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const DELETE: &str = "DELETE FROM party_stream WHERE client = $1 AND id = $2";
pub(crate) const ON_AGAIN: &str = "DELETE FROM party_stream_off WHERE client = $1";

/// Removes a stream with its list of subjects taken off.
pub async fn delete(tx: &mut Tx, client: ClientId, id: StreamId) -> Result<()> {
    let (client, id) = (client.as_bytes().as_slice(), id.as_bytes().as_slice());
    execute!(tx, DELETE, client, id)?;
    execute!(tx, ON_AGAIN, client)?;
    Ok(())
}

pub(crate) const OFF: &str = "INSERT INTO party_stream_off (client, sub, at) VALUES ($1, $2, $3) \
     ON CONFLICT (client, sub) DO NOTHING";

/// Takes a subject off.
pub async fn off(tx: &mut Tx, client: ClientId, sub: &str, at: Timestamp) -> Result<()> {
    execute!(tx, OFF, client.as_bytes().as_slice(), sub, millis(at))?;
    Ok(())
}

pub(crate) const ON: &str = "DELETE FROM party_stream_off WHERE client = $1 AND sub = $2";

/// Puts a subject on again.
pub async fn on(tx: &mut Tx, client: ClientId, sub: &str) -> Result<()> {
    execute!(tx, ON, client.as_bytes().as_slice(), sub)?;
    Ok(())
}

pub(crate) const IS_OFF: &str =
    "SELECT CAST(COUNT(*) AS BIGINT) FROM party_stream_off WHERE client = $1 AND sub = $2";

/// Whether a subject was taken off.
pub async fn is_off(source: &mut impl Source, client: ClientId, sub: &str) -> Result<bool> {
    let client = client.as_bytes().as_slice();
    let (n,) = fetch_one!(source, (i64,), IS_OFF, client, sub)?;
    Ok(n > 0)
}

pub(crate) const HOW_MANY_OFF: &str =
    "SELECT CAST(COUNT(*) AS BIGINT) FROM party_stream_off WHERE client = $1";

/// How many subjects were taken off.
pub async fn how_many_off(source: &mut impl Source, client: ClientId) -> Result<i64> {
    let (n,) = fetch_one!(source, (i64,), HOW_MANY_OFF, client.as_bytes().as_slice())?;
    Ok(n)
}

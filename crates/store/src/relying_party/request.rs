//! Authorization requests on their way: pushed by a client, or under way in a browser.

use domain::ids::ClientId;
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, Result, Source, Tx};

/// Where a request waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// RFC 9126.
    Pushed,
    /// A person is signing in or deciding.
    Browser,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Pushed => "pushed",
            Self::Browser => "browser",
        }
    }
}

row! {
    struct RequestRow {
        client: Vec<u8>,
        body: Vec<u8>,
        created_at: i64,
    }
}

/// A request as kept.
#[derive(Debug, Clone)]
pub struct Request<T> {
    /// Whose.
    pub client: ClientId,
    /// What is asked.
    pub body: T,
    /// Since when it waits.
    pub created: Timestamp,
}

const CONTEXT: &str = "authorization-request";

pub(crate) const INSERT: &str = "INSERT INTO authorization_request (digest, client, kind, body, created_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6)";

/// Keeps a request until it expires.
pub async fn insert<T: Serialize + Sync>(
    tx: &mut Tx,
    digest: &[u8],
    kind: Kind,
    request: &Request<T>,
    expires: Timestamp,
) -> Result<()> {
    let body = tx.keys().seal_json(CONTEXT, &request.body)?;
    execute!(
        tx,
        INSERT,
        digest,
        request.client.as_bytes().as_slice(),
        kind.as_str(),
        body,
        millis(request.created),
        millis(expires)
    )?;
    Ok(())
}

pub(crate) const FIND: &str = "SELECT client, body, created_at FROM authorization_request \
     WHERE digest = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3";

/// A request that still waits.
pub async fn find<T: DeserializeOwned>(
    source: &mut impl Source,
    digest: &[u8],
    kind: Kind,
    now: Timestamp,
) -> Result<Option<Request<T>>> {
    let row = fetch_optional!(source, RequestRow, FIND, digest, kind.as_str(), millis(now))?;
    let keys = source.keys();
    row.map(|row| {
        Ok(Request {
            client: ClientId::try_from(row.client.as_slice())
                .map_err(|_| Error::Corrupt("authorization_request"))?,
            body: keys.open_json(CONTEXT, &row.body)?,
            created: from_millis(row.created_at),
        })
    })
    .transpose()
}

pub(crate) const USE: &str = "UPDATE authorization_request SET used_at = $3 WHERE digest = $1 AND kind = $2 AND used_at IS NULL";

/// Ends the waiting; `false` where another was faster.
pub async fn consume(tx: &mut Tx, digest: &[u8], kind: Kind, at: Timestamp) -> Result<bool> {
    Ok(execute!(tx, USE, digest, kind.as_str(), millis(at))? == 1)
}

pub(crate) const PURGE: &str = "DELETE FROM authorization_request WHERE expires_at < $1";

/// Forgets what expired.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

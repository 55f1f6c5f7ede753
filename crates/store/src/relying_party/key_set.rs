//! Keys of clients that name an address for them (`jwks_uri`, OpenID Connect Registration 2), as fetched.

use domain::ids::ClientId;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Result, Source, Tx};

row! {
    struct SetRow {
        uri: String,
        body: String,
        fetched_at: Option<i64>,
        tried_at: i64,
        error: String,
    }
}

/// What is known of a client's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet {
    /// Where from.
    pub uri: String,
    /// The set as text; empty where it never came.
    pub body: String,
    /// When it came.
    pub fetched: Option<Timestamp>,
    /// When it was asked for last.
    pub tried: Timestamp,
    /// What went wrong then; empty where nothing did.
    pub error: String,
}

pub(crate) const FIND: &str =
    "SELECT uri, body, fetched_at, tried_at, error FROM party_key_set WHERE client = $1";

/// The keys of a client.
pub async fn find(source: &mut impl Source, client: ClientId) -> Result<Option<KeySet>> {
    let row = fetch_optional!(source, SetRow, FIND, client.as_bytes().as_slice())?;
    Ok(row.map(|row| KeySet {
        uri: row.uri,
        body: row.body,
        fetched: row.fetched_at.map(from_millis),
        tried: from_millis(row.tried_at),
        error: row.error,
    }))
}

pub(crate) const CLAIM: &str = "INSERT INTO party_key_set (client, uri, body, tried_at, error) VALUES ($1, $2, '', $3, '') \
     ON CONFLICT (client) DO UPDATE SET tried_at = $3 WHERE party_key_set.tried_at <= $4";

/// Takes the turn to ask for the keys; `false` where somebody asked since `before`.
pub async fn claim(
    tx: &mut Tx,
    client: ClientId,
    uri: &str,
    now: Timestamp,
    before: Timestamp,
) -> Result<bool> {
    let client = client.as_bytes().as_slice();
    let changed = execute!(tx, CLAIM, client, uri, millis(now), millis(before))?;
    Ok(changed == 1)
}

pub(crate) const PUT: &str = "INSERT INTO party_key_set (client, uri, body, fetched_at, tried_at, error) VALUES ($1, $2, $3, $4, $4, '') \
     ON CONFLICT (client) DO UPDATE SET uri = $2, body = $3, fetched_at = $4, tried_at = $4, error = ''";

/// Keeps the keys that came.
pub async fn put(
    tx: &mut Tx,
    client: ClientId,
    uri: &str,
    body: &str,
    now: Timestamp,
) -> Result<()> {
    let client = client.as_bytes().as_slice();
    execute!(tx, PUT, client, uri, body, millis(now))?;
    Ok(())
}

pub(crate) const FAILED: &str = "UPDATE party_key_set SET error = $2 WHERE client = $1";

/// Keeps what went wrong; the keys from before stay.
pub async fn failed(tx: &mut Tx, client: ClientId, error: &str) -> Result<()> {
    execute!(tx, FAILED, client.as_bytes().as_slice(), error)?;
    Ok(())
}

//! The last exchanges of each client with our endpoints, for its developer: no person, code, token or
//! secret is in them (I12).

use domain::ids::{ClientId, ExchangeId};
use domain::relying_party::Endpoint;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// So many of a client are kept.
pub const MOST: i64 = 50;
/// So many of them are of callers who did not prove that they are the client.
pub const UNPROVEN: i64 = 10;

row! {
    struct ExchangeRow {
        id: Vec<u8>,
        at: i64,
        endpoint: String,
        error: String,
        detail: String,
        params: String,
    }
}

/// An exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// Identifier.
    pub id: ExchangeId,
    /// When.
    pub at: Timestamp,
    /// Which endpoint.
    pub endpoint: Endpoint,
    /// Code of the error that was answered; empty where there was none.
    pub error: String,
    /// The words that were answered with it.
    pub detail: String,
    /// Names of the parameters that came.
    pub params: String,
}

pub(crate) const INSERT: &str = "INSERT INTO party_exchange (client, id, at, endpoint, error, detail, params, proven) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
pub(crate) const TRIM: &str = "DELETE FROM party_exchange WHERE client = $1 AND id NOT IN \
     (SELECT id FROM party_exchange WHERE client = $1 ORDER BY at DESC, id DESC LIMIT $2)";
pub(crate) const TRIM_UNPROVEN: &str = "DELETE FROM party_exchange WHERE client = $1 AND proven = 0 AND id NOT IN \
     (SELECT id FROM party_exchange WHERE client = $1 AND proven = 0 ORDER BY at DESC, id DESC LIMIT $2)";

/// Keeps an exchange; the oldest beyond [`MOST`] goes, and of callers without proof beyond [`UNPROVEN`], so
/// that no stranger washes the client's own away.
pub async fn insert(
    tx: &mut Tx,
    client: ClientId,
    exchange: &Exchange,
    proven: bool,
) -> Result<()> {
    let client = client.as_bytes().as_slice();
    execute!(
        tx,
        INSERT,
        client,
        exchange.id.as_bytes().as_slice(),
        millis(exchange.at),
        exchange.endpoint.as_str(),
        exchange.error.as_str(),
        exchange.detail.as_str(),
        exchange.params.as_str(),
        i64::from(proven)
    )?;
    if !proven {
        execute!(tx, TRIM_UNPROVEN, client, UNPROVEN)?;
    }
    execute!(tx, TRIM, client, MOST)?;
    Ok(())
}

pub(crate) const LIST: &str = "SELECT id, at, endpoint, error, detail, params FROM party_exchange WHERE client = $1 ORDER BY at DESC, id DESC LIMIT $2";

/// The exchanges of a client, the latest first.
pub async fn list(source: &mut impl Source, client: ClientId) -> Result<Vec<Exchange>> {
    let corrupt = || Error::Corrupt("party_exchange");
    fetch_all!(
        source,
        ExchangeRow,
        LIST,
        client.as_bytes().as_slice(),
        MOST
    )?
    .into_iter()
    .map(|row| {
        Ok(Exchange {
            id: ExchangeId::try_from(row.id.as_slice()).map_err(|_| corrupt())?,
            at: from_millis(row.at),
            endpoint: Endpoint::parse(&row.endpoint).ok_or_else(corrupt)?,
            error: row.error,
            detail: row.detail,
            params: row.params,
        })
    })
    .collect()
}

pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM party_exchange WHERE client = $1";

/// How many are kept of a client.
pub async fn count(source: &mut impl Source, client: ClientId) -> Result<i64> {
    let (count,) = fetch_one!(source, (i64,), COUNT, client.as_bytes().as_slice())?;
    Ok(count)
}

pub(crate) const PURGE: &str = "DELETE FROM party_exchange WHERE at < $1";

/// Forgets what is old.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

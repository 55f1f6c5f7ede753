//! Keys that sign tokens, sealed under the data key.

use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Result, Source, Tx};

row! {
    struct KeyRow {
        kid: String,
        alg: String,
        sealed: Vec<u8>,
        signs_from: i64,
        signs_until: i64,
        shown_until: i64,
    }
}

/// A signing key with its life: shown, then signing, then shown until its last token is over.
pub struct Key {
    /// Thumbprint of its public half (RFC 7638).
    pub kid: String,
    /// Algorithm, by its word of RFC 7518.
    pub alg: String,
    /// PKCS#8.
    pub pkcs8: Vec<u8>,
    /// When it begins to sign.
    pub signs_from: Timestamp,
    /// When the next one signs.
    pub signs_until: Timestamp,
    /// When it leaves the published set.
    pub shown_until: Timestamp,
}

domain::redacted_debug!(Key);

fn context(kid: &str) -> String {
    format!("signing-key/{kid}")
}

pub(crate) const INSERT: &str = "INSERT INTO signing_key (kid, alg, sealed, made_at, signs_from, signs_until, shown_until) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Keeps a new key.
pub async fn insert(tx: &mut Tx, key: &Key, at: Timestamp) -> Result<()> {
    let sealed = tx.keys().seal(&context(&key.kid), &key.pkcs8)?;
    execute!(
        tx,
        INSERT,
        key.kid.as_str(),
        key.alg.as_str(),
        sealed,
        millis(at),
        millis(key.signs_from),
        millis(key.signs_until),
        millis(key.shown_until)
    )?;
    Ok(())
}

pub(crate) const SHOWN: &str = "SELECT kid, alg, sealed, signs_from, signs_until, shown_until FROM signing_key \
     WHERE shown_until > $1 ORDER BY signs_from, kid";

/// Keys that are published at an instant, those that sign first before those that will.
pub async fn shown(source: &mut impl Source, now: Timestamp) -> Result<Vec<Key>> {
    let keys = source.keys();
    fetch_all!(source, KeyRow, SHOWN, millis(now))?
        .into_iter()
        .map(|row| {
            Ok(Key {
                pkcs8: keys.open(&context(&row.kid), &row.sealed)?,
                kid: row.kid,
                alg: row.alg,
                signs_from: from_millis(row.signs_from),
                signs_until: from_millis(row.signs_until),
                shown_until: from_millis(row.shown_until),
            })
        })
        .collect()
}

pub(crate) const PURGE: &str = "DELETE FROM signing_key WHERE shown_until < $1";

/// Forgets keys that nothing in use was signed with.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

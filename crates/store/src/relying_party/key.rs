//! Keys that sign tokens, sealed under the data key.

use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Result, Source, Tx};

row! {
    struct KeyRow {
        kid: String,
        alg: String,
        home: String,
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
    /// Where it lives.
    pub home: String,
    /// What its home opens it by: PKCS#8, or a name in a module.
    pub kept: Vec<u8>,
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

pub(crate) const INSERT: &str = "INSERT INTO signing_key (kid, alg, sealed, made_at, signs_from, signs_until, shown_until, home, slot) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (alg, slot) DO NOTHING";

/// Keeps a new key for a slot of its algorithm; `false` where another node was faster.
pub async fn insert(tx: &mut Tx, key: &Key, slot: i64, at: Timestamp) -> Result<bool> {
    let sealed = tx.keys().seal(&context(&key.kid), &key.kept)?;
    let changed = execute!(
        tx,
        INSERT,
        key.kid.as_str(),
        key.alg.as_str(),
        sealed,
        millis(at),
        millis(key.signs_from),
        millis(key.signs_until),
        millis(key.shown_until),
        key.home.as_str(),
        slot
    )?;
    Ok(changed == 1)
}

pub(crate) const SHOWN: &str = "SELECT kid, alg, home, sealed, signs_from, signs_until, shown_until FROM signing_key \
     WHERE shown_until > $1 ORDER BY signs_from, kid";

/// Keys that are published at an instant, those that sign first before those that will.
pub async fn shown(source: &mut impl Source, now: Timestamp) -> Result<Vec<Key>> {
    let keys = source.keys();
    fetch_all!(source, KeyRow, SHOWN, millis(now))?
        .into_iter()
        .map(|row| {
            Ok(Key {
                kept: keys.open(&context(&row.kid), &row.sealed)?,
                kid: row.kid,
                alg: row.alg,
                home: row.home,
                signs_from: from_millis(row.signs_from),
                signs_until: from_millis(row.signs_until),
                shown_until: from_millis(row.shown_until),
            })
        })
        .collect()
}

pub(crate) const RETIRE: &str = "UPDATE signing_key SET signs_until = CASE WHEN signs_until > $1 THEN $1 ELSE signs_until END, \
     shown_until = $2, slot = NULL WHERE shown_until > $2";

/// Every key stops signing at an instant and is shown no longer than until another; its slot is free for
/// its successor.
pub async fn retire(tx: &mut Tx, at: Timestamp, shown_until: Timestamp) -> Result<u64> {
    execute!(tx, RETIRE, millis(at), millis(shown_until))
}

pub(crate) const PURGE: &str = "DELETE FROM signing_key WHERE shown_until < $1";

/// Forgets keys that nothing in use was signed with.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

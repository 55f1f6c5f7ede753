//! Public halves of keys that signed identity tokens, for tokens that come back as hints (OpenID Connect Core 3.1.2.1).

use domain::time::millis;
use jiff::Timestamp;

use crate::{Result, Source, Tx};

pub(crate) const INSERT: &str = "INSERT INTO hint_key (kid, jwk, trusted_until) VALUES ($1, $2, $3) \
     ON CONFLICT (kid) DO NOTHING";

/// Keeps a public key as a JWK.
pub async fn insert(tx: &mut Tx, kid: &str, jwk: &str, trusted_until: Timestamp) -> Result<()> {
    execute!(tx, INSERT, kid, jwk, millis(trusted_until))?;
    Ok(())
}

row! {
    struct HintRow {
        jwk: String,
    }
}

pub(crate) const TRUSTED: &str =
    "SELECT jwk FROM hint_key WHERE trusted_until > $1 ORDER BY trusted_until DESC, kid";

/// The keys whose tokens are hints at an instant, as JWKs.
pub async fn trusted(source: &mut impl Source, now: Timestamp) -> Result<Vec<String>> {
    let rows = fetch_all!(source, HintRow, TRUSTED, millis(now))?;
    Ok(rows.into_iter().map(|row| row.jwk).collect())
}

pub(crate) const DISTRUST: &str = "UPDATE hint_key SET trusted_until = $1 WHERE trusted_until > $1";

/// Somebody else may have the keys: nothing that they signed is a hint from an instant on.
pub async fn distrust(tx: &mut Tx, at: Timestamp) -> Result<u64> {
    execute!(tx, DISTRUST, millis(at))
}

pub(crate) const PURGE: &str = "DELETE FROM hint_key WHERE trusted_until < $1";

/// Forgets keys whose time is over.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

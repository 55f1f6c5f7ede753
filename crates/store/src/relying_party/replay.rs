//! Identifiers that may be used once: of client assertions and of proofs of possession.

use domain::time::millis;
use jiff::Timestamp;

use crate::{Result, Tx};

pub(crate) const INSERT: &str =
    "INSERT INTO replay (digest, expires_at) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING";

/// Notes an identifier; `false` where it was seen before.
pub async fn first_use(tx: &mut Tx, digest: &[u8], expires: Timestamp) -> Result<bool> {
    Ok(execute!(tx, INSERT, digest, millis(expires))? == 1)
}

pub(crate) const PURGE: &str = "DELETE FROM replay WHERE expires_at < $1";

/// Forgets what is void by its own time.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

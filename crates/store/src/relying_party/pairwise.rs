//! Whom a pairwise subject stands for (CIBA 7.1): an identity token of ours can name its holder again.

use domain::ids::SubjectId;
use domain::time::millis;
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

pub(crate) const SEEN: &str = "INSERT INTO pairwise_subject (digest, subject, seen_at) VALUES ($1, $2, $3) \
     ON CONFLICT (digest) DO UPDATE SET seen_at = excluded.seen_at";

/// Keeps whom one stands for, from the time it was last told.
pub async fn seen(tx: &mut Tx, digest: &[u8], subject: SubjectId, at: Timestamp) -> Result<()> {
    execute!(tx, SEEN, digest, subject.as_bytes().as_slice(), millis(at))?;
    Ok(())
}

row! {
    struct WhoRow {
        subject: Vec<u8>,
    }
}

pub(crate) const WHO: &str = "SELECT subject FROM pairwise_subject WHERE digest = $1";

/// Whom one stands for, where that is known.
pub async fn who(source: &mut impl Source, digest: &[u8]) -> Result<Option<SubjectId>> {
    let row = fetch_optional!(source, WhoRow, WHO, digest)?;
    row.map(|row| SubjectId::try_from(row.subject.as_slice()))
        .transpose()
        .map_err(|_| Error::Corrupt("pairwise_subject"))
}

pub(crate) const PURGE: &str = "DELETE FROM pairwise_subject WHERE seen_at < $1";

/// Forgets those that were last told long ago.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

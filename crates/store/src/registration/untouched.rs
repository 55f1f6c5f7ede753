//! What a counter began and nobody went on with.

use domain::time::millis;
use jiff::Timestamp;

use super::{RegistrationRow, Stored};
use crate::{Result, Source, Tx};

pub(crate) const UNTOUCHED: &str = select!(
    "WHERE level = 2 AND channel = 'counter' AND state IN ('draft', 'incomplete') AND created_at < $1 AND NOT EXISTS \
     (SELECT 1 FROM audit WHERE audit.subject = registration.subject AND audit.at >= $1 AND audit.purpose = 'proofing') \
     ORDER BY created_at, id LIMIT $2"
);

/// At most so many level-2 registrations that wait for the citizen, and that nobody at a counter has
/// read or changed since an instant: each reading and each change is on record.
pub async fn untouched(
    source: &mut impl Source,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, RegistrationRow, UNTOUCHED, millis(since), limit)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const DELETE_UNTOUCHED: &str = "DELETE FROM registration WHERE subject = $1 AND id = $2 AND revision = $3 \
     AND state IN ('draft', 'incomplete')";

/// Removes one of them; `false` when somebody went on with it meanwhile.
pub async fn delete_untouched(tx: &mut Tx, stored: &Stored) -> Result<bool> {
    let deleted = execute!(
        tx,
        DELETE_UNTOUCHED,
        stored.subject.as_bytes().as_slice(),
        stored.id.as_bytes().as_slice(),
        stored.revision
    )?;
    Ok(deleted == 1)
}

//! Children and wards under an account (D59-11.1): only the number is kept, the rest is the register's.

use domain::ids::{DependantId, SubjectId};
use domain::person::PersonNumber;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// A dependant.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Which.
    pub id: DependantId,
    /// Whose number; sealed at rest.
    pub number: PersonNumber,
    /// Since when.
    pub since: Timestamp,
}

fn context(subject: SubjectId) -> String {
    format!("dependant/{subject}")
}

row! {
    struct DependantRow {
        id: Vec<u8>,
        number: Vec<u8>,
        since: i64,
    }
}

pub(crate) const OF: &str = "SELECT id, number, since FROM dependant WHERE subject = $1 AND ended_at IS NULL ORDER BY since, id";

/// Who stands under an account now.
pub async fn of(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, DependantRow, OF, subject.as_bytes().as_slice())?;
    let keys = source.keys();
    rows.into_iter()
        .map(|row| {
            let corrupt = || Error::Corrupt("dependant");
            Ok(Stored {
                id: DependantId::try_from(row.id.as_slice()).map_err(|_| corrupt())?,
                number: keys.open_json(&context(subject), &row.number)?,
                since: from_millis(row.since),
            })
        })
        .collect()
}

pub(crate) const INSERT: &str = "INSERT INTO dependant (subject, id, digest, number, since) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

/// Puts somebody under an account; `false` when he stands there already.
pub async fn insert(tx: &mut Tx, subject: SubjectId, new: &Stored) -> Result<bool> {
    let keys = tx.keys();
    let digest = keys.digest("dependant", new.number.as_str());
    let number = keys.seal_json(&context(subject), &new.number)?;
    let added = execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        new.id.as_bytes().as_slice(),
        digest,
        number,
        millis(new.since)
    )?;
    Ok(added == 1)
}

pub(crate) const END: &str =
    "UPDATE dependant SET ended_at = $3 WHERE subject = $1 AND id = $2 AND ended_at IS NULL";

/// Takes somebody off; `false` when he does not stand there.
pub async fn end(tx: &mut Tx, which: (SubjectId, DependantId), at: Timestamp) -> Result<bool> {
    let (subject, id) = which;
    let changed = execute!(
        tx,
        END,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(at)
    )?;
    Ok(changed == 1)
}

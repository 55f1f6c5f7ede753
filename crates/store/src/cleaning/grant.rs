//! R50-2: which telecoms may have their subscribers cleaned.

use domain::ids::{ClientId, StaffId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// What a telecom was granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The telecom.
    pub client: ClientId,
    /// The law or agreement it rests on.
    pub legal_basis: String,
    /// Words of the fields that it may be given back, with a blank between.
    pub correct: String,
    /// Since when.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
    /// For writes that compare before they set; 0 before the first.
    pub revision: i64,
}

row! {
    struct GrantRow {
        legal_basis: String,
        correct: String,
        granted_at: i64,
        granted_by: Vec<u8>,
        revision: i64,
    }
}

pub(crate) const FIND: &str = "SELECT legal_basis, correct, granted_at, granted_by, revision FROM cleaning_grant WHERE client = $1";

/// What a telecom is granted now.
pub async fn find(source: &mut impl Source, client: ClientId) -> Result<Option<Grant>> {
    let row = fetch_optional!(source, GrantRow, FIND, client.as_bytes().as_slice())?;
    row.map(|row| {
        let by = StaffId::try_from(row.granted_by.as_slice());
        Ok(Grant {
            client,
            legal_basis: row.legal_basis,
            correct: row.correct,
            at: from_millis(row.granted_at),
            by: by.map_err(|_| Error::Corrupt("cleaning grant"))?,
            revision: row.revision,
        })
    })
    .transpose()
}

pub(crate) const INSERT: &str = "INSERT INTO cleaning_grant (client, legal_basis, correct, granted_at, granted_by, revision) \
     VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (client) DO NOTHING";
pub(crate) const SAVE: &str = "UPDATE cleaning_grant SET legal_basis = $3, correct = $4, granted_at = $5, granted_by = $6, \
     revision = revision + 1 WHERE client = $1 AND revision = $2";

fn changed(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Writes a grant over the one that was read; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, grant: &Grant) -> Result<()> {
    let (client, by) = (grant.client.as_bytes().as_slice(), grant.by.as_bytes());
    let (basis, correct) = (grant.legal_basis.as_str(), grant.correct.as_str());
    let (at, by) = (millis(grant.at), by.as_slice());
    if grant.revision == 0 {
        return changed(execute!(tx, INSERT, client, basis, correct, at, by)?);
    }
    let known = grant.revision;
    changed(execute!(tx, SAVE, client, known, basis, correct, at, by)?)
}

pub(crate) const HOLD: &str =
    "UPDATE cleaning_grant SET revision = revision WHERE client = $1 AND revision = $2";

/// Holds a grant as it was read until the transaction ends; [`Error::Stale`] when somebody else was faster.
pub async fn hold(tx: &mut Tx, grant: &Grant) -> Result<()> {
    let client = grant.client.as_bytes().as_slice();
    changed(execute!(tx, HOLD, client, grant.revision)?)
}

pub(crate) const DELETE: &str = "DELETE FROM cleaning_grant WHERE client = $1 AND revision = $2";

/// Ends a grant; [`Error::Stale`] when somebody else was faster.
pub async fn end(tx: &mut Tx, grant: &Grant) -> Result<()> {
    let client = grant.client.as_bytes().as_slice();
    changed(execute!(tx, DELETE, client, grant.revision)?)
}

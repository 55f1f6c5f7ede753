//! Versions of the terms of use (D59-6.1).

use domain::ids::{StaffId, SubjectId};
use domain::time::millis;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::registers::day;
use crate::{Error, Result, Source, Tx};

/// A version with the day from which it is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its name, as in the locales.
    pub version: String,
    /// First day.
    pub from: Date,
    /// SHA-256 of its text in both languages.
    pub digest: Vec<u8>,
}

fn read((version, from, digest): (String, String, Vec<u8>)) -> Result<Version> {
    Ok(Version {
        from: day(&from, "terms")?,
        version,
        digest,
    })
}

pub(crate) const ALL: &str = "SELECT version, from_day, digest FROM terms ORDER BY from_day DESC";

/// Every announced version, the latest first.
pub async fn all(source: &mut impl Source) -> Result<Vec<Version>> {
    let rows = fetch_all!(source, (String, String, Vec<u8>), ALL)?;
    rows.into_iter().map(read).collect()
}

pub(crate) const INSERT: &str = "INSERT INTO terms (version, from_day, digest, announced_at, announced_by) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

/// Announces a version; [`Error::Stale`] when the version or the day is taken.
pub async fn insert(tx: &mut Tx, new: &Version, at: Timestamp, by: StaffId) -> Result<()> {
    let rows = execute!(
        tx,
        INSERT,
        new.version.as_str(),
        new.from.to_string(),
        new.digest.as_slice(),
        millis(at),
        by.as_bytes().as_slice()
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

pub(crate) const UNACCEPTED: &str = "SELECT t.version, t.from_day, t.digest FROM terms t \
     WHERE t.from_day = (SELECT MAX(l.from_day) FROM terms l WHERE l.from_day <= $2) \
     AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.subject = $1 AND c.purpose = 'terms' AND c.version = t.version)";

/// The latest version that begins on a day or before and that a holder has not accepted.
pub async fn unaccepted(
    source: &mut impl Source,
    subject: SubjectId,
    until: Date,
) -> Result<Option<Version>> {
    let row = fetch_optional!(
        source,
        (String, String, Vec<u8>),
        UNACCEPTED,
        subject.as_bytes().as_slice(),
        until.to_string()
    )?;
    row.map(read).transpose()
}

//! Terms of use (D59-6.1): announced with the day they begin, accepted with version and time.

mod accept;
mod announce;

pub use accept::{Pending, accept, decline, pending};
pub use announce::{Announce, Known, announce, list};

use domain::evidence::Consent;
use domain::ids::{StaffId, SubjectId};
use domain::terms;
use domain::time::viet_nam_date;
use jiff::Timestamp;
use store::{Source, Tx, consent};

use crate::{Error, Result};

/// Purpose under which an acceptance is kept.
pub(crate) const PURPOSE: &str = "terms";

/// The version in force at an instant.
pub async fn in_force(source: &mut impl Source, at: Timestamp) -> Result<String> {
    let announced = store::terms::all(source).await?;
    let days = announced.iter().map(|v| (v.version.as_str(), v.from));
    Ok(terms::in_force(days, viet_nam_date(at)).to_owned())
}

/// D59-6.1: the version by which a holder is judged at an instant: of those he accepted the latest that
/// has begun. One accepted before its first day binds from that day on.
pub(crate) async fn accepted(
    source: &mut impl Source,
    subject: SubjectId,
    at: Timestamp,
) -> Result<String> {
    let given = consent::given(source, subject, PURPOSE).await?;
    let announced = store::terms::all(source).await?;
    let accepted = announced.iter().filter(|v| given.contains(&v.version));
    let days = accepted.map(|v| (v.version.as_str(), v.from));
    Ok(terms::in_force(days, viet_nam_date(at)).to_owned())
}

/// D59-6.1: who registers accepts the terms of that day.
pub(crate) async fn accepted_with(tx: &mut Tx, subject: SubjectId, with: &Consent) -> Result<()> {
    let version = in_force(tx, with.at()).await?;
    keep(tx, subject, &version, (with.at(), with.witness())).await
}

async fn keep(
    tx: &mut Tx,
    subject: SubjectId,
    version: &str,
    (at, witness): (Timestamp, Option<StaffId>),
) -> Result<()> {
    let agreed = Consent::record(true, version, at, witness)
        .map_err(|_| Error::Internal("an agreement without agreement".to_owned()))?;
    Ok(consent::insert(tx, subject, PURPOSE, &agreed).await?)
}

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

/// The version a holder accepted last; with the registration at the least.
pub(crate) async fn accepted(source: &mut impl Source, subject: SubjectId) -> Result<String> {
    let given = consent::given(source, subject, PURPOSE).await?;
    Ok(given.unwrap_or_else(|| terms::BASE.to_owned()))
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

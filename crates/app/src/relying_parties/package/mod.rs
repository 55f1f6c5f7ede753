//! Identity packages: a provider of signature certificates learns, signed, who holds the key that it is to certify,
//! and hears what happens to that person while the certificate lives (R50-3).

mod check;
mod issue;
mod list;
mod report;
mod status;
mod watch;

pub(super) use check::{asked, challenge, in_browser, may};
pub use issue::{Packaged, issue as issue_package};
pub use list::{Handed, Kept, handed, kept};
pub use report::report as report_package;
pub use status::{Told as PackageStatus, status as package_status};
pub(crate) use watch::{KIND as WATCH, run as watch};

use domain::ids::PackageId;
use domain::relying_party::package::Certificate;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::relying_party::package;

use super::client::Caller;
use super::{Outcome, refuse};
use crate::Error;

/// What is kept of a package as evidence: names, never values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Evidence {
    /// Names of the claims that it told.
    claims: Vec<String>,
    /// SHA-256 of the signed package, base64url: whoever shows one shows whether it is this.
    digest: String,
    /// SHA-256 of the certification request.
    request: String,
    /// Thumbprint of the key whose possession was proven (RFC 7638).
    key: String,
    /// What the sign-in proved, and when it was.
    acr: String,
    auth_time: Timestamp,
    /// The licence that the provider had.
    licence: String,
    /// What the holder agreed to, and when.
    purpose: String,
    legal_basis: String,
    consented: Timestamp,
    /// What came of it, as the provider reported.
    certificate: Option<Certificate>,
    /// When it reported that no certificate lives.
    ended: Option<Timestamp>,
}

type Package = package::Package<Evidence>;

/// The package that a proven provider names; another's is not there, nor is one whose certificate is over (D59-5).
async fn named(
    source: &mut impl store::Source,
    (caller, party, now): (&Caller<'_>, &super::Party, Timestamp),
) -> Outcome<Package> {
    let reference = caller.params.get("reference").ok_or(refuse(
        oidc::ErrorCode::InvalidRequest,
        "reference is missing",
    ))?;
    let id: PackageId = reference.parse().map_err(|_| Error::NotFound)?;
    let found: Option<Package> = package::find(source, party.stored.id, id).await?;
    let followed = found.filter(|found| now < found.followed_until);
    Ok(followed.ok_or(Error::NotFound)?)
}

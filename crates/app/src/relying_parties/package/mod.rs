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

use std::sync::Arc;

use domain::ids::PackageId;
use domain::relying_party::package::Certificate;
use domain::throttle::Throttle;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::relying_party::package;
use store::throttle::Rule;

use super::client::{Caller, authenticate};
use super::{Outcome, Party, refuse};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error};

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
    /// The last answer to a question of the provider that is on record.
    asked: Option<Asked>,
}

/// What a provider was answered, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Asked {
    at: Timestamp,
    told: String,
}

type Package = package::Package<Evidence>;

/// The package that a proven provider names; another's is not there (D59-5).
async fn named(
    source: &mut impl store::Source,
    (caller, party): (&Caller<'_>, &Party),
) -> Outcome<Package> {
    let reference = caller.params.get("reference").ok_or(refuse(
        oidc::ErrorCode::InvalidRequest,
        "reference is missing",
    ))?;
    let id: PackageId = reference.parse().map_err(|_| Error::NotFound)?;
    let found: Option<Package> = package::find(source, party.stored.id, id).await?;
    Ok(found.ok_or(Error::NotFound)?)
}

/// The provider, counted: one that asks without a pause cannot keep the database busy for all.
async fn provider(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<Arc<Party>> {
    let party = authenticate(app, cx, caller).await?;
    let counted = Counted {
        kind: "identity-package",
        value: &party.rules.id,
        rule: Rule::Rate(Throttle::new(3_000, SignedDuration::from_mins(10))),
    };
    throttle::reserve(app, cx, &[counted]).await?;
    Ok(party)
}

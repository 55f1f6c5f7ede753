//! What differs between kinds: how a claim is read and which register is asked. A new kind is a file
//! here and an arm in each function below.

mod driving_licence;
mod health_card;
mod passport;

use domain::document::{
    DocumentKind, Facts, HealthClaim, HolderFacts, LicenceClaim, Owner, OwnerNumber, PassportClaim,
    SourceState, Verdict,
};
use domain::fault::Fault;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::account::Profile;

use crate::App;
use crate::ports::Silent;

/// What the holder entered, by kind.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// DOC-GPLX.
    DrivingLicence(LicenceClaim),
    /// DOC-BHYT.
    HealthCard(HealthClaim),
    /// DOC-HC.
    Passport(PassportClaim),
}

/// What a source says of a document that is in the wallet already.
pub(super) struct Now {
    pub(super) facts: Facts,
    pub(super) owner: Owner,
    pub(super) state: SourceState,
}

fn field<'a>(entered: &'a [(String, String)], name: &str) -> &'a str {
    entered
        .iter()
        .find(|(known, _)| known == name)
        .map_or("", |(_, value)| value)
}

/// Reads the fields of a kind ([`DocumentKind::fields`]); all faults at once.
pub fn parse(kind: DocumentKind, entered: &[(String, String)]) -> Result<Claim, Vec<Fault>> {
    match kind {
        DocumentKind::DrivingLicence => driving_licence::parse(entered).map(Claim::DrivingLicence),
        DocumentKind::HealthCard => health_card::parse(entered).map(Claim::HealthCard),
        DocumentKind::Passport => passport::parse(entered).map(Claim::Passport),
    }
}

impl Claim {
    /// Of which kind.
    pub const fn kind(&self) -> DocumentKind {
        match self {
            Self::DrivingLicence(_) => DocumentKind::DrivingLicence,
            Self::HealthCard(_) => DocumentKind::HealthCard,
            Self::Passport(_) => DocumentKind::Passport,
        }
    }

    /// The number by which the document is known, as [`Facts::number`] gives it.
    pub fn number(&self) -> &str {
        match self {
            Self::DrivingLicence(claim) => claim.number.as_str(),
            Self::HealthCard(claim) => claim.code.insurance_number(),
            Self::Passport(claim) => claim.number.as_str(),
        }
    }

    /// Field and tidied value, in the order of the kind.
    pub fn entered(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::DrivingLicence(claim) => driving_licence::entered(claim),
            Self::HealthCard(claim) => health_card::entered(claim),
            Self::Passport(claim) => passport::entered(claim),
        }
    }
}

/// I6: asks the one register that can verify the claim.
pub(super) async fn ask(
    app: &App,
    profile: &Profile,
    claim: &Claim,
    today: Date,
) -> Result<Verdict, Silent> {
    match claim {
        Claim::DrivingLicence(claim) => driving_licence::ask(app, profile, claim, today).await,
        Claim::HealthCard(claim) => health_card::ask(app, profile, claim, today).await,
        Claim::Passport(claim) => passport::ask(app, profile, claim, today).await,
    }
}

/// QR-8: what the source says of a document now; nothing where it no longer knows it.
pub(super) async fn now(app: &App, facts: &Facts) -> Result<Option<Now>, Silent> {
    match facts {
        Facts::DrivingLicence(facts) => driving_licence::now(app, facts).await,
        Facts::HealthCard(facts) => health_card::now(app, facts).await,
        Facts::Passport(facts) => passport::now(app, facts).await,
    }
}

/// The holder as a check needs him. DOC-r3: the population register is asked for his old number only
/// where the paper was issued on one.
async fn holder(
    app: &App,
    profile: &Profile,
    owner: Option<&Owner>,
) -> Result<HolderFacts, Silent> {
    let identity = &profile.identity;
    let old_number = match owner.map(|owner| &owner.number) {
        Some(OwnerNumber::Old(_)) => app
            .registers
            .person(&identity.number)
            .await?
            .and_then(|person| person.old_number),
        Some(OwnerNumber::Citizen(_)) | None => None,
    };
    Ok(HolderFacts {
        number: identity.number.clone(),
        old_number,
        name: identity.name.clone(),
        birth: identity.birth,
    })
}

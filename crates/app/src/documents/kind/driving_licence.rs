//! DOC-GPLX: number and class, checked at the licence register.

use domain::document::{Facts, LicenceClaim, LicenceFacts, Verdict, check_licence};
use domain::fault::Fault;
use jiff::civil::Date;
use store::account::Profile;

use super::{Now, field};
use crate::App;
use crate::ports::Silent;

pub(super) fn parse(entered: &[(String, String)]) -> Result<LicenceClaim, Vec<Fault>> {
    LicenceClaim::parse(
        field(entered, "licence-number"),
        field(entered, "licence-class"),
    )
}

pub(super) fn entered(claim: &LicenceClaim) -> Vec<(&'static str, String)> {
    vec![
        ("licence-number", claim.number.as_str().to_owned()),
        ("licence-class", claim.class.as_str().to_owned()),
    ]
}

pub(super) async fn ask(
    app: &App,
    profile: &Profile,
    claim: &LicenceClaim,
    today: Date,
) -> Result<Verdict, Silent> {
    let record = app.registers.licence(&claim.number).await?;
    let holder = super::holder(app, profile, record.as_ref().map(|r| &r.owner)).await?;
    Ok(check_licence(&holder, claim, record.as_ref(), today))
}

pub(super) async fn now(app: &App, facts: &LicenceFacts) -> Result<Option<Now>, Silent> {
    let record = app.registers.licence(&facts.number).await?;
    Ok(record.map(|r| Now {
        facts: Facts::DrivingLicence((&r).into()),
        owner: r.owner,
        state: r.state,
    }))
}

//! DOC-BHYT: the code, checked at the health-insurance register.

use domain::document::{Facts, HealthClaim, HealthFacts, Verdict, check_health};
use domain::fault::Fault;
use jiff::civil::Date;
use store::account::Profile;

use super::{Now, field};
use crate::App;
use crate::ports::Silent;

pub(super) fn parse(entered: &[(String, String)]) -> Result<HealthClaim, Vec<Fault>> {
    HealthClaim::parse(field(entered, "health-code"))
}

pub(super) fn entered(claim: &HealthClaim) -> Vec<(&'static str, String)> {
    vec![("health-code", claim.code.as_str().to_owned())]
}

pub(super) async fn ask(
    app: &App,
    profile: &Profile,
    claim: &HealthClaim,
    today: Date,
) -> Result<Verdict, Silent> {
    let record = app.registers.health(&claim.code).await?;
    let holder = super::holder(app, profile, record.as_ref().map(|r| &r.owner)).await?;
    Ok(check_health(&holder, claim, record.as_ref(), today))
}

pub(super) async fn now(app: &App, facts: &HealthFacts) -> Result<Option<Now>, Silent> {
    let record = app.registers.health(&facts.code).await?;
    Ok(record.map(|r| Now {
        facts: Facts::HealthCard((&r).into()),
        owner: r.owner,
        state: r.state,
    }))
}

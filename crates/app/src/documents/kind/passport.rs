//! DOC-HC: number and last day, checked at the passport register.

use domain::document::{Facts, PassportClaim, PassportFacts, Verdict, check_passport};
use domain::fault::Fault;
use jiff::civil::Date;
use store::account::Profile;

use super::{Now, field};
use crate::App;
use crate::ports::Silent;

pub(super) fn parse(entered: &[(String, String)]) -> Result<PassportClaim, Vec<Fault>> {
    PassportClaim::parse(
        field(entered, "passport-number"),
        field(entered, "passport-expiry"),
    )
}

pub(super) fn entered(claim: &PassportClaim) -> Vec<(&'static str, String)> {
    vec![
        ("passport-number", claim.number.as_str().to_owned()),
        ("passport-expiry", claim.expires_on.to_string()),
    ]
}

pub(super) async fn ask(
    app: &App,
    profile: &Profile,
    claim: &PassportClaim,
    today: Date,
) -> Result<Verdict, Silent> {
    let record = app.registers.passport(&claim.number).await?;
    let holder = super::holder(app, profile, record.as_ref().map(|r| &r.owner)).await?;
    Ok(check_passport(&holder, claim, record.as_ref(), today))
}

pub(super) async fn now(app: &App, facts: &PassportFacts) -> Result<Option<Now>, Silent> {
    let record = app.registers.passport(&facts.number).await?;
    Ok(record.map(|r| Now {
        facts: Facts::Passport((&r).into()),
        owner: r.owner,
        state: r.state,
    }))
}

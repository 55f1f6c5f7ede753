//! Values of claims, from the account as the registers told it (D59-5, I13).

use domain::person::BirthDate;
use domain::relying_party::{Claim, scope_claims};
use serde_json::{Map, Value, json};
use store::account::Stored;

/// The claims that fewer scopes leave: without those that only a dropped scope stands for. `None` without
/// `openid`, which all of them need (OpenID Connect Core 5.3).
pub(super) fn within(mut claims: Vec<String>, granted: &str, scope: &str) -> Option<Vec<String>> {
    let kept: Vec<&str> = scope.split(' ').collect();
    let stands = |scope: &str, name: &str| {
        let claims = scope_claims(scope).iter();
        claims.map(|claim| claim.as_str()).any(|own| own == name)
    };
    claims.retain(|name| {
        let mut dropped = granted.split(' ').filter(|scope| !kept.contains(scope));
        kept.iter().any(|scope| stands(scope, name)) || !dropped.any(|scope| stands(scope, name))
    });
    kept.contains(&"openid").then_some(claims)
}

/// Values of the named claims; those that the account does not have are left out (OpenID Connect Core
/// 5.3.2).
pub(super) fn values(stored: &Stored, names: &[String]) -> Map<String, Value> {
    let mut values = Map::new();
    for claim in names.iter().filter_map(|name| Claim::parse(name)) {
        let Some(value) = value(stored, claim) else {
            continue;
        };
        values.insert(claim.as_str().to_owned(), value);
        // Both were confirmed by a code (APP-2).
        if matches!(claim, Claim::Phone | Claim::Email) {
            values.insert(format!("{}_verified", claim.as_str()), json!(true));
        }
    }
    values
}

/// The value of one claim as the standard writes it.
pub(super) fn value(stored: &Stored, claim: Claim) -> Option<Value> {
    let profile = &stored.profile;
    let identity = &profile.identity;
    Some(match claim {
        Claim::Name => json!(identity.name.as_str()),
        Claim::Birthdate => json!(birthdate(identity.birth)),
        Claim::Gender => json!(identity.sex.as_str()),
        Claim::Number => json!(identity.number.as_str()),
        Claim::Phone => json!(profile.phone.as_ref()?.as_str()),
        Claim::Email => json!(profile.email.as_ref()?.as_str()),
        Claim::AccountLevel => json!(stored.account.level.get()),
    })
}

/// OpenID Connect Core 5.1: a day, or a year alone; a month alone has no form, so its year is told.
fn birthdate(birth: BirthDate) -> String {
    match birth {
        BirthDate::Day(_) => birth.to_iso(),
        BirthDate::Year(year) | BirthDate::Month(year, _) => format!("{year:04}"),
    }
}

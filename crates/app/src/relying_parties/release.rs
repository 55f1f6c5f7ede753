//! Values of claims, from the account as the registers told it (D59-5, I13).

use domain::ids::SubjectId;
use domain::person::BirthDate;
use domain::relying_party::{Claim, Claims, scope_claims};
use domain::time::viet_nam_date;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use store::account::Stored;
use store::document;

use super::{Granted, Outcome, assurance, organisation, papers};
use crate::Cx;

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

/// A holder's facts at one instant.
pub(super) struct Facts<'a> {
    stored: &'a Stored,
    papers: Vec<document::Stored>,
    organisation: Option<Value>,
    today: Date,
}

impl<'a> Facts<'a> {
    /// Reads what the claims need beside the account. `chosen`: the organisation that he acts for.
    pub(super) async fn read(
        source: &mut impl store::Source,
        cx: &Cx,
        stored: &'a Stored,
        claims: &[Claim],
        chosen: Option<SubjectId>,
    ) -> Outcome<Self> {
        let subject = stored.account.subject;
        let papers = if claims.iter().any(|claim| claim.document().is_some()) {
            document::by_subject(source, subject).await?
        } else {
            Vec::new()
        };
        let organisation = match chosen {
            Some(chosen) if claims.contains(&Claim::Organisation) => {
                organisation::told(source, cx, subject, chosen).await?
            }
            _ => None,
        };
        Ok(Self {
            stored,
            papers,
            organisation,
            today: viet_nam_date(cx.now),
        })
    }

    /// The value of one claim as the standard writes it; none where the account has none, or is not of the
    /// level that the fact needs.
    pub(super) fn value(&self, claim: Claim) -> Option<Value> {
        let profile = &self.stored.profile;
        let identity = &profile.identity;
        if claim.needs() > self.stored.account.level {
            return None;
        }
        Some(match claim {
            Claim::Name => json!(identity.name.as_str()),
            Claim::Birthdate => json!(birthdate(identity.birth)),
            Claim::Gender => json!(identity.sex.as_str()),
            Claim::Number => json!(identity.number.as_str()),
            Claim::Phone => json!(profile.phone.as_ref()?.as_str()),
            Claim::Email => json!(profile.email.as_ref()?.as_str()),
            // Both were confirmed by a code (APP-2).
            Claim::PhoneVerified => json!(profile.phone.is_some()),
            Claim::EmailVerified => json!(profile.email.is_some()),
            Claim::AccountLevel => json!(self.stored.account.level.get()),
            Claim::DrivingLicence | Claim::HealthCard | Claim::Passport => {
                papers::of_kind(&self.papers, claim.document()?, self.today)?
            }
            Claim::Organisation => self.organisation.clone()?,
        })
    }

    /// Values of the claims; those without one are left out (OpenID Connect Core 5.3.2).
    pub(super) fn values(&self, claims: &[Claim]) -> Map<String, Value> {
        let mut values = Map::new();
        for claim in claims {
            let Some(value) = self.value(*claim) else {
                continue;
            };
            values.insert(claim.as_str().to_owned(), value);
            // What was confirmed is told with it (5.1).
            let tells = |other: &Claim| other.registered_as() == *claim && other != claim;
            for with in Claim::ALL.iter().filter(|other| tells(other)) {
                values.insert(with.as_str().to_owned(), json!(true));
            }
        }
        values
    }
}

/// Where a grant's values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Into the identity token.
    IdToken,
    /// Into the answer of userinfo.
    UserInfo,
}

/// Everything that a grant tells in one place.
pub(super) async fn told(
    source: &mut impl store::Source,
    cx: &Cx,
    stored: &Stored,
    granted: &Granted,
    place: Place,
) -> Outcome<Map<String, Value>> {
    let read = |names: &[String]| names.iter().filter_map(|name| Claim::parse(name)).collect();
    let plain: Claims = read(match place {
        Place::IdToken => &granted.in_id_token,
        Place::UserInfo => &granted.claims,
    });
    let facts = Facts::read(source, cx, stored, &plain, granted.organisation).await?;
    let mut values = facts.values(&plain);
    if let Some(assured) = &granted.verified {
        let requests = match place {
            Place::IdToken => &assured.id_token,
            Place::UserInfo => &assured.userinfo,
        };
        let checked: Claims = read(&assured.claims);
        let checked = facts.values(&checked);
        let verified = assurance::told(source, cx, stored, (requests, checked)).await?;
        values.extend(verified.map(|value| ("verified_claims".to_owned(), value)));
    }
    Ok(values)
}

/// OpenID Connect Core 5.1: a day, or a year alone; a month alone has no form, so its year is told.
fn birthdate(birth: BirthDate) -> String {
    match birth {
        BirthDate::Day(_) => birth.to_iso(),
        BirthDate::Year(year) | BirthDate::Month(year, _) => format!("{year:04}"),
    }
}

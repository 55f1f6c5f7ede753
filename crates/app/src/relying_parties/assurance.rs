//! `verified_claims` (OpenID Connect for Identity Assurance 1.0): what a register confirmed, with which check
//! it was confirmed, when, and under which decree, from the evidence on record (I3).

use domain::account::Level;
use domain::evidence::{ComparisonError, Doubt, OfficerComparison, SecondLook};
use domain::regime::Regime;
use jiff::Timestamp;
use oidc::claims::{Verified, VerifiedRequest};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::account::Stored;
use store::evidence::{self, Kept};

use super::Outcome;
use crate::Cx;

/// What was asked and agreed to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Assured {
    /// Names of the claims that may be told so.
    pub(super) claims: Vec<String>,
    /// For the identity token.
    pub(super) id_token: Vec<VerifiedRequest>,
    /// For userinfo.
    pub(super) userinfo: Vec<VerifiedRequest>,
}

/// Decrees under which accounts are made, as trust frameworks.
pub const FRAMEWORKS: [&str; 2] = ["vn_decree59", "vn_decree69"];
/// Kinds of evidence (OpenID Identity Assurance schema 5.4.4).
pub const EVIDENCE: [&str; 1] = ["electronic_record"];
/// Registers that evidence comes from.
pub const RECORDS: [&str; 3] = [
    "population_register",
    "vn_identity_card_register",
    "vn_foreigner_register",
];

const fn framework(regime: Regime) -> &'static str {
    let [decree59, decree69] = FRAMEWORKS;
    match regime {
        Regime::Decree59 => decree59,
        Regime::Decree69 => decree69,
    }
}

/// The claim `verified_claims` for one place; none where nothing of it can be told. `values`: the claims
/// agreed to, with their values.
pub(super) async fn told(
    source: &mut impl store::Source,
    cx: &Cx,
    stored: &Stored,
    (requests, values): (&[VerifiedRequest], Map<String, Value>),
) -> Outcome<Option<Value>> {
    if requests.is_empty() || values.is_empty() {
        return Ok(None);
    }
    let checks = evidence::approved(source, stored.account.subject).await?;
    let Some(verification) = verification(&checks, stored.account.level) else {
        return Ok(None);
    };
    let have = Verified {
        verification,
        claims: values,
    };
    let now = cx.now.as_second();
    Ok(VerifiedRequest::answer_all(requests, &[have], now))
}

/// Everything that is on record of these values, asked of nobody (R50-3); none where no check is.
pub(super) async fn whole(
    source: &mut impl store::Source,
    stored: &Stored,
    values: Map<String, Value>,
) -> Outcome<Option<Value>> {
    let checks = evidence::approved(source, stored.account.subject).await?;
    let verification = verification(&checks, stored.account.level);
    Ok(verification.map(|verification| json!({ "verification": verification, "claims": values })))
}

/// RFC 3339 to the second, as the schema has times.
fn time(at: Timestamp) -> Value {
    json!(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// What the account rests on; none where no check is on record, as nothing is told without one.
fn verification(checks: &[Kept], level: Level) -> Option<Map<String, Value>> {
    let evidence: Vec<(&Kept, Vec<Value>)> = checks
        .iter()
        .map(|check| (check, records(check, checks)))
        .filter(|(_, records)| !records.is_empty())
        .collect();
    let (last, _) = evidence.last()?;
    let (regime, time) = (last.regime, time(last.at));
    let evidence: Vec<Value> = evidence
        .into_iter()
        .flat_map(|(_, records)| records)
        .collect();
    let members = [
        ("trust_framework", json!(framework(regime))),
        ("assurance_level", json!(level.get().to_string())),
        ("time", time),
        ("evidence", Value::Array(evidence)),
    ];
    let members = members.map(|(name, value)| (name.to_owned(), value));
    Some(members.into_iter().collect())
}

/// The second look at a comparison, among the checks.
fn second(checks: &[Kept], made: &OfficerComparison) -> Option<SecondLook> {
    let looks = checks.iter().filter(|check| check.kind == "second-look");
    looks
        .filter_map(|check| serde_json::from_value::<SecondLook>(check.body.clone()).ok())
        .find(|look| look.comparison == made.id)
}

/// Whether the comparison was a match when it was approved: releases before second looks approved an exception of
/// prints by one officer.
fn concluded(made: &OfficerComparison, checks: &[Kept]) -> bool {
    match made.conclude(second(checks, made).as_ref()) {
        Ok(_) => true,
        Err(ComparisonError::SecondOfficer) => {
            made.machine.is_empty() && made.doubt() == Some(Doubt::Fingers)
        }
        Err(_) => false,
    }
}

/// The records of registers that one check compared with.
fn records(check: &Kept, checks: &[Kept]) -> Vec<Value> {
    if check.kind == "officer-comparison" {
        let made = serde_json::from_value::<OfficerComparison>(check.body.clone()).ok();
        // One that officers did not conclude well proves nothing.
        let Some(made) = made.filter(|made| concluded(made, checks)) else {
            return Vec::new();
        };
        let shown = [
            (made.shown.register, "population"),
            (made.shown.card, "card"),
        ];
        let shown = shown.into_iter().filter(|(shown, _)| *shown);
        return shown
            .filter_map(|(_, name)| record(name, "pvp", check.at))
            .collect();
    }
    let registers = check.body.get("registers").and_then(Value::as_array);
    let names = registers.into_iter().flatten().filter_map(Value::as_str);
    names
        .filter_map(|name| record(name, "data", check.at))
        .collect()
}

/// One register: `data` compared by machine, or `pvp`, the person stood before an officer.
fn record(name: &str, method: &str, at: Timestamp) -> Option<Value> {
    let [population, card, foreigner] = RECORDS;
    let (kind, register) = match name {
        "population" => (population, "National population database"),
        "card" => (card, "Identity card database"),
        "foreigners" => (foreigner, "National immigration database"),
        _ => return None,
    };
    Some(json!({
        "type": "electronic_record",
        "check_details": [{ "check_method": method, "time": time(at) }],
        "time": time(at),
        "record": { "type": kind, "source": { "name": register, "country_code": "VNM" } },
    }))
}

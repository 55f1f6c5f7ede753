//! Requests for `verified_claims` (OpenID Connect for Identity Assurance 1.0 §5) and their answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Ask;
use super::request::check_names;
use crate::OAuthError;

const MAX_REQUESTS: usize = 10;

/// One wish: claims whose verification meets constraints. Constraints are kept as sent: one that we cannot meet, known to
/// us or not, leads to omission and never to an error (§5.7.4).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct VerifiedRequest {
    /// The wished-for `verification` element, with constraints inside.
    pub verification: Map<String, Value>,
    /// The claims asked.
    pub claims: BTreeMap<String, Ask>,
}

/// What is known of a person, as the schema of OpenID Identity Assurance 1.0 tells it.
#[derive(Clone, PartialEq, Default)]
pub struct Verified {
    /// All of `verification`: `trust_framework`, `assurance_level`, `time`, `evidence`…
    pub verification: Map<String, Value>,
    /// All verified claims that may be given to this client.
    pub claims: Map<String, Value>,
}

crate::redact::redacted!(Verified:);

impl VerifiedRequest {
    /// One object or an array of them (§5.6); each has `verification` and `claims` (§5.3, §5.4).
    pub(super) fn read_all(value: &Value) -> Result<Vec<Self>, OAuthError> {
        let items = value
            .as_array()
            .map_or(std::slice::from_ref(value), Vec::as_slice);
        if items.len() > MAX_REQUESTS {
            return Err(OAuthError::request("verified_claims has too many members"));
        }
        items.iter().map(Self::read).collect()
    }

    fn read(value: &Value) -> Result<Self, OAuthError> {
        let verification = match value.get("verification") {
            Some(Value::Object(verification)) => verification.clone(),
            _ => {
                return Err(OAuthError::request(
                    "verified_claims has no verification object",
                ));
            }
        };
        let Some(Value::Object(claims)) = value.get("claims") else {
            return Err(OAuthError::request("verified_claims has no claims object"));
        };
        check_names(claims.keys())?;
        let claims: Result<_, OAuthError> = claims
            .iter()
            .map(|(name, ask)| Ok((name.clone(), Ask::read(ask)?)))
            .collect();
        Ok(Self {
            verification,
            claims: claims?,
        })
    }

    /// The element to give: what was asked and nothing more, or `None` if a constraint is not met or no claim is left.
    /// A claim that we lack, or whose value is not the wanted one, is left out (§5.7.2, §5.7.4); `essential` changes
    /// nothing (§5.7.1). `now` decides `max_age` of times.
    pub fn answer(&self, have: &Verified, now: i64) -> Option<Value> {
        let mut verification = meet_object(&self.verification, &have.verification, now)?;
        // The schema demands it, asked or not.
        let framework = have.verification.get("trust_framework")?;
        verification.insert("trust_framework".to_owned(), framework.clone());
        let claims: Map<String, Value> = self
            .claims
            .iter()
            .filter_map(|(name, ask)| {
                let value = have.claims.get(name).filter(|value| ask.accepts(value))?;
                Some((name.clone(), value.clone()))
            })
            .collect();
        (!claims.is_empty()).then(|| json!({"verification": verification, "claims": claims}))
    }

    /// The value of `verified_claims`: every request is answered from each of the records that meets it (§5.6). One answer
    /// stands alone, several in an array, none not at all.
    pub fn answer_all(requests: &[Self], have: &[Verified], now: i64) -> Option<Value> {
        let each = |request: &Self| {
            let answers = have.iter().filter_map(|have| request.answer(have, now));
            answers.collect::<Vec<_>>()
        };
        let mut answers: Vec<Value> = requests.iter().flat_map(each).collect();
        if answers.len() > 1 {
            return Some(Value::Array(answers));
        }
        answers.pop()
    }
}

/// What of `have` answers the wish; `None` if a constraint in it is not met.
fn meet(wish: &Value, have: &Value, now: i64) -> Option<Value> {
    match (wish, have) {
        (Value::Null, have) => Some(have.clone()),
        (Value::Object(wish), have) if is_constraint(wish) => {
            let fresh = match wish.get("max_age") {
                None | Some(Value::Null) => true,
                Some(age) => is_fresh(age, have, now),
            };
            let ask = Ask::read(&Value::Object(wish.clone())).ok()?;
            (fresh && ask.accepts(have)).then(|| have.clone())
        }
        (Value::Object(wish), Value::Object(have)) => {
            let mut answer = meet_object(wish, have, now)?;
            // `type` of evidence and of documents is given unasked, as the rest makes no sense without.
            if let Some(kind) = have.get("type") {
                answer.insert("type".to_owned(), kind.clone());
            }
            Some(Value::Object(answer))
        }
        (Value::Array(wishes), Value::Array(have)) => meet_array(wishes, have, now),
        _ => None,
    }
}

/// Each wish is a filter and a template, and they are linked by OR (§5.4): every member of ours that meets one is given.
fn meet_array(wishes: &[Value], have: &[Value], now: i64) -> Option<Value> {
    let meets = |one| wishes.iter().find_map(|wish| meet(wish, one, now));
    let answers: Vec<Value> = have.iter().filter_map(meets).collect();
    (!answers.is_empty()).then_some(Value::Array(answers))
}

fn meet_object(
    wish: &Map<String, Value>,
    have: &Map<String, Value>,
    now: i64,
) -> Option<Map<String, Value>> {
    let mut answer = Map::new();
    for (name, wish) in wish {
        match have.get(name) {
            // What is asked inside has no filtering effect (§5.4).
            Some(have) if name == "assurance_details" => {
                answer.insert(name.clone(), have.clone());
            }
            Some(have) => {
                answer.insert(name.clone(), meet(wish, have, now)?);
            }
            // Asked without constraint and not known: left out. With a constraint it cannot be met.
            None if constrains(wish) => return None,
            None => {}
        }
    }
    Some(answer)
}

/// An object with only members of a claim request is a leaf; any other describes sub-elements.
fn is_constraint(wish: &Map<String, Value>) -> bool {
    const LEAF: [&str; 5] = ["essential", "value", "values", "max_age", "purpose"];
    wish.keys().all(|name| LEAF.contains(&name.as_str()))
}

/// Whether a wish for something that we do not have rules out the whole element.
fn constrains(wish: &Value) -> bool {
    match wish {
        Value::Object(wish) if is_constraint(wish) => {
            let bounds = ["value", "values", "max_age"];
            bounds.iter().any(|name| wish.contains_key(*name))
        }
        Value::Object(wish) => wish.values().any(constrains),
        Value::Array(wishes) => wishes.iter().any(constrains),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Whether a time of ours is not older than that many seconds, counted from the last second of a date (§5.5.2). A form that
/// we cannot read is not fresh.
fn is_fresh(max_age: &Value, have: &Value, now: i64) -> bool {
    match (max_age.as_i64(), have.as_str().and_then(seconds)) {
        (Some(age), Some(time)) => now.saturating_sub(time) <= age,
        _ => false,
    }
}

/// `YYYY-MM-DD` (its last second) or `YYYY-MM-DDThh:mm…Z`, in seconds since 1970.
fn seconds(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let of_day = match text.len() {
        10 => 86_399,
        _ if text.ends_with('Z') => {
            let seconds = number(17, 19).unwrap_or_default();
            number(11, 13)? * 3_600 + number(14, 16)? * 60 + seconds
        }
        _ => return None,
    };
    // The civil calendar counted from March, so that a leap day ends the year.
    let early = i64::from(month <= 2);
    let (year, month) = (year - early, month - 3 + 12 * early);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let before = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100;
    let days = before + (153 * month + 2) / 5 + day - 1 - 719_468;
    Some(days * 86_400 + of_day)
}

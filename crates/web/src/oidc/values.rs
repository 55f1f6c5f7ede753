//! Values of claims as people read them.

use app::relying_parties::{Asked, Value};
use domain::relying_party::Claim;
use jiff::civil::Date;
use maud::{Markup, html};
use serde_json::Value as Json;

use crate::i18n::{Lang, date};
use crate::t;

/// A value on the page of consent.
pub(super) fn said(lang: Lang, asked: &Asked, value: &Value) -> Markup {
    let Some(told) = &value.value else {
        let several = value.claim == Claim::Organisation && asked.organisations.len() > 1;
        let key = if several {
            "oidc-choose-below"
        } else {
            "claim-none"
        };
        return html! { (t!(lang, key)) };
    };
    match (told, value.claim) {
        (Json::Array(papers), _) => html! {
            @for paper in papers { p.govuk-body { (lines(lang, paper)) } }
        },
        (Json::Object(_), _) => lines(lang, told),
        (Json::String(word), Claim::Gender) => {
            html! { (t!(lang, &format!("register-sex-{word}"))) }
        }
        (Json::Bool(yes), _) => html! { (t!(lang, if *yes { "claim-yes" } else { "claim-no" })) },
        _ => html! { (plain(told)) },
    }
}

/// Days as people write them; all else as it is.
fn plain(told: &Json) -> String {
    let text = told
        .as_str()
        .map_or_else(|| told.to_string(), str::to_owned);
    text.parse::<Date>().map_or(text, date)
}

/// A document or an organisation, one fact a line: all of it leaves.
fn lines(lang: Lang, told: &Json) -> Markup {
    let facts = told.as_object().into_iter().flatten();
    html! {
        @for (place, (name, fact)) in facts.enumerate() {
            @if place > 0 { br; }
            (t!(lang, &format!("claim-of-{}", name.replace('_', "-")))) ": " (fact_said(lang, name, fact))
        }
    }
}

fn fact_said(lang: Lang, name: &str, fact: &Json) -> String {
    match (name, fact) {
        ("status", Json::String(word)) => t!(lang, &format!("status-document-{word}")),
        ("form", Json::String(word)) => t!(lang, &format!("claim-form-{word}")),
        ("role", Json::String(word)) => t!(lang, &format!("power-{word}")),
        ("verified_at", Json::Number(at)) => {
            let at = at
                .as_i64()
                .and_then(|at| jiff::Timestamp::from_second(at).ok());
            at.map(crate::i18n::date_time).unwrap_or_default()
        }
        ("classes", Json::Array(classes)) => {
            let one = |held: &Json| {
                let class = held.get("class").map(plain).unwrap_or_default();
                match held.get("expires_on").filter(|day| !day.is_null()) {
                    Some(day) => format!("{class} ({})", plain(day)),
                    None => class,
                }
            };
            classes.iter().map(one).collect::<Vec<_>>().join(", ")
        }
        _ => plain(fact),
    }
}

//! What came of a reading, step by step; what the chip says beside the registers.

use app::counter::Register;
use app::counter::card::{Outcome, Reading, STEPS};
use domain::chip_reading::ChipReading;
use domain::person::Difference;
use domain::registers::{CardRecord, PersonRecord};
use maud::{Markup, html};
use ui::{Row, SummaryList, Table, Tag, Tone};

use crate::counter::side_by_side::{marked, sex};
use crate::i18n::{Lang, date, date_time};
use crate::page::words;
use crate::t;

/// Passed, failed, or not reached.
pub(super) fn verdict(lang: Lang, outcome: &Outcome) -> Markup {
    let failed = match outcome {
        Outcome::Accepted { .. } => None,
        Outcome::Refused { step, .. } => STEPS.iter().position(|s| s == step),
    };
    let table = Table::new([t!(lang, "card-step"), t!(lang, "card-result")]);
    let table = STEPS.iter().enumerate().fold(table, |table, (at, step)| {
        let tag = match failed {
            Some(failed) if at == failed => Tag::new(Tone::Bad, t!(lang, "card-failed")),
            Some(failed) if at > failed => Tag::new(Tone::Quiet, t!(lang, "card-not-reached")),
            Some(_) | None => Tag::new(Tone::Good, t!(lang, "card-passed")),
        };
        table.row([
            html! { (t!(lang, &format!("chip-step-{step}"))) },
            html! { (tag) },
        ])
    });
    html! {
        @match outcome {
            Outcome::Accepted { .. } => (words::success(lang, t!(lang, "card-accepted"))),
            Outcome::Refused { code, about, advice, .. } => {
                (words::warning(lang, t!(lang, "card-refused")))
                p.govuk-body-l { (t!(lang, &format!("chip-flaw-{code}"), about = about.as_deref().unwrap_or("–"))) }
                p.govuk-body { strong { (t!(lang, "card-next")) } ": " (t!(lang, &format!("chip-advice-{advice}"))) }
            }
        }
        (table)
    }
}

/// The accepted card of the dossier.
pub(super) fn chip(lang: Lang, reading: &Reading) -> Markup {
    let Some(chip) = &reading.chip else {
        return html! {};
    };
    html! {
        h2.govuk-heading-m { (t!(lang, "card-chip-title")) }
        @match &reading.register {
            Register::Known(person, card) => {
                @if reading.differences.as_ref().is_some_and(|d| !d.is_empty()) { (words::warning(lang, t!(lang, "card-differs"))) }
                (fields(lang, chip, (person, card.as_ref()), reading.differences.as_deref().unwrap_or_default()))
            }
            Register::Unknown => (words::warning(lang, t!(lang, "counter-register-unknown"))),
            Register::Silent(_) => (words::warning(lang, t!(lang, "refused-register-silent"))),
        }
        (facts(lang, chip))
    }
}

fn fields(
    lang: Lang,
    chip: &ChipReading,
    (person, card): (&PersonRecord, Option<&CardRecord>),
    differing: &[Difference],
) -> Table {
    let (own, identity) = (&chip.holder, &person.identity);
    let text = |value: Option<String>| value.unwrap_or_default();
    let rows = [
        (
            Difference::Name,
            t!(lang, "field-name"),
            own.name
                .as_ref()
                .map_or_else(|| own.latin.clone(), |n| n.as_str().to_owned()),
            identity.name.as_str().to_owned(),
        ),
        (
            Difference::Birth,
            t!(lang, "field-birth"),
            text(own.birth.map(|b| b.to_card())),
            identity.birth.to_card(),
        ),
        (
            Difference::Sex,
            t!(lang, "register-sex"),
            text(own.sex.map(|s| sex(lang, s))),
            sex(lang, identity.sex),
        ),
        (
            Difference::CardIssued,
            t!(lang, "field-card-issued"),
            text(own.issued_on.map(date)),
            text(card.map(|c| date(c.issued_on))),
        ),
    ];
    let head = [
        "counter-field",
        "card-chip",
        "counter-register",
        "counter-agrees",
    ];
    let table = Table::new(head.map(|key| t!(lang, key)));
    rows.into_iter()
        .fold(table, |table, (field, name, own, other)| {
            let tag = match (differing.contains(&field), own.is_empty()) {
                (true, _) => Tag::new(Tone::Bad, t!(lang, "counter-differs")),
                (false, true) => Tag::new(Tone::Quiet, t!(lang, "card-not-on-chip")),
                (false, false) => Tag::new(Tone::Good, t!(lang, "counter-same")),
            };
            let shown = if differing.contains(&field) {
                (marked(&own, &other), marked(&other, &own))
            } else {
                (html! { (own) }, html! { (other) })
            };
            table.row([html! { (name) }, shown.0, shown.1, html! { (tag) }])
        })
}

fn facts(lang: Lang, chip: &ChipReading) -> SummaryList {
    let genuine = format!("card-genuine-{}", chip.genuine);
    let portrait = if chip.shown {
        t!(lang, "card-portrait-shown")
    } else {
        t!(lang, "card-portrait-kept")
    };
    SummaryList::new([
        Row::new(t!(lang, "card-read-at"), date_time(chip.at)),
        Row::new(t!(lang, "card-genuine"), t!(lang, &genuine)),
        Row::new(t!(lang, "card-expires"), date(chip.holder.expires_on)),
        Row::new(t!(lang, "card-portrait"), portrait),
        Row::new(t!(lang, "card-list"), date_time(chip.list_issued)),
    ])
}

#[cfg(test)]
mod tests {
    use app::counter::card::FLAWS;

    use super::*;
    use crate::i18n::has;

    #[test]
    fn every_step_flaw_and_advice_has_its_words() {
        let codes = app::counter::card::CHIP_FLAWS.iter().chain(&FLAWS);
        for code in codes {
            assert!(has(&format!("chip-flaw-{code}")), "{code}");
        }
        for step in STEPS {
            assert!(has(&format!("chip-step-{step}")), "{step}");
        }
        let refused = |step: &str| Outcome::Refused {
            step: step.to_owned(),
            code: "digest-altered".to_owned(),
            about: Some("DG2".to_owned()),
            advice: "suspect".to_owned(),
        };
        for (lang, words) in [(Lang::Vi, "DG2 không đúng"), (Lang::En, "DG2 is not what")] {
            let page = verdict(lang, &refused("digest")).into_string();
            assert!(page.contains(words), "{page}");
            assert!(!page.contains("chip-"), "{page}");
        }
    }
}

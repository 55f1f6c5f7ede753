//! What a machine says of the live portrait and of the prints, in words an officer can weigh: the band, and how many
//! strangers score as high.

mod fingers;
pub(super) mod turns;

use domain::evidence::{Band, Beside, MachineEngine, MachineMatch, MatchOutcome};
use maud::{Markup, html};
use store::registration::Finding;
use ui::{Table, Tag, Tone};

use crate::i18n::{self, Lang};
use crate::page::words;
use crate::t;

/// What stands in the evidence, faces first.
pub(super) fn says(lang: Lang, made: &[MachineMatch]) -> Markup {
    html! {
        (faces(lang, made))
        @for one in made { (fingers::says(lang, one)) }
    }
}

/// One row a portrait on record; of none where nothing could be compared.
fn faces(lang: Lang, made: &[MachineMatch]) -> Markup {
    let made: Vec<_> = made.iter().filter(|one| !one.is_of_fingers()).collect();
    let Some(first) = made.first() else {
        return html! {};
    };
    let head = ["machine-portrait", "machine-result", "machine-meaning"].map(|key| t!(lang, key));
    let table = made
        .iter()
        .fold(Table::new(head), |table, one| table.row(row(lang, one)));
    html! {
        h2.govuk-heading-m { (t!(lang, "machine-title")) }
        (table)
        p.govuk-body-s { (behind(lang, &first.engine)) }
    }
}

/// Engine, thresholds, and how well their rate is known.
fn behind(lang: Lang, engine: &MachineEngine) -> String {
    let basis = if engine.measured {
        t!(lang, "machine-measured")
    } else {
        t!(lang, "machine-reckoned")
    };
    t!(
        lang,
        "machine-engine",
        engine = engine.name.as_str(),
        version = engine.version.as_str(),
        thresholds = engine.thresholds.as_str(),
        basis = basis,
    )
}

fn row(lang: Lang, one: &MachineMatch) -> [Markup; 3] {
    let source = match one.source {
        Beside::Population | Beside::Immigration => {
            t!(lang, "counter-portrait-register")
        }
        Beside::Card => t!(lang, "counter-portrait-card"),
        Beside::Chip => t!(lang, "counter-portrait-chip"),
    };
    let (tag, meaning) = match &one.outcome {
        MatchOutcome::Compared { score, band } => {
            let args = (*score, one.engine.match_from, one.engine.one_in());
            (tag(lang, *band), meaning(lang, *band, args))
        }
        MatchOutcome::NoReference => (
            Tag::new(Tone::Quiet, t!(lang, "machine-no-reference")),
            t!(lang, "machine-no-reference-text"),
        ),
        MatchOutcome::NotCompared { whose, why } => {
            let whose = t!(lang, &format!("machine-whose-{}", whose.as_str()));
            let words = t!(
                lang,
                "machine-not-compared-why",
                whose = whose,
                why = reason(lang, why)
            );
            (
                Tag::new(Tone::Waiting, t!(lang, "machine-not-compared")),
                words,
            )
        }
    };
    [html! { (source) }, html! { (tag) }, html! { (meaning) }]
}

fn tag(lang: Lang, band: Band) -> Tag {
    let tone = match band {
        Band::Match => Tone::Good,
        Band::Unclear => Tone::Waiting,
        Band::NoMatch => Tone::Bad,
    };
    Tag::new(tone, t!(lang, &format!("machine-band-{}", band.as_str())))
}

fn meaning(lang: Lang, band: Band, (score, from, one_in): (i32, i32, u32)) -> String {
    t!(
        lang,
        &format!("machine-means-{}", band.as_str()),
        score = score,
        from = from,
        many = grouped(lang, one_in)
    )
}

/// 10.000 or 10,000.
fn grouped(lang: Lang, number: u32) -> String {
    let digits = number.to_string();
    let separator = match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    };
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// A reason in words; an engine may name one that we have none for.
fn reason(lang: Lang, code: &str) -> String {
    let key = format!("machine-why-{code}");
    if i18n::has(&key) {
        t!(lang, &key)
    } else {
        t!(lang, "machine-why-other")
    }
}

/// What is wrong with a portrait that was kept, and what helps.
pub(super) fn finding(lang: Lang, finding: &Finding) -> Markup {
    let words = explained(lang, (&finding.code, &finding.remedy));
    html! { (words::warning(lang, words)) }
}

/// What a machine finds wrong, and what the officer does next.
pub(super) fn explained(lang: Lang, (code, remedy): (&str, &str)) -> String {
    let key = format!("machine-remedy-{remedy}");
    let remedy = if i18n::has(&key) {
        t!(lang, &key)
    } else {
        t!(lang, "machine-remedy-call-support")
    };
    let why = reason(lang, code);
    t!(lang, "machine-finding", why = why, remedy = remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_grouped() {
        for (number, vi, en) in [
            (7, "7", "7"),
            (999, "999", "999"),
            (10_000, "10.000", "10,000"),
            (1_234_567, "1.234.567", "1,234,567"),
        ] {
            assert_eq!(grouped(Lang::Vi, number), vi);
            assert_eq!(grouped(Lang::En, number), en);
        }
    }

    #[test]
    fn an_unknown_reason_has_words_all_the_same() {
        for lang in Lang::ALL {
            let other = t!(lang, "machine-why-other");
            assert_eq!(reason(lang, "their-own-code"), other);
            assert_ne!(reason(lang, "face-dark"), other);
        }
    }
}

//! Fingers: each one by itself, and what they say together.

use domain::evidence::{Band, FingerMatch, MachineMatch, MatchOutcome, Modality, Whose};
use maud::{Markup, html};
use ui::{Table, Tag, Tone};

use super::{behind, grouped, reason, tag};
use crate::i18n::Lang;
use crate::t;

/// The prints of a comparison; nothing where it is of faces.
pub(super) fn says(lang: Lang, made: &MachineMatch) -> Markup {
    let Modality::Fingers(fingers) = &made.modality else {
        return html! {};
    };
    let head = ["machine-finger", "machine-result", "machine-meaning"].map(|key| t!(lang, key));
    let table = fingers
        .iter()
        .fold(Table::new(head), |table, one| table.row(row(lang, one)));
    let (tag, words) = together(lang, made);
    html! {
        h2.govuk-heading-m { (t!(lang, "machine-fingers-title")) }
        p.govuk-body { (tag) " " (words) }
        (table)
        p.govuk-body-s { (behind(lang, &made.engine)) }
    }
}

/// What counts: the fingers together.
fn together(lang: Lang, made: &MachineMatch) -> (Tag, String) {
    match &made.outcome {
        MatchOutcome::Compared { score, band } => {
            let from = made.engine.match_from;
            let key = match band {
                Band::Match => "machine-fingers-means-match",
                // Enough together, and one finger has too little by itself.
                Band::Unclear if *score >= from => "machine-fingers-means-weak",
                Band::Unclear => "machine-fingers-means-unclear",
                Band::NoMatch => "machine-fingers-means-no-match",
            };
            let many = grouped(lang, made.engine.one_in());
            let words = t!(lang, key, score = *score, from = from, many = many);
            (tag(lang, *band), words)
        }
        MatchOutcome::NotCompared { whose, why } => not_compared(lang, *whose, why),
        MatchOutcome::NoReference => none(lang, "machine-fingers-no-reference-text"),
    }
}

fn row(lang: Lang, one: &FingerMatch) -> [Markup; 3] {
    let finger = t!(lang, &format!("finger-{}", one.finger.as_str()));
    let (tag, words) = match &one.outcome {
        MatchOutcome::Compared { score, band } => {
            let words = t!(lang, "machine-finger-score", score = *score);
            (tag(lang, *band), words)
        }
        MatchOutcome::NotCompared { whose, why } => not_compared(lang, *whose, why),
        MatchOutcome::NoReference => none(lang, "machine-finger-no-reference-text"),
    };
    [html! { (finger) }, html! { (tag) }, html! { (words) }]
}

fn not_compared(lang: Lang, whose: Whose, why: &str) -> (Tag, String) {
    let whose = t!(lang, &format!("machine-print-{}", whose.as_str()));
    let why = reason(lang, why);
    let words = t!(lang, "machine-not-compared-why", whose = whose, why = why);
    (
        Tag::new(Tone::Waiting, t!(lang, "machine-not-compared")),
        words,
    )
}

fn none(lang: Lang, key: &str) -> (Tag, String) {
    (
        Tag::new(Tone::Quiet, t!(lang, "machine-no-reference")),
        t!(lang, key),
    )
}

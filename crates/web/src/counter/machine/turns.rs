//! Turns of the head: what came of them, for whoever decides and, in a word, for whoever looks blindly.

use domain::evidence::HeadTurns;
use maud::{Markup, html};
use ui::{Tag, Tone};

use super::reason;
use crate::i18n::Lang;
use crate::t;

/// All that who looks blindly is told: no reason, and nothing to do about it.
pub(in crate::counter) fn blindly(lang: Lang, result: &str) -> Markup {
    let tone = match result {
        "passed" => Tone::Good,
        "failed" => Tone::Bad,
        _ => Tone::Quiet,
    };
    let tag = Tag::new(tone, t!(lang, &format!("turns-result-{result}")));
    html! {
        h2.govuk-heading-m { (t!(lang, "turns-title")) }
        p.govuk-body { (tag) }
    }
}

/// The result in words; nothing where turns were not asked for.
pub(in crate::counter) fn says(lang: Lang, turns: &HeadTurns) -> Markup {
    let (tone, words) = match turns {
        HeadTurns::NotAsked => return html! {},
        HeadTurns::NotMade => (Tone::Waiting, t!(lang, "turns-not-made-text")),
        HeadTurns::Passed { .. } => (Tone::Good, t!(lang, "turns-passed-text")),
        HeadTurns::Failed { why, .. } => (
            Tone::Bad,
            t!(lang, "turns-failed-text", why = reason(lang, why)),
        ),
        HeadTurns::Excepted { reason, .. } => (Tone::Waiting, {
            let why = t!(lang, &format!("turns-exception-{}", reason.as_str()));
            t!(lang, "turns-excepted-text", why = why)
        }),
    };
    let tag = Tag::new(tone, t!(lang, &format!("turns-result-{}", turns.as_str())));
    html! {
        h2.govuk-heading-m { (t!(lang, "turns-title")) }
        p.govuk-body { (tag) " " (words) }
    }
}

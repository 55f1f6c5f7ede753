//! Turns of the head: what came of them, for whoever decides and for whoever looks blindly. A machine's word; nobody's
//! opinion of who the person is.

use domain::evidence::HeadTurns;
use maud::{Markup, html};
use ui::{Tag, Tone};

use super::reason;
use crate::i18n::Lang;
use crate::t;

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

//! What a client asked for before, and what became of it: who decided, when, why.

use app::relying_parties::desk::Past;
use domain::relying_party::ReviewState;
use maud::{Markup, html};
use ui::{Row, SummaryList};

use crate::i18n::{Lang, date_time};
use crate::t;

/// The requests, the latest first.
pub(super) fn list(lang: Lang, all: &[Past]) -> Markup {
    html! {
        @if !all.is_empty() { h2.govuk-heading-m { (t!(lang, "party-earlier")) } }
        @for one in all { (SummaryList::new(rows(lang, one))) }
    }
}

fn rows(lang: Lang, one: &Past) -> Vec<Row> {
    let link = html! {
        a.govuk-link href={ "/console/parties/reviews/" (one.id) } { (date_time(one.created)) }
    };
    let kind = t!(lang, &format!("party-review-{}", one.kind.as_str()));
    let mut rows = vec![Row::new(kind, link)];
    rows.extend(decision(lang, &one.state, one.by.as_deref()));
    rows
}

/// Where it stands; of a decision by whom, when and why.
pub(super) fn decision(lang: Lang, state: &ReviewState, by: Option<&str>) -> Vec<Row> {
    let word = t!(lang, &format!("party-review-state-{}", state.as_str()));
    let mut rows = vec![Row::new(t!(lang, "party-verdict"), word)];
    let decided = |at| {
        let name = by.unwrap_or_default();
        let words = t!(lang, "party-decided-by", name = name, at = date_time(at));
        Row::new(t!(lang, "party-decided"), words)
    };
    match state {
        ReviewState::Approved {
            at, plain_because, ..
        } => {
            rows.push(decided(*at));
            if !plain_because.is_empty() {
                rows.push(Row::new(t!(lang, "party-because"), plain_because.as_str()));
            }
        }
        ReviewState::Refused {
            at, reason, words, ..
        } => {
            rows.push(decided(*at));
            let reason = t!(lang, &format!("party-refusal-{}", reason.as_str()));
            rows.push(Row::new(t!(lang, "party-reason"), reason));
            rows.push(Row::new(t!(lang, "party-words"), words.as_str()));
        }
        ReviewState::Draft | ReviewState::Received(_) | ReviewState::Withdrawn { .. } => {}
    }
    rows
}

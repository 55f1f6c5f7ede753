//! Packets that the unit's counters took while their line was down: the list, one of them, taking it in, rejecting it.

mod list;
mod show;

use axum::Router;
use axum::routing::{get, post};
use domain::packet::Verdict;
use ui::{Tag, Tone};

use crate::i18n::Lang;
use crate::state::Web;
use crate::t;

const HERE: &str = "/counter/packets";

/// Routes.
pub fn routes() -> Router<Web> {
    Router::new()
        .route(HERE, get(list::show))
        .route("/counter/packets/{id}", get(show::show))
        .route("/counter/packets/{id}/take-in", post(show::take))
        .route("/counter/packets/{id}/reject", post(show::turn_down))
}

/// What was found of the card.
fn verdict(lang: Lang, verdict: Verdict) -> Tag {
    let tone = match verdict {
        Verdict::Accepted => Tone::Good,
        Verdict::Refused => Tone::Bad,
        Verdict::NotRead => Tone::Quiet,
    };
    Tag::new(
        tone,
        t!(lang, &format!("packet-verdict-{}", verdict.as_str())),
    )
}

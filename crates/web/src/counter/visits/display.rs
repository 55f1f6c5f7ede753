//! The screen of the waiting room: numbers and desks, no name of anybody, the officer's neither.

use app::visits::{self, Display};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use ui::{Stat, Stats, Tone, live_fragment};

use crate::error;
use crate::extract::{Desk, Glance};
use crate::i18n::Lang;
use crate::page::{Audience, Page};
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    let shown = match visits::display(&desk.app, &desk.cx).await {
        Ok(shown) => shown,
        Err(failure) => return error::page(&desk.view, &failure),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "visits-display-title");
    let body = html! {
        h1.govuk-heading-xl { (title) }
        div aria-live="polite" {
            (live_fragment("display", "/counter/visits/display/rows", 5, numbers(lang, &shown)))
        }
    };
    Page::new(&desk.view, Audience::Counter, &title).respond(body)
}

/// The part of the page that renews itself.
pub(super) async fn rows(Glance(desk): Glance) -> Response {
    match visits::display(&desk.app, &desk.cx).await {
        Ok(shown) => numbers(desk.view.lang, &shown).into_response(),
        Err(failure) => error::page(&desk.view, &failure),
    }
}

fn numbers(lang: Lang, shown: &Display) -> Markup {
    let stats = shown.called.iter().enumerate().map(|(at, one)| {
        let stat = Stat::new(
            t!(lang, "visits-display-desk", desk = one.desk.as_str()),
            one.number,
        );
        // The last call stands out.
        if at == 0 { stat.tone(Tone::Good) } else { stat }
    });
    html! {
        @if shown.called.is_empty() { p.govuk-body-l { (t!(lang, "visits-called-none")) } }
        @else { (Stats(stats.collect())) }
        p.govuk-body-l { (t!(lang, "visits-display-waiting", count = shown.waiting)) }
    }
}

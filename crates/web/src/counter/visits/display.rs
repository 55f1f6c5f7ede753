//! The screen of the waiting room: numbers and desks, no name of anybody, the officer's neither.

use app::visits::{Display, on_screen, screen};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use ui::{Stat, Stats, Tone, live_fragment};

use crate::error;
use crate::extract::{Ask, Desk};
use crate::i18n::Lang;
use crate::page::{Audience, Page};
use crate::t;

/// Leads to today's screen of the unit; the officer may sign out behind it.
pub(super) async fn open(desk: Desk) -> Response {
    match screen(&desk.app, &desk.cx) {
        Ok((unit, mark)) => desk.redirect(&format!("/waiting-room/{unit}/{mark}")),
        Err(failure) => error::page(&desk.view, &failure),
    }
}

pub(super) async fn show(ask: Ask, Path((unit, mark)): Path<(String, String)>) -> Response {
    let shown = match on_screen(&ask.app, &ask.cx, (&unit, &mark)).await {
        Ok(shown) => shown,
        Err(failure) => return error::page(&ask.view, &failure),
    };
    let lang = ask.view.lang;
    let title = t!(lang, "visits-display-title");
    let rows = format!("/waiting-room/{unit}/{mark}/rows");
    let body = html! {
        h1.govuk-heading-xl { (title) }
        div aria-live="polite" { (live_fragment("display", &rows, 5, numbers(lang, &shown))) }
    };
    Page::new(&ask.view, Audience::Counter, &title).respond(body)
}

/// The part of the page that renews itself.
pub(super) async fn rows(ask: Ask, Path((unit, mark)): Path<(String, String)>) -> Response {
    match on_screen(&ask.app, &ask.cx, (&unit, &mark)).await {
        Ok(shown) => numbers(ask.view.lang, &shown).into_response(),
        Err(failure) => error::page(&ask.view, &failure),
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

//! The end: what was done, and the reference to read out.

use app::assistance::{Done, close, done};
use axum::extract::Path;
use axum::response::Response;
use maud::html;
use ui::{ButtonLink, InsetText, Panel};

use crate::counter;
use crate::error;
use crate::extract::Desk;
use crate::i18n::date_time;
use crate::t;

pub(super) async fn submit(desk: Desk, Path(case): Path<String>) -> Response {
    let Ok(case) = case.parse() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    match close(&desk.app, &desk.cx, case).await {
        Ok(()) => desk.redirect(&format!("/counter/assistance/{case}/end")),
        Err(error) => error::page(&desk.view, &error),
    }
}

pub(super) async fn show(desk: Desk, Path(case): Path<String>) -> Response {
    let Ok(case) = case.parse() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    match done(&desk.app, &desk.cx, case).await {
        Ok(end) => page(&desk, &end),
        Err(error) => error::page(&desk.view, &error),
    }
}

fn page(desk: &Desk, end: &Done) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "call-end-title");
    let body = html! {
        (Panel::new(title.as_str()).text(t!(lang, "call-end-reference", reference = end.reference.as_str())))
        h2.govuk-heading-m { (t!(lang, "call-done")) }
        @if end.acts.is_empty() { p.govuk-body { (t!(lang, "call-done-nothing")) } } @else {
            ul.govuk-list.govuk-list--bullet {
                @for act in &end.acts {
                    li { (t!(lang, &format!("activity-{}", act.action))) ", " (date_time(act.at)) }
                }
            }
            p.govuk-body { (t!(lang, "call-told")) }
        }
        @if end.pressured { p.govuk-body { (t!(lang, "call-pressured")) } }
        (InsetText::new(t!(lang, "call-end-script")))
        (ButtonLink::new("/counter/assistance", t!(lang, "call-next")))
    };
    counter::page(desk, &title).narrow().respond(body)
}

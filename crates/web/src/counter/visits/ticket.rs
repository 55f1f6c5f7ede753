//! One visit: its number to be handed over, and what the officer does with it.

use app::visits::{self, Act, Seen, Started};
use axum::extract::Path;
use axum::response::Response;
use domain::visit::State;
use maud::html;
use ui::{Button, Panel, Row, SummaryList};

use super::queue;
use crate::counter::page;
use crate::error;
use crate::extract::Desk;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::t;

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Response {
    let visit = match visits::one(&desk.app, &desk.cx, &id).await {
        Ok(visit) => visit,
        Err(failure) => return error::page(&desk.view, &failure),
    };
    let lang = desk.view.lang;
    let title = match visit.state.ticket() {
        Some(ticket) => t!(lang, "visit-number", number = ticket.number),
        None => t!(lang, "visit-booking"),
    };
    let mut rows = vec![
        Row::new(t!(lang, "visit-reference"), visit.reference.as_str()),
        Row::new(
            t!(lang, "visit-state"),
            t!(lang, &format!("visit-state-{}", visit.state.as_str())),
        ),
        Row::new(
            t!(lang, "visit-reason"),
            t!(lang, &format!("visit-reason-{}", visit.reason.as_str())),
        ),
    ];
    if let Some(slot) = visit.state.slot() {
        rows.push(Row::new(t!(lang, "visit-time"), date_time(slot)));
    }
    if let Some(ticket) = visit.state.ticket() {
        rows.push(Row::new(t!(lang, "visit-came"), date_time(ticket.at)));
    }
    let body = html! {
        (Panel::new(title.as_str()))
        (SummaryList::new(rows))
        @if matches!(visit.state, State::Booked { .. }) {
            (desk.view.form("", html! {
                input type="hidden" name="revision" value=(visit.revision);
                (Button::warning(t!(lang, "visits-cancel")).name("act").value("cancel"))
            }))
        }
    };
    page(&desk, &title).back("/counter/visits").respond(body)
}

pub(super) async fn submit(desk: Desk, Path(id): Path<String>, form: Form) -> Response {
    let seen = Seen {
        id: &id,
        revision: form.trimmed("revision").parse().unwrap_or_default(),
    };
    let place = match (form.trimmed("act"), Act::parse(form.trimmed("act"))) {
        ("start", _) => visits::start(&desk.app, &desk.cx, &seen).await.map(goes_on),
        (_, Some(act)) => {
            let done = visits::act(&desk.app, &desk.cx, &seen, act).await;
            done.map(|()| "/counter/visits".to_owned())
        }
        (_, None) => Err(app::Error::NotFound),
    };
    match place {
        Ok(place) => desk.redirect(&place),
        Err(failure) => queue::again(&desk, &form, &failure).await,
    }
}

fn goes_on(started: Started) -> String {
    match started {
        Started::Proofing(reference) => format!("/counter/proofing/{reference}"),
        Started::Find => "/counter".to_owned(),
    }
}

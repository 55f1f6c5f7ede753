//! Choosing a day and a time at a unit.

use app::visits::{Book, Times, book, times};
use axum::extract::{Path, Query};
use axum::response::Response;
use maud::html;
use serde::Deserialize;
use ui::{EmptyState, Icon};

use crate::citizen::fields;
use crate::error;
use crate::extract::Signed;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, times as choose};
use crate::t;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) day: String,
}

pub(super) async fn show(
    signed: Signed,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let errors = Errors::new(signed.view.lang);
    draw(&signed, (&unit, &asked.day), &Form::default(), &errors).await
}

pub(super) async fn submit(
    signed: Signed,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
    form: Form,
) -> Response {
    let command = Book {
        unit: &unit,
        slot: form.get("slot"),
        reason: form.get("reason"),
    };
    match book(&signed.app, &signed.cx, &command).await {
        Ok(()) => signed.redirect("/visits"),
        Err(failure) => match error::on_form(&signed.view, signed.cx.now, &failure) {
            Some(errors) => {
                let page = draw(&signed, (&unit, &asked.day), &form, &errors).await;
                error::with_status(page, &failure)
            }
            None => error::page(&signed.view, &failure),
        },
    }
}

async fn draw(signed: &Signed, at: (&str, &str), form: &Form, errors: &Errors) -> Response {
    match times(&signed.app, &signed.cx, at.0).await {
        Ok(times) => page(signed, (&times, at.1), form, errors),
        Err(failure) => error::page(&signed.view, &failure),
    }
}

fn page(signed: &Signed, (times, day): (&Times, &str), form: &Form, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "visits-book-title");
    let office = &times.office;
    let base = format!("/visits/at/{}", office.code);
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { strong { (office.name) } br; (office.address) }
        @if times.days.is_empty() {
            (EmptyState::new(Icon::Clock, t!(lang, "visit-none-free"), t!(lang, "visit-none-free-text")))
        } @else {
            (choose::days(lang, times, (&base, day)))
            (signed.view.form(&choose::action(&base, day), html! {
                (choose::slots(lang, times, day, (form, errors)))
                (choose::reasons(lang, form, errors))
                (fields::submit(t!(lang, "visits-book")))
            }))
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/visits")
        .respond(body)
}

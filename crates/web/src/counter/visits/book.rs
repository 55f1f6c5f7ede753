//! An officer books for somebody who calls or stands before him.

use app::visits::{DeskBook, book_for, times_here};
use axum::extract::Query;
use axum::response::Response;
use maud::html;
use serde::Deserialize;
use ui::{Button, EmptyState, Icon, Input};

use super::{mendable, queue};
use crate::counter::decision::failed;
use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::{Errors, times};
use crate::t;

const HERE: &str = "/counter/visits/book";

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    day: String,
}

pub(super) async fn show(desk: Desk, Query(asked): Query<Asked>) -> Response {
    let errors = Errors::new(desk.view.lang);
    draw(&desk, &asked.day, &Form::default(), &errors).await
}

pub(super) async fn submit(desk: Desk, form: Form) -> Response {
    let day = form.trimmed("day");
    if form.has("look") {
        return draw(&desk, day, &form, &Errors::new(desk.view.lang)).await;
    }
    let command = DeskBook {
        day,
        slot: form.get("slot"),
        reason: form.get("reason"),
        number: form.get("number"),
        phone: form.get("phone"),
        priority: form.get("priority"),
    };
    match book_for(&desk.app, &desk.cx, &command).await {
        Ok(()) => desk.redirect("/counter/visits"),
        Err(failure) => match mendable(&desk, &failure) {
            Ok(errors) => failed(draw(&desk, day, &form, &errors).await, &failure),
            Err(page) => *page,
        },
    }
}

async fn draw(desk: &Desk, day: &str, form: &Form, errors: &Errors) -> Response {
    let free = match times_here(&desk.app, &desk.cx).await {
        Ok(free) => free,
        Err(failure) => return error::page(&desk.view, &failure),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "visits-book-for");
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "visits-book-for-text")) }
        @if free.days.is_empty() {
            (EmptyState::new(Icon::Clock, t!(lang, "visit-none-free"), t!(lang, "visit-none-free-text")))
        } @else {
            (desk.view.form(HERE, html! {
                (times::choose_day(lang, &free, day))
                (times::slots_of_day(lang, &free, day, (form, errors)))
                (times::reasons(lang, form, errors))
                (Input::new("number", t!(lang, "visits-number-optional"))
                    .value(form.get("number"))
                    .error(errors.of("number"))
                    .autocomplete("off")
                    .digits()
                    .width(20))
                (Input::new("phone", t!(lang, "visits-phone-optional"))
                    .hint(t!(lang, "visits-phone-hint"))
                    .value(form.get("phone"))
                    .error(errors.of("phone"))
                    .autocomplete("off")
                    .digits()
                    .width(20))
                (queue::priority(lang, "priority", form, errors))
                (Button::new(t!(lang, "visits-book")).prevent_double_click(true))
            }))
        }
    };
    page(desk, &title)
        .errors(errors)
        .back("/counter/visits")
        .respond(body)
}

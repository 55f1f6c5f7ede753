//! Opening hours and closed days, edited by the head of the unit.

use app::visits::{Hours, SetHours, close_day, hours, open_day, set_hours};
use axum::response::Response;
use maud::{Markup, html};
use ui::{Button, Input};

use super::mendable;
use crate::citizen::fields;
use crate::counter::decision::{failed, revision};
use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::Errors;
use crate::page::times::{WEEK, day};
use crate::t;

const HERE: &str = "/counter/visits/hours";
const NUMBERS: [&str; 4] = ["minutes", "seats", "ahead", "lead"];

pub(super) async fn show(desk: Desk) -> Response {
    let errors = Errors::new(desk.view.lang);
    draw(&desk, &Form::default(), &errors).await
}

async fn again(desk: &Desk, form: &Form, failure: &app::Error) -> Response {
    match mendable(desk, failure) {
        Ok(errors) => failed(draw(desk, form, &errors).await, failure),
        Err(page) => *page,
    }
}

async fn draw(desk: &Desk, form: &Form, errors: &Errors) -> Response {
    let known = match hours(&desk.app, &desk.cx).await {
        Ok(known) => known,
        Err(failure) => return error::page(&desk.view, &failure),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "hours-title");
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "hours-text")) }
        (desk.view.form(HERE, html! {
            (revision(value(form, "revision", &known.revision.to_string())))
            (week(desk, &known, (form, errors)))
            (Button::new(t!(lang, "hours-save")).prevent_double_click(true))
        }))
        @if known.revision > 0 { (closed(desk, &known, (form, errors))) }
    };
    page(desk, &title)
        .errors(errors)
        .back("/counter/visits")
        .respond(body)
}

/// As typed, where this form was; else as it is.
fn value<'a>(form: &'a Form, field: &str, known: &'a str) -> &'a str {
    if form.has("revision") {
        form.get(field)
    } else {
        known
    }
}

fn week(desk: &Desk, known: &Hours, (form, errors): (&Form, &Errors)) -> Markup {
    let lang = desk.view.lang;
    let numbers = known.numbers.map(|number| number.to_string());
    html! {
        @for (field, text) in WEEK.into_iter().zip(&known.week) {
            (Input::new(field, t!(lang, &format!("weekday-{field}")))
                .value(value(form, field, text))
                .error(errors.of(field))
                .autocomplete("off")
                .width(30))
        }
        @for (field, number) in NUMBERS.into_iter().zip(&numbers) {
            (Input::new(field, t!(lang, &format!("hours-label-{field}")))
                .value(value(form, field, number))
                .error(errors.of(field))
                .autocomplete("off")
                .digits()
                .width(5))
        }
    }
}

fn closed(desk: &Desk, known: &Hours, (form, errors): (&Form, &Errors)) -> Markup {
    let lang = desk.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "hours-closed")) }
        p.govuk-body { (t!(lang, "hours-closed-text")) }
        @for (on, why) in &known.closed {
            @let name = day(lang, *on);
            (desk.view.form("/counter/visits/closed/open", html! {
                input type="hidden" name="day" value=(on);
                p.govuk-body { (name) ": " (why) }
                (Button::secondary(t!(lang, "hours-open-day", day = name.as_str())))
            }))
        }
        (desk.view.form("/counter/visits/closed", html! {
            (fields::date(lang, "day", t!(lang, "hours-day"), form, errors))
            (Input::new("why", t!(lang, "hours-why"))
                .value(form.get("why"))
                .error(errors.of("why"))
                .autocomplete("off"))
            (Button::warning(t!(lang, "hours-close")).prevent_double_click(true))
        }))
    }
}

pub(super) async fn submit(desk: Desk, form: Form) -> Response {
    let typed = SetHours {
        week: WEEK.map(|field| form.get(field)),
        minutes: form.get("minutes"),
        seats: form.get("seats"),
        ahead: form.get("ahead"),
        lead: form.get("lead"),
        revision: form.trimmed("revision").parse().unwrap_or_default(),
    };
    match set_hours(&desk.app, &desk.cx, &typed).await {
        Ok(()) => desk.redirect(HERE),
        // What a colleague saved meanwhile is shown: nothing that was typed before is saved over it.
        Err(failure @ app::Error::Stale) => again(&desk, &Form::default(), &failure).await,
        Err(failure) => again(&desk, &form, &failure).await,
    }
}

pub(super) async fn close(desk: Desk, form: Form) -> Response {
    let on = fields::iso_date(&form, "day");
    match close_day(&desk.app, &desk.cx, &on, form.get("why")).await {
        Ok(()) => desk.redirect(HERE),
        Err(failure) => again(&desk, &form, &failure).await,
    }
}

pub(super) async fn open(desk: Desk, form: Form) -> Response {
    match open_day(&desk.app, &desk.cx, form.get("day")).await {
        Ok(()) => desk.redirect(HERE),
        Err(failure) => error::page(&desk.view, &failure),
    }
}

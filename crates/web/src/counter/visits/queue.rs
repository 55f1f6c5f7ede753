//! The queue: calling the next one, numbers for who comes.

use app::visits::{self, Arrive, Day, WalkIn};
use axum::response::{IntoResponse, Response};
use domain::actor::Role;
use domain::visit::{Priority, State};
use maud::{Markup, html};
use store::visit::Stored;
use ui::{Button, Input, Select, SelectOption, Stat, Stats, Table, Tag, Tone, live_fragment};

use super::mendable;
use crate::counter::decision::failed;
use crate::counter::{heading, page};
use crate::error;
use crate::extract::{Desk, Glance};
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Errors, times};
use crate::t;

const HERE: &str = "/counter/visits";

pub(super) async fn show(desk: Desk) -> Response {
    let errors = Errors::new(desk.view.lang);
    draw(&desk, &Form::default(), &errors).await
}

/// The part of the page that renews itself.
pub(super) async fn rows(Glance(desk): Glance) -> Response {
    match visits::day(&desk.app, &desk.cx).await {
        Ok(day) => people(&desk, &day).into_response(),
        Err(failure) => error::page(&desk.view, &failure),
    }
}

/// The queue once more, with what went wrong.
pub(super) async fn again(desk: &Desk, form: &Form, failure: &app::Error) -> Response {
    match mendable(desk, failure) {
        Ok(errors) => failed(draw(desk, form, &errors).await, failure),
        Err(page) => *page,
    }
}

async fn draw(desk: &Desk, form: &Form, errors: &Errors) -> Response {
    let day = match visits::day(&desk.app, &desk.cx).await {
        Ok(day) => day,
        Err(failure) => return error::page(&desk.view, &failure),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "menu-visits");
    let figures = [
        Stat::new(t!(lang, "visits-waiting"), day.waiting.len()),
        Stat::new(t!(lang, "visits-booked"), day.booked.len()),
        Stat::new(t!(lang, "visits-done"), day.done),
    ];
    let body = html! {
        (heading(&title))
        (Stats(figures.to_vec()))
        @if day.desk.is_some() {
            (desk.view.form("/counter/visits/next", html! {
                input type="hidden" name="calls" value=(day.calls);
                (Button::new(t!(lang, "visits-next")).prevent_double_click(true))
            }))
        }
        (place(desk, &day, (form, errors)))
        (live_fragment("visits", "/counter/visits/rows", 10, people(desk, &day)))
        (arrival(desk, (form, errors)))
        (walking_in(desk, &day, (form, errors)))
        ul.govuk-list {
            li { a.govuk-link href="/counter/visits/book" { (t!(lang, "visits-book-for")) } }
            li { a.govuk-link href="/counter/visits/display" { (t!(lang, "visits-display")) } }
            @if desk.member.role == Role::Head {
                li { a.govuk-link href="/counter/visits/hours" { (t!(lang, "hours-title")) } }
            }
        }
    };
    page(desk, &title).errors(errors).respond(body)
}

/// At which desk the officer sits; typed once.
fn place(desk: &Desk, day: &Day, (form, errors): (&Form, &Errors)) -> Markup {
    let lang = desk.view.lang;
    let known = day.desk.as_ref().map(domain::visit::Desk::as_str);
    let typed = if form.has("desk") {
        form.get("desk")
    } else {
        known.unwrap_or_default()
    };
    let words = match known {
        Some(name) => t!(lang, "visits-desk-is", desk = name),
        None => t!(lang, "visits-desk-none"),
    };
    html! {
        details.govuk-details open[known.is_none() || errors.has("desk")] {
            summary.govuk-details__summary { span.govuk-details__summary-text { (words) } }
            div.govuk-details__text {
                (desk.view.form("/counter/visits/desk", html! {
                    (Input::new("desk", t!(lang, "visits-desk"))
                        .hint(t!(lang, "visits-desk-hint"))
                        .value(typed)
                        .error(errors.of("desk"))
                        .autocomplete("off")
                        .width(10))
                    (Button::secondary(t!(lang, "visits-desk-save")))
                }))
            }
        }
    }
}

fn people(desk: &Desk, day: &Day) -> Markup {
    let lang = desk.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "visits-called")) }
        @if day.called.is_empty() { p.govuk-body { (t!(lang, "visits-called-none")) } }
        @for visit in &day.called { (called(desk, visit)) }
        h2.govuk-heading-m { (t!(lang, "visits-waiting")) }
        @if day.waiting.is_empty() { p.govuk-body { (t!(lang, "visits-waiting-none")) } }
        @else { (waiting(lang, &day.waiting)) }
        h2.govuk-heading-m { (t!(lang, "visits-booked")) }
        @if day.booked.is_empty() { p.govuk-body { (t!(lang, "visits-booked-none")) } }
        @else { (booked(lang, &day.booked)) }
    }
}

/// What he comes for, and that he goes first.
fn what(lang: Lang, visit: &Stored) -> Markup {
    let reason = format!("visit-reason-{}", visit.reason.as_str());
    html! {
        (t!(lang, &reason))
        @if let Some(first) = visit.priority() {
            " " (Tag::new(Tone::Info, t!(lang, &format!("visit-priority-{}", first.as_str()))))
        }
    }
}

fn link(visit: &Stored, words: &str) -> Markup {
    html! { a.govuk-link href={ (HERE) "/" (visit.id) } { (words) } }
}

fn called(desk: &Desk, visit: &Stored) -> Markup {
    let lang = desk.view.lang;
    let State::Called {
        ticket,
        desk: place,
        times,
        registration,
        ..
    } = &visit.state
    else {
        return html! {};
    };
    let title = t!(
        lang,
        "visit-number-at",
        number = ticket.number,
        desk = place.as_str()
    );
    let act = |word: &str| t!(lang, &format!("visit-act-{word}"));
    html! {
        h3.govuk-heading-s { (link(visit, &title)) }
        p.govuk-body {
            (what(lang, visit)) " " (t!(lang, "visit-calls", count = *times))
            @if let Some(reference) = registration {
                " " a.govuk-link href={ "/counter/proofing/" (reference) } { (reference) }
            }
        }
        (desk.view.form(&format!("{HERE}/{}", visit.id), html! {
            input type="hidden" name="revision" value=(visit.revision);
            div.govuk-button-group {
                (Button::new(act("start")).name("act").value("start"))
                (Button::secondary(act("served")).name("act").value("served"))
                (Button::secondary(act("again")).name("act").value("again"))
                (Button::secondary(act("left")).name("act").value("left"))
            }
        }))
    }
}

fn waiting(lang: Lang, waiting: &[Stored]) -> Table {
    let head = [
        "visit-number-head",
        "visit-reason",
        "visit-time",
        "visit-came",
    ];
    let table = Table::new(head.map(|key| t!(lang, key)));
    waiting.iter().fold(table, |table, visit| {
        let ticket = visit.state.ticket();
        let number = ticket.map_or_else(String::new, |ticket| ticket.number.to_string());
        table.row([
            link(visit, &number),
            what(lang, visit),
            html! { (visit.state.slot().map(date_time).unwrap_or_default()) },
            html! { (ticket.map(|ticket| date_time(ticket.at)).unwrap_or_default()) },
        ])
    })
}

fn booked(lang: Lang, booked: &[Stored]) -> Table {
    let head = ["visit-time", "visit-reference", "visit-reason"];
    let table = Table::new(head.map(|key| t!(lang, key)));
    booked.iter().fold(table, |table, visit| {
        table.row([
            html! { (visit.state.slot().map(date_time).unwrap_or_default()) },
            link(visit, &visit.reference),
            what(lang, visit),
        ])
    })
}

/// Why somebody goes first; nothing for most.
pub(super) fn priority(lang: Lang, id: &str, form: &Form, errors: &Errors) -> Select {
    let option = |first: &Priority| {
        let key = format!("visit-priority-{}", first.as_str());
        SelectOption::new(first.as_str(), t!(lang, &key))
    };
    Select::new("priority", t!(lang, "visit-priority"))
        .id(id)
        .options([SelectOption::new("", t!(lang, "visit-priority-none"))])
        .options(Priority::ALL.iter().map(option))
        .value(form.trimmed("priority"))
        .error(errors.of("priority"))
}

fn arrival(desk: &Desk, (form, errors): (&Form, &Errors)) -> Markup {
    let lang = desk.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "visits-arrive")) }
        (desk.view.form("/counter/visits/arrive", html! {
            (Input::new("reference", t!(lang, "visit-reference"))
                .hint(t!(lang, "visits-arrive-hint"))
                .value(form.get("reference"))
                .error(errors.of("reference"))
                .autocomplete("off")
                .width(20))
            (priority(lang, "priority-booked", form, errors))
            (Button::secondary(t!(lang, "visits-give-number")).prevent_double_click(true))
        }))
    }
}

fn walking_in(desk: &Desk, day: &Day, (form, errors): (&Form, &Errors)) -> Markup {
    let lang = desk.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "visits-walk-in")) }
        (desk.view.form("/counter/visits/walk-in", html! {
            input type="hidden" name="visit" value=(day.next);
            (times::reasons(lang, form, errors))
            (Input::new("number", t!(lang, "visits-number-optional"))
                .hint(t!(lang, "visits-number-hint"))
                .value(form.get("number"))
                .error(errors.of("number"))
                .autocomplete("off")
                .digits()
                .width(20))
            (priority(lang, "priority", form, errors))
            (Button::secondary(t!(lang, "visits-give-number")).prevent_double_click(true))
        }))
    }
}

pub(super) async fn desk(desk: Desk, form: Form) -> Response {
    match visits::set_desk(&desk.app, &desk.cx, form.get("desk")).await {
        Ok(()) => desk.redirect(HERE),
        Err(failure) => again(&desk, &form, &failure).await,
    }
}

pub(super) async fn next(desk: Desk, form: Form) -> Response {
    // A form without it has seen nothing.
    let calls = form.trimmed("calls").parse().unwrap_or(-1);
    match visits::call_next(&desk.app, &desk.cx, calls).await {
        Ok(_) => desk.redirect(HERE),
        Err(failure) => again(&desk, &form, &failure).await,
    }
}

pub(super) async fn arrive(desk: Desk, form: Form) -> Response {
    let command = Arrive {
        reference: form.get("reference"),
        priority: form.get("priority"),
    };
    match visits::arrive(&desk.app, &desk.cx, &command).await {
        Ok(id) => desk.redirect(&format!("{HERE}/{id}")),
        Err(failure) => again(&desk, &form, &failure).await,
    }
}

pub(super) async fn walk_in(desk: Desk, form: Form) -> Response {
    let command = WalkIn {
        id: form.trimmed("visit"),
        reason: form.get("reason"),
        number: form.get("number"),
        priority: form.get("priority"),
    };
    match visits::walk_in(&desk.app, &desk.cx, &command).await {
        Ok(id) => desk.redirect(&format!("{HERE}/{id}")),
        Err(failure) => again(&desk, &form, &failure).await,
    }
}

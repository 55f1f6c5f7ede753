//! One queued registration: what was stated beside the registers, the portraits, the decision.

use app::Error;
use app::counter::queue::{self, Opened};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use ui::{Button, Split};

use super::badge;
use crate::counter::side_by_side::{self, Sources};
use crate::counter::{decision, machine, page};
use crate::error;
use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(desk: Desk, Path(reference): Path<String>) -> Response {
    again(&desk, &reference, &Form::default(), None).await
}

/// The page, with the errors of a decision that was not taken.
async fn again(desk: &Desk, reference: &str, form: &Form, failure: Option<&Error>) -> Response {
    let errors = match failure.map(|error| (error, error::on_form(&desk.view, desk.cx.now, error)))
    {
        None => Errors::new(desk.view.lang),
        Some((_, Some(errors))) => errors,
        Some((error, None)) => return error::page(&desk.view, error),
    };
    match queue::open(&desk.app, &desk.cx, reference).await {
        Ok(opened) => {
            let response = draw(desk, &opened, form, &errors);
            match failure {
                Some(error) => decision::failed(response, error),
                None => response,
            }
        }
        Err(Error::Refused("registration-decided")) => decided(desk),
        Err(error) => error::page(&desk.view, &error),
    }
}

/// Somebody was faster, or it is over: calm words and the way back to the queue (409).
fn decided(desk: &Desk) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "counter-decided-title");
    let body = html! {
        (super::super::heading(&title))
        p.govuk-body-l { (t!(lang, "refused-registration-decided")) }
        (ui::ButtonLink::new("/counter/queue", t!(lang, "counter-queue-back")))
    };
    (StatusCode::CONFLICT, page(desk, &title).render(body)).into_response()
}

fn draw(desk: &Desk, opened: &Opened, form: &Form, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let stored = &opened.stored;
    let title = t!(
        lang,
        "counter-one-title",
        reference = stored.reference.as_str()
    );
    let base = format!("/counter/queue/{}", stored.reference);
    let sources = Sources {
        base: &base,
        live: stored.dossier.portrait.is_some(),
        register: opened.register_portrait,
        card: opened.card_portrait,
        chip: false,
    };
    let facts = html! {
        p.govuk-body { (side_by_side::details_from(lang, stored.dossier.details_from)) }
        @for found in &stored.dossier.portrait_findings { (machine::finding(lang, found)) }
        (side_by_side::fields(lang, stored, &opened.compared))
        (side_by_side::portraits(lang, &sources))
    };
    let body = html! {
        (super::super::heading(&title))
        @if let (Some(left), Some(due)) = (opened.left, stored.due) { p.govuk-body { (badge(lang, left, due)) } }
        @if let Some(form) = opened.form {
            p.govuk-body { (t!(lang, "form-row")) ": " strong { (t!(lang, "form-code", code = form.as_str())) } }
        }
        @if let Some(reason) = stored.dossier.queued {
            (words::notice(lang, t!(lang, &format!("queue-reason-{}", reason.as_str()))))
        }
        (Split::new(decisions(desk, &base, opened, form, errors), facts)
            .left_label(t!(lang, "counter-pane-decision"))
            .right_label(t!(lang, "counter-pane-facts")))
    };
    page(desk, &title)
        .errors(errors)
        .back("/counter/queue")
        .respond(body)
}

fn decisions(desk: &Desk, base: &str, opened: &Opened, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let seen = opened.stored.revision;
    let received = matches!(
        opened.stored.state,
        domain::registration::State::Received { .. }
    );
    html! {
        h2.govuk-heading-m { (t!(lang, "counter-decide-title")) }
        @if received {
            (desk.view.form(&format!("{base}/approve"), html! {
                (decision::revision(&seen.to_string()))
                p.govuk-body { (t!(lang, "counter-approve-one-text")) }
                (Button::new(t!(lang, "counter-approve")).prevent_double_click(true))
            }))
        } @else {
            p.govuk-body { (t!(lang, "counter-incomplete-waits")) }
        }
        (decision::refuse(desk, (base, seen), (false, false), (form, errors)))
        @if received { (decision::send_back(desk, (base, seen), form, errors)) }
    }
}

fn done(desk: &Desk) -> Response {
    desk.redirect("/counter/queue")
}

pub(super) async fn approve(desk: Desk, Path(reference): Path<String>, form: Form) -> Response {
    match queue::approve(&desk.app, &desk.cx, decision::seen(&reference, &form)).await {
        Ok(()) => done(&desk),
        Err(error) => again(&desk, &reference, &form, Some(&error)).await,
    }
}

pub(super) async fn refuse(desk: Desk, Path(reference): Path<String>, form: Form) -> Response {
    let seen = decision::seen(&reference, &form);
    match queue::refuse(&desk.app, &desk.cx, seen, form.get("reason")).await {
        Ok(()) => done(&desk),
        Err(error) => again(&desk, &reference, &form, Some(&error)).await,
    }
}

pub(super) async fn send_back(desk: Desk, Path(reference): Path<String>, form: Form) -> Response {
    let seen = decision::seen(&reference, &form);
    match queue::send_back(&desk.app, &desk.cx, seen, form.get("missing")).await {
        Ok(()) => done(&desk),
        Err(error) => again(&desk, &reference, &form, Some(&error)).await,
    }
}

//! The one-time code.

use app::signin::{Confirm, Outcome, confirm};
use axum::response::Response;

use super::opened;
use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, View};
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    match ask.journey("/sign-in") {
        Ok(_) => page(&ask.view, &Errors::new(ask.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let token = match ask.journey("/sign-in") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let command = Confirm {
        token: &token,
        code: form.get("code"),
        device: ask.cookies.token(Cookie::Device),
        device_name: &ask.device_name,
    };
    match confirm(&ask.app, &ask.cx, &command).await {
        Ok(Outcome::Opened(session)) => opened(&ask, &session).await,
        Ok(Outcome::NewDevice { .. }) => ask.redirect("/sign-in/device"),
        Err(app::Error::Refused("journey-over")) => ask.redirect("/sign-in"),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => page(&ask.view, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

pub(super) async fn resend(ask: Ask) -> Response {
    let token = match ask.journey("/sign-in") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match app::signin::resend(&ask.app, &ask.cx, &token).await {
        Ok(()) => ask.redirect("/sign-in/code"),
        Err(app::Error::Refused("journey-over")) => ask.redirect("/sign-in"),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => page(&ask.view, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

fn page(view: &View, errors: &Errors) -> Response {
    let title = t!(view.lang, "sign-in-code-title");
    let body = maud::html! {
        (fields::heading(&title, Some(t!(view.lang, "sign-in-code-text"))))
        (fields::code_form(view, "/sign-in/code", errors, Some("/sign-in/resend")))
        p.govuk-body { a.govuk-link href="/sign-in/app" { (t!(view.lang, "sign-in-app-link")) } }
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/sign-in")
        .respond(body)
}

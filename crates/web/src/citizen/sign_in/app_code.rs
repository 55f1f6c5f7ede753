//! The code of the holder's authenticator app, instead of the one that was sent.

use app::signin::{Confirm, Outcome, confirm_app};
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
    match confirm_app(&ask.app, &ask.cx, &command).await {
        Ok(Outcome::Opened(session)) => opened(&ask, &session).await,
        Ok(Outcome::NewDevice { .. }) => ask.redirect("/sign-in/device"),
        Err(app::Error::Refused("journey-over")) => ask.redirect("/sign-in"),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => page(&ask.view, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

fn page(view: &View, errors: &Errors) -> Response {
    let title = t!(view.lang, "sign-in-app-title");
    let body = maud::html! {
        (fields::heading(&title, Some(t!(view.lang, "sign-in-app-text"))))
        (view.form("/sign-in/app", maud::html! {
            (fields::code(view.lang, errors).hint(t!(view.lang, "authenticator-code-hint")))
            (fields::submit(t!(view.lang, "continue")))
        }))
        (ui::InsetText::new(t!(view.lang, "code-never-tell")))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/sign-in/code")
        .respond(body)
}

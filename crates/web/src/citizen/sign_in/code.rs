//! The one-time code: the one that was sent, or one of the holder's authenticator app.

use app::signin::{Confirm, Outcome, confirm, confirm_app};
use axum::response::Response;
use maud::html;

use super::opened;
use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, View};
use crate::t;

/// Which code is asked for.
#[derive(Clone, Copy)]
enum Code {
    Sent,
    App,
}

pub(super) async fn show(ask: Ask) -> Response {
    shown(&ask, Code::Sent)
}

pub(super) async fn show_app(ask: Ask) -> Response {
    shown(&ask, Code::App)
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    entered(&ask, &form, Code::Sent).await
}

pub(super) async fn submit_app(ask: Ask, form: Form) -> Response {
    entered(&ask, &form, Code::App).await
}

pub(super) async fn resend(ask: Ask) -> Response {
    let token = match ask.journey("/sign-in") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match app::signin::resend(&ask.app, &ask.cx, &token).await {
        Ok(()) => ask.redirect("/sign-in/code"),
        Err(error) => refused(&ask, Code::Sent, &error),
    }
}

fn shown(ask: &Ask, which: Code) -> Response {
    match ask.journey("/sign-in") {
        Ok(_) => page(&ask.view, which, &Errors::new(ask.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

async fn entered(ask: &Ask, form: &Form, which: Code) -> Response {
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
    let done = match which {
        Code::Sent => confirm(&ask.app, &ask.cx, &command).await,
        Code::App => confirm_app(&ask.app, &ask.cx, &command).await,
    };
    match done {
        Ok(Outcome::Opened(session)) => opened(ask, &session).await,
        Ok(Outcome::NewDevice { .. }) => ask.redirect("/sign-in/device"),
        Err(error) => refused(ask, which, &error),
    }
}

fn refused(ask: &Ask, which: Code, error: &app::Error) -> Response {
    if matches!(error, app::Error::Refused("journey-over")) {
        return ask.redirect("/sign-in");
    }
    match error::on_form(&ask.view, ask.cx.now, error) {
        Some(errors) => page(&ask.view, which, &errors),
        None => error::page(&ask.view, error),
    }
}

fn page(view: &View, which: Code, errors: &Errors) -> Response {
    let lang = view.lang;
    let (title, text, back) = match which {
        Code::Sent => ("sign-in-code-title", "sign-in-code-text", "/sign-in"),
        Code::App => ("sign-in-app-title", "sign-in-app-text", "/sign-in/code"),
    };
    let title = t!(lang, title);
    let body = html! {
        (fields::heading(&title, Some(t!(lang, text))))
        @match which {
            Code::Sent => {
                (fields::code_form(view, "/sign-in/code", errors, Some("/sign-in/resend")))
                p.govuk-body { a.govuk-link href="/sign-in/app" { (t!(lang, "sign-in-app-link")) } }
            }
            Code::App => {
                (view.form("/sign-in/app", html! {
                    (fields::code(lang, errors).hint(t!(lang, "authenticator-code-hint")))
                    (fields::submit(t!(lang, "continue")))
                }))
                (ui::InsetText::new(t!(lang, "code-never-tell")))
            }
        }
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back(back)
        .respond(body)
}

//! Number and contact, then the code.

use app::activation::{Begin, begin, confirm};
use axum::response::Response;
use maud::html;

use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, View};
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    page(&ask.view, &Form::default(), &Errors::new(ask.view.lang))
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let command = Begin {
        number: form.get("number"),
        contact: form.get("contact"),
    };
    match begin(&ask.app, &ask.cx, &command).await {
        Ok(pending) => ask.go(
            "/activate/code",
            [ask.cookies.set(Cookie::Journey, &pending.token)],
        ),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => page(&ask.view, &form, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

fn page(view: &View, form: &Form, errors: &Errors) -> Response {
    let lang = view.lang;
    let title = t!(lang, "activate-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "activate-text"))))
        (view.form("/activate", html! {
            (fields::number(lang, form, errors))
            (fields::contact(lang, form, errors))
            (fields::submit(t!(lang, "continue")))
        }))
        (ui::InsetText::new(t!(lang, "activate-own-device")))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/")
        .respond(body)
}

pub(super) async fn show_code(ask: Ask) -> Response {
    match ask.journey("/activate") {
        Ok(_) => code_page(&ask.view, &Errors::new(ask.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit_code(ask: Ask, form: Form) -> Response {
    let token = match ask.journey("/activate") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match confirm(&ask.app, &ask.cx, &token, form.get("code")).await {
        Ok(()) => ask.redirect("/activate/password"),
        Err(app::Error::Refused("journey-over")) => ask.redirect("/activate"),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => code_page(&ask.view, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

pub(super) async fn resend(ask: Ask) -> Response {
    let token = match ask.journey("/activate") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match app::activation::resend(&ask.app, &ask.cx, &token).await {
        Ok(()) => ask.redirect("/activate/code"),
        Err(app::Error::Refused("journey-over")) => ask.redirect("/activate"),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => code_page(&ask.view, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

fn code_page(view: &View, errors: &Errors) -> Response {
    let title = t!(view.lang, "activate-code-title");
    let body = html! {
        (fields::heading(&title, Some(t!(view.lang, "activate-code-text"))))
        (fields::code_form(view, "/activate/code", errors, Some("/activate/resend")))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/activate")
        .respond(body)
}

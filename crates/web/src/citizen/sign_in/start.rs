//! Number and password, with a warning against impostors (UX-11, D59-hold).

use app::signin::{Begin, begin};
use axum::response::Response;
use maud::{Markup, html};
use ui::{Button, ButtonKind, InsetText, NotificationBanner};

use super::passkey;
use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    let errors = Errors::new(ask.view.lang);
    page(&ask, &Form::default(), &errors)
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let command = Begin {
        number: form.get("number"),
        password: form.get("password"),
    };
    match begin(&ask.app, &ask.cx, &command).await {
        Ok(pending) => ask.go(
            "/sign-in/code",
            [ask.cookies.set(Cookie::Journey, &pending.token)],
        ),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => page(&ask, &form, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

pub(super) fn page(ask: &Ask, form: &Form, errors: &Errors) -> Response {
    let view = &ask.view;
    let title = t!(view.lang, "sign-in-title");
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/")
        .respond(body(ask, form, errors, &title))
}

fn body(ask: &Ask, form: &Form, errors: &Errors, title: &str) -> Markup {
    let view = &ask.view;
    let lang = view.lang;
    html! {
        @if view.query.contains("out=1") {
            (NotificationBanner::new(t!(lang, "success-word"), t!(lang, "signed-out")).success(true))
        }
        (fields::heading(title, None))
        (view.form("/sign-in", html! {
            (fields::number(lang, form, errors).autocomplete("username webauthn"))
            (fields::password(lang, "password", t!(lang, "field-password"), errors, false))
            (fields::submit(t!(lang, "continue")))
        }))
        @if app::passkeys::available(&ask.app) { (passkey::button(view)) }
        (view.form("/sign-in/phone", Button::new(t!(lang, "sign-in-by-phone"))
            .kind(ButtonKind::Secondary)
            .prevent_double_click(true)))
        ul.govuk-list.dd-links {
            li { a.govuk-link href="/recover" { (t!(lang, "sign-in-forgot")) } }
            li { a.govuk-link href="/activate" { (t!(lang, "sign-in-activate")) } }
            li { a.govuk-link href="/register" { (t!(lang, "sign-in-register")) } }
            li { a.govuk-link href="/lock-now" { (t!(lang, "sign-in-lost")) } }
        }
        (InsetText::new(html! {
            p.govuk-body { (t!(lang, "code-never-tell")) }
            // UX-11: before anything is entered.
            p.govuk-body { a.govuk-link href="/help#impostors" { (t!(lang, "help-scam-title")) } }
            p.govuk-body { a.govuk-link href="/genuine" { (t!(lang, "genuine-link")) } }
        }))
    }
}

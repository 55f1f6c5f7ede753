//! The code printed on the card in place of typing (D59-14.1.app): scanned here, or its text put in.

use app::registration::Step;
use app::registration::card::set_code;
use axum::response::{IntoResponse, Response};
use maud::html;

use super::{address, at, failed, page, token};
use crate::citizen::fields;
use crate::extract::Ask;
use crate::middleware::{Camera, Form};
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    match at(&ask, Step::Number).await {
        Ok(_) => draw(&ask, "", &Errors::new(ask.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let token = match token(&ask) {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let code = form.get("code");
    match set_code(&ask.app, &ask.cx, &token, code).await {
        Ok(next) => ask.redirect(&address(next)),
        Err(error) => failed(&ask, &error, |errors| draw(&ask, code, errors)),
    }
}

fn draw(ask: &Ask, code: &str, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "register-card-title");
    let typed: String = code.chars().take(1_000).collect();
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "register-card-text"))))
        (ask.view.form("/register/card", html! {
            (words::scan_code(lang, "code", t!(lang, "register-card-label"))
                .hint(t!(lang, "register-card-hint"))
                .value(typed)
                .error(errors.of("code")))
            (fields::submit(t!(lang, "continue")))
        }))
        p.govuk-body { a.govuk-link href="/register/number" { (t!(lang, "register-card-type")) } }
    };
    (Camera, page(ask, &title, "/register/number", errors, body)).into_response()
}

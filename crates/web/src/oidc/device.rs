//! Who has no browser with the person before it asks: a device (RFC 8628), with the page where he types the
//! code that it shows, and a service that calls him (CIBA).

use app::relying_parties::{
    VERIFICATION, backchannel as call, device_authorization as ask_for, enter_code,
};
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::html;
use oidc::user_code::UserCode;
use serde::Deserialize;
use ui::Input;

use super::endpoint::{Read, failed, json};
use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie, Showed};
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, words};
use crate::t;

pub(super) async fn authorization(
    ask: Ask,
    showed: Showed,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let read = match Read::form(
        (&ask, &showed),
        &headers,
        &body,
        "/oidc/device_authorization",
    ) {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let proofs = read.proofs();
    match ask_for(&ask.app, &read.cx, &read.caller(&proofs)).await {
        Ok(asked) => json(StatusCode::OK, &asked),
        Err(failure) => failed(&failure, read.by_header()),
    }
}

pub(super) async fn backchannel(
    ask: Ask,
    showed: Showed,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let read = match Read::form((&ask, &showed), &headers, &body, "/oidc/bc-authorize") {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let proofs = read.proofs();
    match call(&ask.app, &read.cx, &read.caller(&proofs)).await {
        Ok(asked) => json(StatusCode::OK, &asked),
        Err(failure) => failed(&failure, read.by_header()),
    }
}

#[derive(Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    user_code: String,
}

/// A code in the address (RFC 8628 3.3.1) is filled in, to be compared, and goes nowhere by itself.
pub(super) async fn show(ask: Ask, Query(shown): Query<Shown>) -> Response {
    let code = UserCode::parse(&shown.user_code);
    let code = code.map(|code| code.shown()).unwrap_or_default();
    page(&ask, &code, &Errors::new(ask.view.lang))
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let typed = form.get("user_code");
    let wrong = match enter_code(&ask.app, &ask.cx, typed).await {
        Ok(token) => return ask.go(super::CONTINUE, [ask.cookies.set(Cookie::Party, &token)]),
        Err(failure) => app::Error::from(failure),
    };
    match error::on_form(&ask.view, ask.cx.now, &wrong) {
        Some(errors) => {
            let mut response = page(&ask, typed, &errors);
            *response.status_mut() = error::status(&wrong);
            response
        }
        None => error::page(&ask.view, &wrong),
    }
}

fn page(ask: &Ask, code: &str, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "device-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "device-text"))))
        (warning(lang))
        (ask.view.form(VERIFICATION, html! {
            (Input::new("user_code", t!(lang, "device-code"))
                .hint(t!(lang, "device-code-hint"))
                .value(code)
                .error(errors.of("user_code"))
                .autocomplete("off")
                .spellcheck(false)
                .width(10))
            (fields::submit(t!(lang, "continue")))
        }))
    };
    Page::new(&ask.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/")
        .respond(body)
}

/// RFC 8628 5.4, UX-11: an impostor needs somebody who types his code.
pub(super) fn warning(lang: Lang) -> ui::WarningText {
    words::warning(lang, t!(lang, "device-warning"))
}

/// The client has its answer, or will have it at its next question.
pub(super) fn decided(ask: &Ask, allowed: bool) -> Response {
    let lang = ask.view.lang;
    let word = if allowed { "allowed" } else { "denied" };
    let title = t!(lang, &format!("device-{word}-title"));
    let text = t!(lang, &format!("device-{word}-text"));
    let body = html! { (fields::heading(&title, Some(text))) };
    let page = Page::new(&ask.view, Audience::Citizen, &title).narrow();
    let over = [ask.cookies.remove(Cookie::Party)];
    (axum::response::AppendHeaders(over), page.respond(body)).into_response()
}

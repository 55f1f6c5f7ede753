//! APP-6: a forgotten passcode; a code to the contact, then a new one.

use app::credentials::{ForgottenPasscode, forgotten, send_code};
use axum::response::Response;
use maud::html;

use crate::citizen::fields;
use crate::error;
use crate::extract::Signed;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    page(&signed, &Errors::new(signed.view.lang))
}

pub(super) async fn send(signed: Signed) -> Response {
    match send_code(&signed.app, &signed.cx).await {
        Ok(_) => signed.redirect("/personal/passcode?sent=1"),
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => page(&signed, &errors),
            None => error::page(&signed.view, &error),
        },
    }
}

pub(super) async fn submit(signed: Signed, form: Form) -> Response {
    let command = ForgottenPasscode {
        code: form.get("code"),
        passcode: form.get("passcode"),
    };
    match forgotten(&signed.app, &signed.cx, &command).await {
        Ok(()) => signed.redirect("/personal/sign-in"),
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => page(&signed, &errors),
            None => error::page(&signed.view, &error),
        },
    }
}

fn page(signed: &Signed, errors: &Errors) -> Response {
    let view = &signed.view;
    let lang = view.lang;
    let title = t!(lang, "passcode-title");
    let sent = view.query.contains("sent=1") || !errors.is_empty();
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "passcode-text"))))
        @if sent {
            (view.form("/personal/passcode", html! {
                (fields::code(lang, errors))
                (fields::passcode(lang, t!(lang, "field-new-passcode"), errors))
                (fields::submit(t!(lang, "passcode-change")))
            }))
            (fields::again(view, "/personal/passcode/send", t!(lang, "code-resend")))
        } @else {
            (view.form("/personal/passcode/send", fields::submit(t!(lang, "passcode-send"))))
        }
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/personal/sign-in")
        .respond(body)
}

//! APP-4: changing the password; everybody signs in again.

use app::credentials::{ChangePassword, change_password};
use axum::response::Response;
use maud::html;

use crate::citizen::{activate::password_rules, fields};
use crate::error;
use crate::extract::{Cookie, Signed};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    page(&signed, &Errors::new(signed.view.lang))
}

pub(super) async fn submit(signed: Signed, form: Form) -> Response {
    let command = ChangePassword {
        old: form.get("old_password"),
        new: form.get("password"),
        passcode: form.get("passcode"),
    };
    match change_password(&signed.app, &signed.cx, &command).await {
        Ok(()) => signed.go("/sign-in?out=1", [signed.cookies.remove(Cookie::Session)]),
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => page(&signed, &errors),
            None => error::page(&signed.view, &error),
        },
    }
}

fn page(signed: &Signed, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "password-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "password-text"))))
        p.govuk-body { (password_rules(lang, signed.app.config.password_policy)) }
        (signed.view.form("/personal/password", html! {
            (fields::password(lang, "old_password", t!(lang, "field-old-password"), errors, false))
            (fields::password(lang, "password", t!(lang, "field-new-password"), errors, true))
            (fields::passcode(lang, t!(lang, "field-passcode"), errors))
            (fields::submit(t!(lang, "password-change")))
        }))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/personal/sign-in")
        .respond(body)
}

//! The code, and what the register says of it.

use app::organisations::{Begun, begin};
use axum::response::Response;
use maud::html;
use ui::{Checkboxes, Choice, Input};

use super::{on_form, place};
use crate::citizen::fields;
use crate::extract::Signed;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    draw(&signed, &Form::default(), &Errors::new(signed.view.lang))
}

pub(super) async fn submit(signed: Signed, form: Form) -> Response {
    let without = form.has("without-code");
    match begin(&signed.app, &signed.cx, form.get("code"), without).await {
        Ok(Begun::Draft(id)) => signed.redirect(&format!("/organisations/requests/{id}")),
        Ok(Begun::Represents(organisation)) => signed.redirect(&place(organisation)),
        Err(error) => match on_form(&signed, &error) {
            Ok(errors) => draw(&signed, &form, &errors),
            Err(page) => *page,
        },
    }
}

fn draw(signed: &Signed, form: &Form, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "organisation-new-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "organisation-new-text"))))
        (signed.view.form("/organisations/new", html! {
            (Input::new("code", t!(lang, "organisation-tax-code")).hint(t!(lang, "organisation-tax-code-hint"))
                .value(form.get("code")).error(errors.of("code")).autocomplete("off").spellcheck(false).width(20))
            (Checkboxes::bare("without-code").items([Choice::new("yes", t!(lang, "organisation-without-code"))])
                .value(form.get("without-code")))
            (fields::submit(t!(lang, "continue")))
        }))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/organisations")
        .respond(body)
}

//! The code, and what the register says of it.

use app::organisations::{Begun, begin, begin_empowered};
use axum::response::Response;
use domain::regime::Regime;
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
    let code = form.get("code");
    let begun = if form.has("empowered") {
        begin_empowered(&signed.app, &signed.cx, code).await
    } else {
        begin(&signed.app, &signed.cx, code, form.has("without-code")).await
    };
    match begun {
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
    let regime = Regime::judging(None, signed.cx.now);
    let empowered = regime.is_some_and(Regime::by_mandate);
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "organisation-new-text"))))
        (signed.view.form("/organisations/new", html! {
            (Input::new("code", t!(lang, "organisation-tax-code")).hint(t!(lang, "organisation-tax-code-hint"))
                .value(form.get("code")).error(errors.of("code")).autocomplete("off").spellcheck(false).width(20))
            (Checkboxes::bare("without-code").items([Choice::new("yes", t!(lang, "organisation-without-code"))])
                .value(form.get("without-code")))
            @if empowered {
                (Checkboxes::bare("empowered").items([Choice::new("yes", t!(lang, "organisation-by-mandate"))])
                    .value(form.get("empowered")))
            }
            (fields::submit(t!(lang, "continue")))
        }))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/organisations")
        .respond(body)
}

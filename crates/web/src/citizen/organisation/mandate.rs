//! D69-12: the mandate of somebody empowered: a PDF, and its last day.

use app::organisations::{mandate, registration};
use axum::extract::Path;
use axum::response::Response;
use domain::ids::RegistrationId;
use maud::html;
use ui::FileUpload;

use super::{named, on_form};
use crate::citizen::fields;
use crate::error;
use crate::extract::Signed;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> Response {
    let id: RegistrationId = match named(&signed, &id) {
        Ok(id) => id,
        Err(page) => return *page,
    };
    let errors = Errors::new(signed.view.lang);
    match registration(&signed.app, &signed.cx, id).await {
        Ok(_) => draw(&signed, id, &Form::default(), &errors),
        Err(error) => error::page(&signed.view, &error),
    }
}

pub(super) async fn submit(signed: Signed, Path(id): Path<String>, form: Form) -> Response {
    let id: RegistrationId = match named(&signed, &id) {
        Ok(id) => id,
        Err(page) => return *page,
    };
    let files = form.papers("papers");
    let last = fields::iso_date(&form, "until");
    match mandate(&signed.app, &signed.cx, id, &last, &files).await {
        Ok(()) => signed.redirect(&format!("/organisations/requests/{id}")),
        Err(error) => match on_form(&signed, &error) {
            Ok(errors) => draw(&signed, id, &form, &errors),
            Err(page) => *page,
        },
    }
}

fn draw(signed: &Signed, id: RegistrationId, form: &Form, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "mandate-title");
    let action = format!("/organisations/requests/{id}/mandate");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "mandate-text"))))
        (signed.view.file_form(&action, html! {
            (FileUpload::new("papers", t!(lang, "mandate-paper")).hint(t!(lang, "mandate-paper-hint"))
                .accept("application/pdf").multiple(true).error(errors.of("papers")))
            (fields::date(lang, "until", t!(lang, "mandate-until"), form, errors))
            (fields::submit(t!(lang, "continue")))
        }))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/organisations")
        .respond(body)
}

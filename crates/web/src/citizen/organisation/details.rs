//! What is stated by hand, with papers, where no register knows the organisation. What was typed is
//! kept; papers are chosen again.

use app::organisations::{Details, registration, state};
use axum::extract::Path;
use axum::response::Response;
use domain::ids::RegistrationId;
use maud::html;
use ui::{FileUpload, Input, Textarea};

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
    match registration(&signed.app, &signed.cx, id).await {
        Ok(_) => draw(
            &signed,
            id,
            &Form::default(),
            &Errors::new(signed.view.lang),
        ),
        Err(error) => error::page(&signed.view, &error),
    }
}

pub(super) async fn submit(signed: Signed, Path(id): Path<String>, form: Form) -> Response {
    let id: RegistrationId = match named(&signed, &id) {
        Ok(id) => id,
        Err(page) => return *page,
    };
    let files = form.papers("papers");
    let founded = fields::iso_date(&form, "founded");
    let details = Details {
        name: form.get("name"),
        short_name: form.get("short-name"),
        foreign_name: form.get("foreign-name"),
        founded_on: &founded,
        address: form.get("address"),
        files: &files,
    };
    match state(&signed.app, &signed.cx, id, &details).await {
        Ok(()) => signed.redirect(&format!("/organisations/requests/{id}")),
        Err(error) => match on_form(&signed, &error) {
            Ok(errors) => draw(&signed, id, &form, &errors),
            Err(page) => *page,
        },
    }
}

fn draw(signed: &Signed, id: RegistrationId, form: &Form, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "organisation-details-title");
    let input = |field: &'static str, key: &str| {
        Input::new(field, t!(lang, key))
            .value(form.get(field))
            .error(errors.of(field))
            .autocomplete("off")
            .spellcheck(false)
    };
    let action = format!("/organisations/requests/{id}/details");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "organisation-details-text"))))
        (signed.view.file_form(&action, html! {
            (input("name", "organisation-name"))
            (input("short-name", "organisation-short-name"))
            (input("foreign-name", "organisation-foreign-name"))
            (fields::date(lang, "founded", t!(lang, "organisation-founded"), form, errors))
            (Textarea::new("address", t!(lang, "organisation-address")).rows(3)
                .value(form.get("address")).error(errors.of("address")))
            (FileUpload::new("papers", t!(lang, "organisation-papers")).hint(t!(lang, "organisation-papers-hint"))
                .accept("application/pdf").multiple(true).error(errors.of("papers")))
            (fields::submit(t!(lang, "continue")))
        }))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/organisations")
        .respond(body)
}

//! The portrait taken at the counter.

use app::counter::proofing::{Proofing, Task, set_portrait};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use super::{At, after, again, base, fresh};
use crate::citizen::fields;
use crate::citizen::register::portrait::advice;
use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(desk: Desk, Path(reference): At) -> Response {
    fresh(&desk, &reference, Task::Portrait).await
}

pub(super) async fn submit(desk: Desk, Path(reference): At, form: Form) -> Response {
    let bytes = form
        .file("portrait")
        .map(|file| file.bytes.to_vec())
        .unwrap_or_default();
    match set_portrait(&desk.app, &desk.cx, &reference, bytes).await {
        Ok(_) => after(&desk, &reference, None),
        Err(error) => again(&desk, &reference, Task::Portrait, &form, &error).await,
    }
}

pub(super) fn body(desk: &Desk, proofing: &Proofing, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    html! {
        (advice(lang))
        @if proofing.stored.dossier.portrait.is_some() { p.govuk-body { (t!(lang, "counter-portrait-retake")) } }
        (desk.view.file_form(&format!("{}/portrait", base(&proofing.stored.reference)), html! {
            (words::take_photo(lang, "portrait", t!(lang, "register-portrait-label"))
                .hint(t!(lang, "register-portrait-hint"))
                .error(errors.of("portrait")))
            (fields::submit(t!(lang, "counter-save")))
        }))
    }
}

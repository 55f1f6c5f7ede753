//! The portrait taken at the counter.

use app::counter::proofing::{Proofing, Task, set_portrait};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use ui::ButtonLink;

use super::{At, after, again, base, fresh, turns};
use crate::citizen::fields;
use crate::citizen::register::portrait::advice;
use crate::counter::machine;
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
        // What is wrong with it is told at once, beside the camera.
        Ok(stored) => {
            let stay = (!stored.dossier.portrait_findings.is_empty()).then_some(Task::Portrait);
            after(&desk, &reference, stay)
        }
        Err(error) => again(&desk, &reference, Task::Portrait, &form, &error).await,
    }
}

pub(super) fn body(desk: &Desk, proofing: &Proofing, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    html! {
        @if !proofing.stored.dossier.portrait_findings.is_empty() {
            @for found in &proofing.stored.dossier.portrait_findings { (machine::finding(lang, found)) }
            (ButtonLink::new(base(&proofing.stored.reference), t!(lang, "machine-keep")))
        }
        (advice(lang))
        @if proofing.stored.dossier.portrait.is_some() { p.govuk-body { (t!(lang, "counter-portrait-retake")) } }
        (desk.view.file_form(&format!("{}/portrait", base(&proofing.stored.reference)), html! {
            (words::take_photo(lang, "portrait", t!(lang, "register-portrait-label"))
                .hint(t!(lang, "register-portrait-hint"))
                .error(errors.of("portrait")))
            (fields::submit(t!(lang, "counter-save")))
        }))
        (turns::offer(desk, proofing, errors))
    }
}

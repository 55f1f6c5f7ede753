//! Details as on the card the citizen shows.

use app::counter::proofing::{Proofing, Task, set_details};
use app::registration::Details;
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use super::{At, after, again, base, fresh};
use crate::citizen::fields;
use crate::citizen::register::details::{Filled, boxes, read};
use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(desk: Desk, Path(reference): At) -> Response {
    fresh(&desk, &reference, Task::Details).await
}

pub(super) async fn submit(desk: Desk, Path(reference): At, form: Form) -> Response {
    let (birth, issued) = read(&form);
    let details = Details {
        name: form.get("name"),
        birth: &birth,
        sex: form.get("sex"),
        card_issued: &issued,
    };
    match set_details(&desk.app, &desk.cx, &reference, &details).await {
        Ok(_) => after(&desk, &reference, None),
        Err(error) => again(&desk, &reference, Task::Details, &form, &error).await,
    }
}

pub(super) fn body(desk: &Desk, proofing: &Proofing, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let filled = if errors.is_empty() {
        Filled::of_dossier(&proofing.stored.dossier)
    } else {
        Filled::of_form(form)
    };
    html! {
        p.govuk-body { (t!(lang, "counter-details-text")) }
        @if proofing.stored.joint() { (ui::InsetText::new(t!(lang, "counter-details-no-chip"))) }
        (desk.view.form(&format!("{}/details", base(&proofing.stored.reference)), html! {
            (boxes(lang, proofing.stored.dossier.kind, &filled, errors))
            (fields::submit(t!(lang, "counter-save")))
        }))
    }
}

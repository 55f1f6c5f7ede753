//! Phone and e-mail, each confirmed by the code the citizen reads out.

use app::counter::proofing::{Proofing, Task, confirm_contact, resend_code, set_contact};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use ui::{Input, Row, SummaryList};

use super::{At, after, again, base, fresh};
use crate::citizen::fields;
use crate::citizen::register::contact::{beside_the_box, read, sent_to};
use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(desk: Desk, Path(reference): At) -> Response {
    fresh(&desk, &reference, Task::Contact).await
}

pub(super) async fn submit(desk: Desk, Path(reference): At, form: Form) -> Response {
    match set_contact(&desk.app, &desk.cx, &reference, &read(form.get("contact"))).await {
        Ok(()) => after(&desk, &reference, Some(Task::Contact)),
        Err(error) => {
            again(
                &desk,
                &reference,
                Task::Contact,
                &form,
                &beside_the_box(error),
            )
            .await
        }
    }
}

pub(super) async fn submit_code(desk: Desk, Path(reference): At, form: Form) -> Response {
    match confirm_contact(&desk.app, &desk.cx, &reference, form.get("code")).await {
        Ok(_) => after(&desk, &reference, None),
        Err(error) => again(&desk, &reference, Task::Contact, &form, &error).await,
    }
}

pub(super) async fn resend(desk: Desk, Path(reference): At) -> Response {
    match resend_code(&desk.app, &desk.cx, &reference).await {
        Ok(()) => after(&desk, &reference, Some(Task::Contact)),
        Err(error) => again(&desk, &reference, Task::Contact, &Form::default(), &error).await,
    }
}

pub(super) fn body(desk: &Desk, proofing: &Proofing, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let dossier = &proofing.stored.dossier;
    let address = base(&proofing.stored.reference);
    let confirmed = [
        dossier
            .phone
            .as_ref()
            .map(|p| Row::new(t!(lang, "counter-phone"), p.national())),
        dossier
            .email
            .as_ref()
            .map(|e| Row::new(t!(lang, "counter-email"), e.as_str())),
    ];
    let confirmed: Vec<Row> = confirmed.into_iter().flatten().collect();
    html! {
        @if !confirmed.is_empty() {
            h2.govuk-heading-s { (t!(lang, "counter-contact-confirmed")) }
            (SummaryList::new(confirmed))
        }
        @if dossier.pending.is_some() {
            h2.govuk-heading-m { (t!(lang, "counter-contact-code")) }
            p.govuk-body { (t!(lang, "register-code-text", to = sent_to(dossier))) }
            (fields::code_form(&desk.view, &format!("{address}/code"), errors, Some(&format!("{address}/resend"))))
        }
        (desk.view.form(&format!("{address}/contact"), html! {
            (Input::new("contact", t!(lang, "register-contact-label"))
                .hint(t!(lang, "field-contact-hint"))
                .value(form.get("contact"))
                .error(errors.of("contact"))
                .autocomplete("off")
                .spellcheck(false))
            (fields::submit(t!(lang, "register-contact-send")))
        }))
    }
}

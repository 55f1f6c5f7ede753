//! Documents the citizen wants added; none is needed.

use app::counter::proofing::{Proofing, Task, add_document, remove_document};
use axum::extract::Path;
use axum::response::Response;
use domain::document::DocumentKind;
use maud::{Markup, html};
use ui::{Button, ButtonLink, Input, Table};

use super::{At, after, again, base, fresh};
use crate::citizen::fields;
use crate::extract::Desk;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(desk: Desk, Path(reference): At) -> Response {
    fresh(&desk, &reference, Task::Documents).await
}

pub(super) async fn submit(desk: Desk, Path(reference): At, form: Form) -> Response {
    let value = |field: &str| form.get(field).to_owned();
    match add_document(&desk.app, &desk.cx, &reference, form.get("kind"), value).await {
        Ok(_) => after(&desk, &reference, Some(Task::Documents)),
        Err(error) => again(&desk, &reference, Task::Documents, &form, &error).await,
    }
}

pub(super) async fn remove(desk: Desk, Path(reference): At, form: Form) -> Response {
    let index = form.get("index").parse().unwrap_or(usize::MAX);
    match remove_document(&desk.app, &desk.cx, &reference, index).await {
        Ok(_) => after(&desk, &reference, Some(Task::Documents)),
        Err(error) => again(&desk, &reference, Task::Documents, &form, &error).await,
    }
}

fn label(lang: Lang, field: &str) -> String {
    t!(lang, &format!("field-{field}"))
}

fn name(lang: Lang, kind: DocumentKind) -> String {
    t!(lang, &format!("kind-{}", kind.slug()))
}

pub(super) fn body(desk: &Desk, proofing: &Proofing, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let address = base(&proofing.stored.reference);
    html! {
        p.govuk-body { (t!(lang, "counter-documents-text")) }
        (wanted(desk, proofing, &address))
        @for kind in DocumentKind::ALL {
            @let open = form.get("kind") == kind.slug();
            details.govuk-details open[open] {
                summary.govuk-details__summary { span.govuk-details__summary-text { (t!(lang, "counter-documents-add", kind = name(lang, kind))) } }
                div.govuk-details__text {
                    (desk.view.form(&format!("{address}/documents"), html! {
                        input type="hidden" name="kind" value=(kind.slug());
                        @for field in kind.fields() {
                            (Input::new(*field, label(lang, field))
                                .value(if open { form.get(field) } else { "" })
                                .error(errors.of(field).filter(|_| open))
                                .autocomplete("off")
                                .spellcheck(false)
                                .width(20))
                        }
                        (fields::submit(t!(lang, "counter-documents-add-button")))
                    }))
                }
            }
        }
        (ButtonLink::new(address.as_str(), t!(lang, "counter-documents-done")))
    }
}

fn wanted(desk: &Desk, proofing: &Proofing, address: &str) -> Markup {
    let lang = desk.view.lang;
    let head = [
        t!(lang, "counter-documents-kind"),
        t!(lang, "counter-documents-entered"),
        t!(lang, "counter-documents-remove"),
    ];
    let rows = proofing
        .stored
        .dossier
        .documents
        .iter()
        .enumerate()
        .map(|(index, wanted)| {
            let kind =
                DocumentKind::parse(&wanted.kind).map_or_else(String::new, |kind| name(lang, kind));
            let entered: Vec<&str> = wanted
                .fields
                .iter()
                .map(|(_, value)| value.as_str())
                .collect();
            let button = desk.view.form(
                &format!("{address}/documents/remove"),
                html! {
                    input type="hidden" name="index" value=(index);
                    (Button::secondary(t!(lang, "counter-documents-remove")))
                },
            );
            [html! { (kind) }, html! { (entered.join(" · ")) }, button]
        });
    let table = rows.fold(Table::new(head), Table::row);
    html! { @if !proofing.stored.dossier.documents.is_empty() { (table) } }
}

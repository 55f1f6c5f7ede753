//! Letting a telecom have its subscribers cleaned: the legal basis, and the fields it may be given back.

use app::cleaning::Correct;
use app::cleaning::batches::{self, Granting};
use axum::response::Response;
use domain::actor::Role;
use domain::ids::ClientId;
use maud::{Markup, html};
use store::cleaning::grant::Grant;
use ui::{Button, Checkboxes, Choice, Legend, Row, SummaryList, Textarea};

use super::show::correct;
use crate::counter::{heading, page};
use crate::error;
use crate::extract::{Desk, Place};
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// Fields that may be given back.
const FIELDS: [&str; 2] = ["name", "number"];

/// Revision of the page on which the form stood.
fn revision(form: &Form) -> i64 {
    form.trimmed("revision").parse().unwrap_or(0)
}

pub(super) async fn show(desk: Desk, Place(id): Place<ClientId>) -> Response {
    draw(&desk, id, None, &Errors::new(desk.view.lang)).await
}

pub(super) async fn submit(desk: Desk, Place(id): Place<ClientId>, form: Form) -> Response {
    let fields: Vec<&str> = form.all("correct").collect();
    let asked = Granting {
        legal_basis: form.get("legal_basis"),
        correct: Correct::read(&fields.join(" ")),
        revision: revision(&form),
    };
    let done = batches::grant(&desk.app, &desk.cx, id, &asked).await;
    answer(&desk, id, &form, done).await
}

pub(super) async fn end(desk: Desk, Place(id): Place<ClientId>, form: Form) -> Response {
    let done = batches::end_grant(&desk.app, &desk.cx, id, revision(&form)).await;
    answer(&desk, id, &form, done).await
}

async fn answer(desk: &Desk, id: ClientId, form: &Form, done: app::Result<()>) -> Response {
    let Err(failure) = done else {
        return desk.redirect(&format!("/console/parties/{id}/cleaning"));
    };
    match error::on_form(&desk.view, desk.cx.now, &failure) {
        Some(errors) => {
            let typed = Some(form.get("legal_basis"));
            error::with_status(draw(desk, id, typed, &errors).await, &failure)
        }
        None => error::page(&desk.view, &failure),
    }
}

async fn draw(desk: &Desk, id: ClientId, typed: Option<&str>, errors: &Errors) -> Response {
    let grant = match batches::granted(&desk.app, &desk.cx, id).await {
        Ok(grant) => grant,
        Err(failure) => return error::page(&desk.view, &failure),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "cleaning-grant");
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "cleaning-grant-text")) }
        @match &grant {
            Some(grant) => (SummaryList::new([
                Row::new(t!(lang, "cleaning-basis"), grant.legal_basis.as_str()),
                Row::new(t!(lang, "cleaning-correct"), correct(lang, &grant.correct)),
                Row::new(t!(lang, "cleaning-granted-at"), date_time(grant.at)),
            ])),
            None => p.govuk-body { (t!(lang, "cleaning-not-granted")) },
        }
        @if desk.member.role == Role::Manager { (form(desk, (id, grant.as_ref()), typed, errors)) }
    };
    page(desk, &title)
        .errors(errors)
        .back(format!("/console/parties/{id}"))
        .respond(body)
}

fn form(
    desk: &Desk,
    (id, grant): (ClientId, Option<&Grant>),
    typed: Option<&str>,
    errors: &Errors,
) -> Markup {
    let lang = desk.view.lang;
    let known = grant.map_or("", |grant| grant.legal_basis.as_str());
    let given = grant.map_or("", |grant| grant.correct.as_str());
    let fields = FIELDS.map(|field| {
        let words = t!(lang, &format!("cleaning-why-{field}"));
        Choice::new(field, words).checked(given.split(' ').any(|said| said == field))
    });
    let legend = Legend::new(t!(lang, "cleaning-correct")).classes("govuk-fieldset__legend--s");
    let revision = html! { input type="hidden" name="revision" value=(grant.map_or(0, |grant| grant.revision)); };
    html! {
        (desk.view.form(&format!("/console/parties/{id}/cleaning"), html! {
            (revision)
            (Textarea::new("legal_basis", t!(lang, "cleaning-basis")).hint(t!(lang, "cleaning-basis-hint"))
                .value(typed.unwrap_or(known)).error(errors.of("legal_basis")).rows(2))
            (Checkboxes::new("correct", legend).hint(t!(lang, "cleaning-correct-hint")).items(fields))
            (Button::new(t!(lang, "cleaning-grant-save")).prevent_double_click(true))
        }))
        @if grant.is_some() {
            (desk.view.form(&format!("/console/parties/{id}/cleaning/end"), html! {
                (revision)
                (Button::warning(t!(lang, "cleaning-grant-end")).prevent_double_click(true))
            }))
        }
    }
}

//! The holder reads which rule he is said to have broken, and objects in writing (I7, D59-19.ui).

use app::breaches::{Own, object, own};
use axum::extract::Path;
use axum::response::Response;
use domain::ids::BreachId;
use maud::html;
use ui::{Button, InsetText, Row, SummaryList, Textarea};

use crate::error;
use crate::extract::Status;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

async fn one(holder: &Status, breach: &str) -> app::Result<Own> {
    let id: BreachId = breach.parse().map_err(|_| app::Error::NotFound)?;
    let found = own(&holder.app, &holder.cx).await?;
    let found = found.into_iter().find(|b| b.id == id);
    found.ok_or(app::Error::NotFound)
}

pub(super) async fn show(holder: Status, Path(breach): Path<String>) -> Response {
    match one(&holder, &breach).await {
        Ok(found) => page(
            &holder,
            &found,
            &Form::default(),
            &Errors::new(holder.view.lang),
        ),
        Err(error) => error::page(&holder.view, &error),
    }
}

pub(super) async fn submit(holder: Status, Path(breach): Path<String>, form: Form) -> Response {
    let found = match one(&holder, &breach).await {
        Ok(found) => found,
        Err(error) => return error::page(&holder.view, &error),
    };
    match object(&holder.app, &holder.cx, found.id, form.get("words")).await {
        Ok(()) => holder.redirect(&format!("/locked/breach/{breach}")),
        Err(error) => match error::on_form(&holder.view, holder.cx.now, &error) {
            Some(errors) => page(&holder, &found, &form, &errors),
            None => error::page(&holder.view, &error),
        },
    }
}

fn page(holder: &Status, found: &Own, form: &Form, errors: &Errors) -> Response {
    let view = &holder.view;
    let lang = view.lang;
    let title = t!(lang, "ground-breach");
    let mut rows = vec![
        Row::new(t!(lang, "breaches-reference"), found.reference.as_str()),
        Row::new(
            t!(lang, "breaches-rule"),
            t!(lang, &format!("breach-rule-{}", found.rule.as_str())),
        ),
        Row::new(
            t!(lang, "breaches-terms"),
            html! {
                a.govuk-link href={ "/terms?version=" (found.terms) } { (found.terms) }
            },
        ),
        Row::new(t!(lang, "breaches-confirmed"), date_time(found.confirmed)),
    ];
    if !found.decision.is_empty() {
        rows.push(Row::new(
            t!(lang, "breaches-decision"),
            found.decision.as_str(),
        ));
    }
    if !found.stays.is_empty() {
        rows.push(Row::new(t!(lang, "breaches-stays"), found.stays.as_str()));
    }
    let body = html! {
        h1.govuk-heading-l { (title) }
        (SummaryList::new(rows))
        h2.govuk-heading-m { (t!(lang, "objection-title")) }
        @if let Some(at) = found.objected {
            @let time = date_time(at);
            (InsetText::new(t!(lang, "objection-waits", time = time)))
        }
        (view.form(&format!("/locked/breach/{}", found.id), html! {
            (Textarea::new("words", t!(lang, "objection-words"))
                .hint(t!(lang, "objection-hint"))
                .rows(6)
                .value(form.get("words"))
                .error(errors.of("words")))
            (Button::new(t!(lang, "objection-send")).prevent_double_click(true))
        }))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/locked")
        .respond(body)
}

//! One client for the manager: what it is, what it uses, stopping it and letting it go on.

use app::relying_parties::desk::{self as parties, Metering, metering};
use axum::extract::Path;
use axum::response::Response;
use domain::actor::Role;
use domain::ids::ClientId;
use domain::relying_party::Phase;
use maud::{Markup, html};
use ui::{Button, Row, SummaryList, Textarea};

use crate::counter::{heading, page};
use crate::developers::{months, usage_file};
use crate::error;
use crate::extract::Desk;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

fn place(id: &str) -> Result<ClientId, app::Error> {
    id.parse().map_err(|_| app::Error::NotFound)
}

async fn load(desk: &Desk, id: &str) -> Result<Metering, app::Error> {
    metering(&desk.app, &desk.cx, place(id)?).await
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Response {
    draw(&desk, &id, "", &Errors::new(desk.view.lang)).await
}

pub(super) async fn csv(desk: Desk, Path(id): Path<String>) -> Response {
    match load(&desk, &id).await {
        Ok(metering) => usage_file(&metering),
        Err(failure) => error::page(&desk.view, &failure),
    }
}

pub(super) async fn suspend(desk: Desk, Path(id): Path<String>, form: Form) -> Response {
    let words = form.get("words");
    let done = match place(&id) {
        Ok(id) => parties::suspend(&desk.app, &desk.cx, id, words).await,
        Err(error) => Err(error),
    };
    answer(&desk, &id, words, done).await
}

pub(super) async fn resume(desk: Desk, Path(id): Path<String>) -> Response {
    let done = match place(&id) {
        Ok(id) => parties::resume(&desk.app, &desk.cx, id).await,
        Err(error) => Err(error),
    };
    answer(&desk, &id, "", done).await
}

async fn answer(desk: &Desk, id: &str, words: &str, done: Result<(), app::Error>) -> Response {
    let Err(failure) = done else {
        return desk.redirect(&format!("/console/parties/{id}"));
    };
    match error::on_form(&desk.view, desk.cx.now, &failure) {
        Some(errors) => error::with_status(draw(desk, id, words, &errors).await, &failure),
        None => error::page(&desk.view, &failure),
    }
}

async fn draw(desk: &Desk, id: &str, words: &str, errors: &Errors) -> Response {
    let metering = match load(desk, id).await {
        Ok(metering) => metering,
        Err(failure) => return error::page(&desk.view, &failure),
    };
    let lang = desk.view.lang;
    let client = &metering.client;
    let mut rows = vec![
        Row::new(
            t!(lang, "developers-client-id"),
            html! { code { (client.id) } },
        ),
        Row::new(t!(lang, "oidc-purpose"), client.purpose.as_str()),
        Row::new(t!(lang, "oidc-basis"), client.legal_basis.as_str()),
        Row::new(
            t!(lang, "party-kind"),
            t!(lang, &format!("party-kind-{}", client.kind.as_str())),
        ),
        Row::new(
            t!(lang, "developers-phase"),
            t!(lang, &format!("party-phase-{}", client.phase.as_str())),
        ),
    ];
    if let Some(stopped) = &client.suspension {
        let words = t!(
            lang,
            "party-stopped",
            at = date_time(stopped.since),
            words = stopped.words.as_str()
        );
        rows.push(Row::new(t!(lang, "party-words"), words));
    }
    let body = html! {
        (heading(&client.name))
        (SummaryList::new(rows))
        h2.govuk-heading-m { (t!(lang, "party-usage")) }
        (months(lang, &metering))
        p.govuk-body { a.govuk-link href={ "/console/parties/" (id) "/usage.csv" } { (t!(lang, "party-usage-file")) } }
        @if desk.member.role == Role::Manager { (acts(desk, (id, client.phase), words, errors)) }
    };
    page(desk, &client.name)
        .errors(errors)
        .back("/console/parties")
        .respond(body)
}

fn acts(desk: &Desk, (id, phase): (&str, Phase), words: &str, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    match phase {
        Phase::Suspended => desk.view.form(
            &format!("/console/parties/{id}/resume"),
            Button::new(t!(lang, "party-resume")).prevent_double_click(true),
        ),
        Phase::Sandbox | Phase::Review | Phase::Production => desk.view.form(
            &format!("/console/parties/{id}/suspend"),
            html! {
                (Textarea::new("words", t!(lang, "party-suspend-words"))
                    .hint(t!(lang, "party-suspend-hint"))
                    .value(words).error(errors.of("words")).rows(2))
                (Button::warning(t!(lang, "party-suspend")).prevent_double_click(true))
            },
        ),
    }
}

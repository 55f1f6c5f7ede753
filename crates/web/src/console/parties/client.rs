//! One client for the manager: what it is, what it uses, stopping it and letting it go on.

use app::relying_parties::desk::{self as parties, Metering, Past, arrivals, metering, past};
use app::relying_parties::{Kept, Overview, kept};
use axum::response::Response;
use domain::actor::Role;
use domain::ids::ClientId;
use domain::relying_party::{PartyKind, Phase};
use maud::{Markup, html};
use store::relying_party::client::Client;
use ui::{Button, Row, SummaryList, Textarea};

use super::{history, packages};
use crate::counter::{heading, page};
use crate::developers::{events, months, usage_file};
use crate::error;
use crate::extract::{Desk, Place};
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

async fn load(desk: &Desk, id: ClientId) -> Result<Metering, app::Error> {
    metering(&desk.app, &desk.cx, id).await
}

pub(super) async fn show(desk: Desk, Place(id): Place<ClientId>) -> Response {
    draw(&desk, id, "", &Errors::new(desk.view.lang)).await
}

pub(super) async fn csv(desk: Desk, Place(id): Place<ClientId>) -> Response {
    match load(&desk, id).await {
        Ok(metering) => usage_file(&metering),
        Err(failure) => error::page(&desk.view, &failure),
    }
}

pub(super) async fn suspend(desk: Desk, Place(id): Place<ClientId>, form: Form) -> Response {
    let words = form.get("words");
    let done = parties::suspend(&desk.app, &desk.cx, id, words).await;
    answer(&desk, id, words, done).await
}

pub(super) async fn resume(desk: Desk, Place(id): Place<ClientId>) -> Response {
    let done = parties::resume(&desk.app, &desk.cx, id).await;
    answer(&desk, id, "", done).await
}

pub(super) async fn unlicense(desk: Desk, Place(id): Place<ClientId>) -> Response {
    let done = parties::withdraw_licence(&desk.app, &desk.cx, id).await;
    answer(&desk, id, "", done).await
}

async fn answer(desk: &Desk, id: ClientId, words: &str, done: Result<(), app::Error>) -> Response {
    let Err(failure) = done else {
        return desk.redirect(&format!("/console/parties/{id}"));
    };
    match error::on_form(&desk.view, desk.cx.now, &failure) {
        Some(errors) => error::with_status(draw(desk, id, words, &errors).await, &failure),
        None => error::page(&desk.view, &failure),
    }
}

/// All that the page shows of one client.
struct Seen {
    metering: Metering,
    past: Vec<Past>,
    arrivals: Option<Overview>,
    packages: Vec<Kept>,
}

async fn read(desk: &Desk, id: ClientId) -> Result<Seen, app::Error> {
    Ok(Seen {
        metering: load(desk, id).await?,
        past: past(&desk.app, &desk.cx, id).await?,
        arrivals: arrivals(&desk.app, &desk.cx, id).await?,
        packages: kept(&desk.app, &desk.cx, id).await?,
    })
}

async fn draw(desk: &Desk, id: ClientId, words: &str, errors: &Errors) -> Response {
    let seen = match read(desk, id).await {
        Ok(found) => found,
        Err(failure) => return error::page(&desk.view, &failure),
    };
    let lang = desk.view.lang;
    let client = &seen.metering.client;
    let body = html! {
        (heading(&client.name))
        (facts(lang, client))
        h2.govuk-heading-m { (t!(lang, "party-usage")) }
        (months(lang, &seen.metering))
        p.govuk-body { a.govuk-link href={ "/console/parties/" (id) "/usage.csv" } { (t!(lang, "party-usage-file")) } }
        @if let Some(stream) = &seen.arrivals { (events(lang, stream)) }
        @if client.kind == PartyKind::Telecom {
            p.govuk-body { a.govuk-link href={ "/console/parties/" (id) "/cleaning" } { (t!(lang, "cleaning-grant")) } }
        }
        (packages::list(lang, &seen.packages))
        (history::list(lang, &seen.past))
        @if desk.member.role == Role::Manager {
            @if client.signature_licence.is_some() { (unlicense_form(desk, id)) }
            (acts(desk, (id, client.phase), words, errors))
        }
    };
    page(desk, &client.name)
        .errors(errors)
        .back("/console/parties")
        .respond(body)
}

fn facts(lang: Lang, client: &Client) -> Markup {
    let mut rows = vec![
        Row::new(
            t!(lang, "developers-client-id"),
            html! { code { (client.id) } },
        ),
        Row::new(t!(lang, "oidc-purpose"), client.purpose.as_str()),
        Row::new(
            t!(lang, "party-kind"),
            t!(lang, &format!("party-kind-{}", client.kind.as_str())),
        ),
        Row::new(
            t!(lang, "developers-phase"),
            t!(lang, &format!("party-phase-{}", client.phase.as_str())),
        ),
    ];
    // A trial rests on nothing yet (D59-22.2).
    if client.legal_basis != Phase::Sandbox.as_str() {
        rows.push(Row::new(
            t!(lang, "oidc-basis"),
            client.legal_basis.as_str(),
        ));
    }
    if let Some(licence) = &client.signature_licence {
        rows.push(Row::new(t!(lang, "party-licence"), licence.as_str()));
    }
    if let Some(stopped) = &client.suspension {
        let words = t!(
            lang,
            "party-stopped",
            at = date_time(stopped.since),
            words = stopped.words.as_str()
        );
        rows.push(Row::new(t!(lang, "party-words"), words));
    }
    html! { (SummaryList::new(rows)) }
}

fn unlicense_form(desk: &Desk, id: ClientId) -> Markup {
    let button = Button::warning(t!(desk.view.lang, "party-unlicense")).prevent_double_click(true);
    desk.view
        .form(&format!("/console/parties/{id}/unlicense"), button)
}

fn acts(desk: &Desk, (id, phase): (ClientId, Phase), words: &str, errors: &Errors) -> Markup {
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

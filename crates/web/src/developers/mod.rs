//! Developers of relying services: a trial client in a minute, its changes, its way into production, what
//! it asked and used lately (D59-22, D59-31.2).

mod edit;
mod form;
mod kinds;
mod new;
mod production;
mod requests;
mod show;
mod subscribers;
mod usage;

pub(crate) use usage::{file as usage_file, months};

use app::relying_parties::{Overview, Used, desk, issuer};
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use maud::{Markup, html};
use oidc::ssf::Method;
use store::relying_party::client::Client;
use ui::{ButtonLink, EmptyState, Icon, Row, SummaryList};

use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date_time};
use crate::page::{Audience, Page};
use crate::state::Web;
use crate::t;

/// Pages of developers.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/developers", get(list))
        .route("/developers/new", get(new::show).post(new::submit))
        .route("/developers/{id}", get(show::show))
        .route("/developers/{id}/edit", get(edit::show).post(edit::submit))
        .route("/developers/{id}/secret", post(show::renew))
        .route(
            "/developers/{id}/production",
            get(production::show).post(production::submit),
        )
        .route(
            "/developers/{id}/production/withdraw",
            post(production::withdraw),
        )
        .route("/developers/{id}/requests", get(requests::show))
        .route("/developers/{id}/usage", get(usage::show))
        .route("/developers/{id}/usage.csv", get(usage::csv))
        .merge(subscribers::routes())
}

/// A page about one client.
fn page<'a>(signed: &'a Signed, title: &str, back: &str) -> Page<'a> {
    Page::new(&signed.view, Audience::Public, title).back(back)
}

async fn list(signed: Signed) -> Response {
    let clients = match desk::own(&signed.app, &signed.cx).await {
        Ok(clients) => clients,
        Err(failure) => return error::page(&signed.view, &failure),
    };
    let lang = signed.view.lang;
    let title = t!(lang, "developers-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { (t!(lang, "developers-text")) }
        (server(lang, issuer(&signed.app)))
        h2.govuk-heading-m { (t!(lang, "developers-own")) }
        @if clients.is_empty() {
            (EmptyState::new(Icon::Person, t!(lang, "developers-none"), t!(lang, "developers-text")))
        }
        @for client in &clients { (one(lang, client)) }
        (ButtonLink::new("/developers/new", t!(lang, "developers-new")))
    };
    page(&signed, &title, "/personal").respond(body)
}

fn server(lang: Lang, issuer: &str) -> Markup {
    html! {
        (SummaryList::new([
            Row::new(t!(lang, "developers-issuer"), html! { code { (issuer) } }),
            Row::new(t!(lang, "developers-discovery"), html! {
                a.govuk-link href="/.well-known/openid-configuration" { "/.well-known/openid-configuration" }
            }),
        ]))
    }
}

/// The phase in words.
fn phase(lang: Lang, client: &Client) -> String {
    t!(lang, &format!("party-phase-{}", client.phase.as_str()))
}

/// What was used, in words.
fn used_words(lang: Lang, used: &Used) -> String {
    t!(
        lang,
        "developers-used-text",
        signIns = used.sign_ins,
        exchanges = used.exchanges,
        readings = used.readings
    )
}

fn one(lang: Lang, own: &desk::Own) -> Markup {
    let (client, used) = (&own.client, &own.used);
    html! {
        h3.govuk-heading-s { a.govuk-link href={ "/developers/" (client.id) } { (client.name) } }
        (SummaryList::new([
            Row::new(t!(lang, "developers-client-id"), html! { code { (client.id) } }),
            Row::new(t!(lang, "oidc-purpose"), client.purpose.as_str()),
            Row::new(t!(lang, "developers-phase"), phase(lang, client)),
            Row::new(t!(lang, "developers-used"), used_words(lang, used)),
        ]))
        @if let Some(stream) = &own.stream { (events(lang, stream)) }
    }
}

/// SSF 1.0: whether events arrive, and the latest that did not.
pub(crate) fn events(lang: Lang, stream: &Overview) -> Markup {
    let counts = &stream.counts;
    let method = match stream.method {
        Method::Push => t!(lang, "stream-push"),
        Method::Poll => t!(lang, "stream-poll"),
    };
    let status = format!("stream-status-{}", stream.status.as_str());
    let mut rows = vec![
        Row::new(t!(lang, "stream-how"), method),
        Row::new(t!(lang, "stream-status"), t!(lang, &status)),
        Row::new(
            t!(lang, "stream-counts"),
            t!(
                lang,
                "stream-counts-text",
                waiting = counts.waiting,
                acknowledged = counts.acknowledged,
                dead = counts.dead
            ),
        ),
    ];
    if let Some(at) = counts.latest {
        rows.push(Row::new(t!(lang, "stream-latest"), date_time(at)));
    }
    html! {
        h4.govuk-heading-s { (t!(lang, "stream-title")) }
        (SummaryList::new(rows))
        @if !stream.dead.is_empty() {
            p.govuk-body { (t!(lang, "stream-dead")) }
            ul.govuk-list.govuk-list--bullet {
                @for one in &stream.dead {
                    li { (date_time(one.queued)) ": " code { (one.kind) } " – " (one.error) }
                }
            }
        }
    }
}

//! Developers of relying services: a trial client in a minute (D59-22).

mod kinds;
mod new;

use app::relying_parties::{Overview, Own, issuer, own_clients};
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use oidc::ssf::Method;
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
        .route("/developers", get(show))
        .route("/developers/new", get(new::show).post(new::submit))
}

async fn show(signed: Signed) -> Response {
    let clients = match own_clients(&signed.app, &signed.cx).await {
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
    Page::new(&signed.view, Audience::Public, &title)
        .back("/personal")
        .respond(body)
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

fn one(lang: Lang, own: &Own) -> Markup {
    let (client, used) = (&own.client, &own.used);
    html! {
        h3.govuk-heading-s { (client.name) }
        (SummaryList::new([
            Row::new(t!(lang, "developers-client-id"), html! { code { (client.id) } }),
            Row::new(t!(lang, "oidc-purpose"), client.purpose.as_str()),
            Row::new(t!(lang, "developers-phase"), t!(lang, &format!("party-phase-{}", client.phase.as_str()))),
            Row::new(
                t!(lang, "developers-used"),
                t!(
                    lang,
                    "developers-used-text",
                    signIns = used.sign_ins,
                    exchanges = used.exchanges,
                    readings = used.readings
                ),
            ),
        ]))
        @if let Some(stream) = &own.stream { (events(lang, stream)) }
    }
}

/// SSF 1.0: whether events arrive, and the latest that did not.
fn events(lang: Lang, stream: &Overview) -> Markup {
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

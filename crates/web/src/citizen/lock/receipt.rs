//! The receipt of a lock, to keep or to print.

use app::holds::{Receipt, receipt};
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::hold::{Channel, Ground};
use domain::journey::Journey;
use maud::{Markup, html};
use store::message::Trace;
use store::relying_party::signal::State;
use ui::{Panel, Row, SummaryList};

use super::words;
use crate::citizen::survey;
use crate::error;
use crate::extract::{Ask, Status};
use crate::i18n::{Lang, date_time};
use crate::page::{Audience, Page, View};
use crate::t;

pub(super) async fn show(status: Status, Path(hold): Path<String>) -> Response {
    let Ok(id) = hold.parse() else {
        return error::page(&status.view, &app::Error::NotFound);
    };
    match receipt(&status.app, &status.cx, id).await {
        Ok(receipt) => {
            let hold = &receipt.kept.hold;
            // R50-6: asked who locked himself, here.
            let own = hold.ground == Ground::OwnRequest && hold.channel == Channel::App;
            let asked = if own {
                survey::after(&status, Journey::Lock, &hold.id, hold.since).await
            } else {
                html! {}
            };
            page(&status.view, &receipt, &asked)
        }
        Err(error) => error::page(&status.view, &error),
    }
}

/// The receipt as a signed note, to be handed on.
pub(super) async fn signed(status: Status, Path(hold): Path<String>) -> Response {
    let Ok(id) = hold.parse() else {
        return error::page(&status.view, &app::Error::NotFound);
    };
    let found = receipt(&status.app, &status.cx, id).await;
    let note = found.and_then(|r| Ok((r.signed(&status.app)?, r.reference)));
    match note {
        Ok((note, reference)) => {
            let name = format!("attachment; filename=\"{reference}.txt\"");
            let headers = [
                (CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
                (CONTENT_DISPOSITION, name),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, note).into_response()
        }
        Err(error) => error::page(&status.view, &error),
    }
}

/// The public key by which a signed receipt is checked.
pub(super) async fn key(ask: Ask) -> Response {
    match app::audit_log::receipt_key(ask.app.db.keys()) {
        Ok(key) => format!("{key}\n").into_response(),
        Err(error) => error::page(&ask.view, &error),
    }
}

fn message(lang: Lang, trace: &Trace) -> String {
    let channel = t!(lang, &format!("message-by-{}", trace.channel));
    match (trace.state.as_str(), trace.at) {
        ("sent", Some(at)) => {
            let time = date_time(at);
            t!(lang, "receipt-sent", channel = channel, time = time)
        }
        ("failed", _) => t!(lang, "receipt-failed", channel = channel),
        _ => t!(lang, "receipt-queued", channel = channel),
    }
}

/// UX-12: a service that the lock told, and when it answered.
fn service_told(lang: Lang, name: &str, state: State) -> String {
    match state {
        State::Acknowledged(at) => {
            t!(
                lang,
                "receipt-service-acknowledged",
                name = name,
                time = date_time(at)
            )
        }
        State::Refused(at) => {
            t!(
                lang,
                "receipt-service-refused",
                name = name,
                time = date_time(at)
            )
        }
        State::Waiting => t!(lang, "receipt-service-waiting", name = name),
        State::GivenUp => t!(lang, "receipt-service-given-up", name = name),
    }
}

fn page(view: &View, receipt: &Receipt, asked: &Markup) -> Response {
    let lang = view.lang;
    let hold = &receipt.kept.hold;
    let title = t!(lang, "receipt-title");
    let since = date_time(hold.since);
    let mut rows = vec![Row::new(
        t!(lang, "receipt-reference"),
        receipt.reference.as_str(),
    )];
    rows.extend(words::rows(lang, hold));
    rows.push(Row::new(
        t!(lang, "receipt-sessions"),
        receipt.kept.took.sessions.to_string(),
    ));
    rows.push(Row::new(
        t!(lang, "receipt-grants"),
        receipt.kept.took.grants.to_string(),
    ));
    rows.push(Row::new(
        t!(lang, "receipt-documents"),
        receipt.documents.len().to_string(),
    ));
    if let Some((at, channel)) = receipt.kept.ended {
        rows.push(Row::new(t!(lang, "hold-ended-at"), date_time(at)));
        rows.push(Row::new(
            t!(lang, "hold-ended-channel"),
            t!(lang, &format!("channel-{}", channel.as_str())),
        ));
    }
    let body = html! {
        (Panel::new(title.as_str()).text(t!(lang, "receipt-since", time = since)))
        (SummaryList::new(rows))
        @if hold.ground != Ground::Death {
            h2.govuk-heading-m { (t!(lang, "receipt-told")) }
            ul.govuk-list.govuk-list--bullet {
                li { (t!(lang, "receipt-notice")) }
                @for trace in &receipt.messages { li { (message(lang, trace)) } }
            }
        }
        @if !receipt.services.is_empty() {
            h2.govuk-heading-m { (t!(lang, "receipt-services")) }
            ul.govuk-list.govuk-list--bullet {
                @for (name, state) in receipt.answers() { li { (service_told(lang, name, state)) } }
            }
        }
        p.govuk-body { a.govuk-link href={ "/locked/receipt/" (hold.id) "/signed" } { (t!(lang, "receipt-signed")) } }
        p.govuk-body { a.govuk-link href="/locked" { (t!(lang, "receipt-next")) } }
        (asked)
    };
    Page::new(view, Audience::Citizen, &title)
        .narrow()
        .respond(body)
}

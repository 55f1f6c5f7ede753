//! What waits, the most urgent first, and all clients.

use app::relying_parties::desk::{Waiting, all, waiting};
use axum::response::Response;
use maud::{Markup, html};
use store::relying_party::client::Client;
use ui::{Cell, EmptyState, Icon, Table, Tag, Tone};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    let lists = match waiting(&desk.app, &desk.cx).await {
        Ok(waits) => all(&desk.app, &desk.cx).await.map(|all| (waits, all)),
        Err(error) => Err(error),
    };
    let (waits, clients) = match lists {
        Ok(lists) => lists,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "menu-parties");
    let body = html! {
        (heading(&title))
        @if waits.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "party-none-waits"), t!(lang, "party-none-waits-text")))
        } @else { (queue(lang, &waits)) }
        h2.govuk-heading-m { (t!(lang, "party-clients")) }
        (table(lang, &clients))
    };
    page(&desk, &title).respond(body)
}

fn queue(lang: Lang, waits: &[Waiting]) -> Markup {
    let head = ["party-name", "party-asks", "party-due"];
    let table = Table::new(head.map(|key| Cell::new(t!(lang, key))));
    let table = waits.iter().fold(table, |table, one| {
        let review = &one.stored.review;
        let link =
            html! { a.govuk-link href={ "/console/parties/reviews/" (review.id) } { (one.name) } };
        let due = review.received().map(|received| date_time(received.due));
        let due = html! {
            (due.unwrap_or_default())
            @if one.late { " " (Tag::new(Tone::Bad, t!(lang, "party-late"))) }
        };
        let what = t!(lang, &format!("party-review-{}", review.kind.as_str()));
        table.row([Cell::new(link), Cell::new(what), Cell::new(due)])
    });
    html! { (table) }
}

fn table(lang: Lang, clients: &[Client]) -> Markup {
    let head = ["party-name", "party-kind", "developers-phase"];
    let table = Table::new(head.map(|key| Cell::new(t!(lang, key))));
    let table = clients.iter().fold(table, |table, client| {
        let link =
            html! { a.govuk-link href={ "/console/parties/" (client.id) } { (client.name) } };
        table.row([
            Cell::new(link),
            Cell::new(t!(lang, &format!("party-kind-{}", client.kind.as_str()))),
            Cell::new(t!(lang, &format!("party-phase-{}", client.phase.as_str()))),
        ])
    });
    html! { (table) }
}

//! What waits: when and by whom it was taken, the card's verdict, and nothing of the person.

use app::counter::packets::list;
use axum::response::Response;
use maud::{Markup, html};
use store::packet::Packet;
use ui::{EmptyState, Icon, Table};

use super::{HERE, verdict};
use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::page::words;
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    let lang = desk.view.lang;
    let (found, more) = match list(&desk.app, &desk.cx).await {
        Ok(found) => found,
        Err(error) => return error::page(&desk.view, &error),
    };
    let title = t!(lang, "packets-title");
    let head = [
        "packet-taken",
        "packet-by",
        "packet-card",
        "packet-received",
        "packet-open",
    ];
    let table = Table::new(head.map(|key| t!(lang, key)));
    let table = found
        .iter()
        .fold(table, |table, one| table.row(row(lang, one)));
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "packets-text")) }
        @if found.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "packets-none"), t!(lang, "packets-none-text")))
        } @else {
            @if more { (words::notice(lang, t!(lang, "packets-more"))) }
            (table)
        }
    };
    page(&desk, &title).back("/counter").respond(body)
}

/// Who took it: a name that was typed is told as such where the unit does not know it.
pub(super) fn by(lang: Lang, packet: &Packet) -> String {
    match packet.staff {
        Some(_) => packet.login.clone(),
        None => t!(lang, "packet-by-unknown", name = packet.login.as_str()),
    }
}

fn row(lang: Lang, one: &Packet) -> [Markup; 5] {
    let taken = date_time(one.taken);
    [
        html! { (taken) },
        html! { (by(lang, one)) },
        html! { (verdict(lang, one.verdict)) },
        html! { (date_time(one.received)) },
        html! {
            a.govuk-link href={ (HERE) "/" (one.id) } {
                (t!(lang, "packet-open-link")) span.govuk-visually-hidden { " " (taken) }
            }
        },
    ]
}

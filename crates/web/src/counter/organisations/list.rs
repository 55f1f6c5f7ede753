//! What waits: references and clocks.

use app::organisations::staff::{Waiting, queue};
use axum::response::Response;
use maud::{Markup, html};
use ui::{EmptyState, Icon, Table};

use crate::counter;
use crate::counter::queue::badge;
use crate::error;
use crate::extract::Desk;
use crate::i18n::Lang;
use crate::page::words;
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    let lines = match queue(&desk.app, &desk.cx).await {
        Ok(lines) => lines,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "org-queue-title");
    let body = html! {
        @if desk.view.query.contains("replaced=1") { (words::success(lang, t!(lang, "replace-done"))) }
        (counter::heading(&title))
        p.govuk-body { (t!(lang, "org-queue-text")) }
        @if lines.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "org-queue-none"), t!(lang, "org-queue-none-text")))
        } @else { (table(lang, &lines)) }
        p.govuk-body { a.govuk-link href="/counter/organisations/paper" { (t!(lang, "on-paper-title")) } }
        p.govuk-body { a.govuk-link href="/counter/organisations/representative" { (t!(lang, "replace-title")) } }
    };
    counter::page(&desk, &title).respond(body)
}

fn table(lang: Lang, lines: &[Waiting]) -> Table {
    let head = [
        t!(lang, "cases-reference"),
        t!(lang, "org-queue-name"),
        t!(lang, "cases-clock"),
    ];
    lines.iter().fold(Table::new(head), |table, line| {
        let cells: [Markup; 3] = [
            html! { a.govuk-link href={ "/counter/organisations/" (line.place) } { (line.reference) } },
            html! { (line.name) },
            html! { @if let Some((left, due)) = line.left { (badge(lang, left, due)) } },
        ];
        table.row(cells)
    })
}

//! What waits for this officer: looks, since when and nothing about anybody; warnings of people enrolled twice by the
//! reference of their registration.

use app::counter::alike::{Waiting, waiting};
use app::counter::second_looks::list;
use axum::response::Response;
use maud::{Markup, html};
use ui::{EmptyState, Icon, Table};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    let lang = desk.view.lang;
    let found = match list(&desk.app, &desk.cx).await {
        Ok(found) => found,
        Err(error) => return error::page(&desk.view, &error),
    };
    let alike = match waiting(&desk.app, &desk.cx).await {
        Ok(alike) => alike,
        Err(error) => return error::page(&desk.view, &error),
    };
    let title = t!(lang, "menu-second-looks");
    let head = ["second-looks-asked", "second-looks-open"].map(|key| t!(lang, key));
    let table = found.iter().fold(Table::new(head), |table, one| {
        let asked = date_time(one.asked);
        table.row([
            html! { (asked) },
            html! {
                a.govuk-link href={ "/counter/second-looks/" (one.id) } {
                    (t!(lang, "second-looks-look")) span.govuk-visually-hidden { " " (asked) }
                }
            },
        ])
    });
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "second-looks-text")) }
        @if found.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "second-looks-none"), t!(lang, "second-looks-none-text")))
        } @else { (table) }
        @if !alike.is_empty() { (twice(lang, &alike)) }
    };
    page(&desk, &title).respond(body)
}

/// D59-3.1: registrations whose portrait looks like that of another account.
fn twice(lang: Lang, waiting: &[Waiting]) -> Markup {
    let head = ["second-looks-asked", "alike-list-reference"].map(|key| t!(lang, key));
    let table = waiting.iter().fold(Table::new(head), |table, one| {
        let href = format!("/counter/proofing/{}/alike", one.reference);
        table.row([
            html! { (date_time(one.since)) },
            html! { a.govuk-link href=(href) { (one.reference) } },
        ])
    });
    html! {
        h2.govuk-heading-m { (t!(lang, "alike-list-title")) }
        p.govuk-body { (t!(lang, "alike-list-text")) }
        (table)
    }
}

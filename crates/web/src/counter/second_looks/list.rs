//! What waits for this officer: since when, and nothing about anybody.

use app::counter::second_looks::list;
use axum::response::Response;
use maud::html;
use ui::{EmptyState, Icon, Table};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::date_time;
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    let lang = desk.view.lang;
    let found = match list(&desk.app, &desk.cx).await {
        Ok(found) => found,
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
    };
    page(&desk, &title).respond(body)
}

//! UX-11: what citizens told of callers who were not ours.

use app::assistance::reports;
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
    let found = match reports(&desk.app, &desk.cx).await {
        Ok(found) => found,
        Err(error) => return error::page(&desk.view, &error),
    };
    let title = t!(lang, "menu-impostors");
    let head = ["impostors-at", "genuine-caller", "genuine-words"].map(|key| t!(lang, key));
    let rows = found.iter().fold(Table::new(head), |table, (at, told)| {
        table.row([
            html! { (date_time(*at)) },
            html! { (told.caller) },
            html! { (told.words) },
        ])
    });
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "impostors-text")) }
        @if found.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "impostors-none"), t!(lang, "impostors-none-text")))
        } @else { (rows) }
    };
    page(&desk, &title).respond(body)
}

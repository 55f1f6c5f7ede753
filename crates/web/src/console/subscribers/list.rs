//! All batches, the latest first.

use app::cleaning::batches::list;
use axum::response::Response;
use domain::cleaning::batch::State;
use domain::time::from_millis;
use maud::html;
use store::cleaning::batch::Batch;
use ui::{Cell, EmptyState, Icon, Table, Tag, Tone};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::t;

/// Batches of one page, as the use case gives them.
const PAGE: usize = 50;

/// Begun before this instant: the next page.
fn before(query: &str) -> Option<jiff::Timestamp> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, _)| *name == "before")?;
    Some(from_millis(value.parse().ok()?))
}

pub(super) async fn show(desk: Desk) -> Response {
    let lang = desk.view.lang;
    let listed = match list(&desk.app, &desk.cx, before(&desk.view.query)).await {
        Ok(listed) => listed,
        Err(error) => return error::page(&desk.view, &error),
    };
    let title = t!(lang, "menu-subscribers");
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "cleaning-text")) }
        @if listed.is_empty() {
            (EmptyState::new(Icon::Search, t!(lang, "cleaning-none"), t!(lang, "cleaning-none-text")))
        } @else {
            (table(lang, &listed))
            @if let Some((last, _)) = listed.last().filter(|_| listed.len() == PAGE) {
                p.govuk-body {
                    a.govuk-link href={ "/console/subscribers?before=" (last.created.as_millisecond()) } { (t!(lang, "cleaning-earlier")) }
                }
            }
        }
    };
    page(&desk, &title).respond(body)
}

fn table(lang: Lang, listed: &[(Batch, String)]) -> Table {
    let head = [
        "cleaning-telecom",
        "cleaning-created",
        "cleaning-rows",
        "cleaning-state",
    ];
    let table = Table::new(head.map(|key| Cell::new(t!(lang, key)))).first_cell_is_header(true);
    listed.iter().fold(table, |table, (batch, name)| {
        let link = html! { a.govuk-link href={ "/console/subscribers/" (batch.id) } { (name) } };
        table.row([
            Cell::new(link),
            Cell::new(date_time(batch.created)),
            Cell::numeric(batch.done.rows.to_string()),
            Cell::new(html! { (tag(lang, batch.state)) }),
        ])
    })
}

/// Where a batch stands, in a word and a colour.
pub(super) fn tag(lang: Lang, state: State) -> Tag {
    let tone = match state {
        State::Receiving | State::Uploaded | State::Judging => Tone::Info,
        State::Judged => Tone::Waiting,
        State::Released => Tone::Good,
        State::Failed => Tone::Bad,
        State::Withdrawn => Tone::Quiet,
    };
    Tag::new(
        tone,
        t!(lang, &format!("cleaning-batch-{}", state.as_str())),
    )
}

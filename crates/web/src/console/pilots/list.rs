//! Which documents are tried where, since when.

use app::pilots::list;
use axum::response::Response;
use domain::actor::Role;
use domain::pilot::Phase;
use domain::time::viet_nam_date;
use jiff::civil::Date;
use maud::html;
use store::pilot::Stored;
use ui::{ButtonLink, Cell, EmptyState, Icon, Table, Tag, Tone};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date};
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    match list(&desk.app, &desk.cx).await {
        Ok(pilots) => draw(&desk, &pilots),
        Err(error) => error::page(&desk.view, &error),
    }
}

fn draw(desk: &Desk, pilots: &[Stored]) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "menu-pilots");
    let head = [
        "pilots-name",
        "pilots-kind",
        "pilots-provinces",
        "pilots-from",
        "pilots-to",
        "pilots-state",
    ];
    let mut table = Table::new(head.map(|key| Cell::new(t!(lang, key)))).first_cell_is_header(true);
    for stored in pilots {
        table = table.row(row(lang, stored, viet_nam_date(desk.cx.now)));
    }
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "pilots-text")) }
        @if pilots.is_empty() {
            (EmptyState::new(Icon::Search, t!(lang, "pilots-none"), t!(lang, "pilots-none-text")))
        } @else { (table) }
        @if desk.member.role == Role::Manager { (ButtonLink::new("/console/pilots/new", t!(lang, "pilots-new"))) }
    };
    page(desk, &title).respond(body)
}

fn row(lang: Lang, stored: &Stored, today: Date) -> [Cell; 6] {
    let pilot = &stored.pilot;
    let named: Vec<&str> = pilot.provinces.iter().take(3).map(|p| p.name()).collect();
    let more = pilot.provinces.len().saturating_sub(named.len());
    let provinces = if more > 0 {
        t!(lang, "pilots-more", names = named.join(", "), more = more)
    } else {
        named.join(", ")
    };
    let link = html! { a.govuk-link href={ "/console/pilots/" (pilot.id) } { (stored.name) } };
    [
        Cell::new(link),
        Cell::new(t!(lang, &format!("kind-{}", pilot.kind.slug()))),
        Cell::new(provinces),
        Cell::new(date(pilot.from)),
        Cell::new(pilot.to.map_or_else(|| t!(lang, "document-no-end"), date)),
        Cell::new(html! { (state(lang, stored, today)) }),
    ]
}

/// Phase and days in one word.
pub(super) fn state(lang: Lang, stored: &Stored, today: Date) -> Tag {
    let pilot = &stored.pilot;
    let (tone, word) = match pilot.phase {
        Phase::Draft => (Tone::Quiet, "draft"),
        Phase::Ended => (Tone::Quiet, "ended"),
        Phase::Running | Phase::Paused if pilot.to.is_some_and(|last| today > last) => {
            (Tone::Quiet, "ended")
        }
        Phase::Paused => (Tone::Waiting, "paused"),
        Phase::Running if today < pilot.from => (Tone::Info, "ahead"),
        Phase::Running => (Tone::Good, "running"),
    };
    Tag::new(tone, t!(lang, &format!("pilots-phase-{word}")))
}

//! Comparisons in figures (D59-14.2.a2): who drifts, and re-checks that did not agree.

use app::counter::rechecks::{Rechecks, Row, rechecks};
use axum::response::Response;
use maud::{Markup, html};
use store::comparison::Tally;
use ui::{Cell, EmptyState, Icon, Table};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    let lang = desk.view.lang;
    let found = match rechecks(&desk.app, &desk.cx).await {
        Ok(found) => found,
        Err(error) => return error::page(&desk.view, &error),
    };
    let title = t!(lang, "menu-rechecks");
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "rechecks-text")) }
        p.govuk-body { a.govuk-link href="/console/drift" { (t!(lang, "drift-title")) } }
        (disagreed(lang, &found))
        h2.govuk-heading-m { (t!(lang, "rechecks-officers")) }
        @if found.rows.is_empty() { p.govuk-body { (t!(lang, "rechecks-nobody")) } }
        @else { (officers(lang, &found.rows)) }
    };
    page(&desk, &title).respond(body)
}

/// What an inspector takes up: the reference, who saw what.
fn disagreed(lang: Lang, found: &Rechecks) -> Markup {
    let head = [
        "rechecks-at",
        "rechecks-reference",
        "rechecks-unit",
        "rechecks-first",
        "rechecks-second",
        "rechecks-saw",
    ];
    let head = head.map(|key| t!(lang, key));
    let table = found.disagreed.iter().fold(Table::new(head), |table, one| {
        table.row([
            html! { (date_time(one.at)) },
            html! { (one.reference) },
            html! { (one.unit) },
            html! { (one.first) },
            html! { (one.second) },
            html! { (t!(lang, &format!("verdict-{}", one.verdict.as_str()))) },
        ])
    });
    html! {
        h2.govuk-heading-m { (t!(lang, "rechecks-disagreed")) }
        @if found.disagreed.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "rechecks-none"), t!(lang, "rechecks-none-text")))
        } @else { (table) }
    }
}

/// Thirty days beside ninety.
fn officers(lang: Lang, rows: &[Row]) -> Table {
    let head = [
        "rechecks-unit",
        "rechecks-officer",
        "rechecks-made",
        "rechecks-unclear",
        "rechecks-contradicted",
        "rechecks-recheck",
    ];
    let head = head.map(|key| t!(lang, key));
    rows.iter().fold(Table::new(head), |table, row| {
        let both = |of: fn(&Tally) -> String| {
            let month = row.month.as_ref().map_or_else(|| "–".to_owned(), of);
            Cell::numeric(format!("{month} / {}", of(&row.quarter)))
        };
        let name = if row.quarter.name.is_empty() {
            row.quarter.officer.to_string()
        } else {
            row.quarter.name.clone()
        };
        table.row([
            Cell::new(row.quarter.unit.as_str()),
            Cell::new(name.as_str()),
            both(|t| t.made.to_string()),
            both(|t| share(t.unclear, t.made)),
            both(|t| of(t.contradicted, t.looked)),
            both(|t| of(t.disagreed, t.rechecked)),
        ])
    })
}

fn share(part: i64, of: i64) -> String {
    format!("{} %", part * 100 / of.max(1))
}

fn of(part: i64, all: i64) -> String {
    format!("{part} ({all})")
}

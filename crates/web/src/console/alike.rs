//! Warnings of people enrolled twice (D59-3.1, D59-3.2): how many, and of which registrations; nothing about citizens.

use app::counter::alike::{Inspected, inspect};
use axum::response::Response;
use maud::{Markup, html};
use store::face_warning::Listed;
use ui::{EmptyState, Icon, Table};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    let lang = desk.view.lang;
    let found = match inspect(&desk.app, &desk.cx).await {
        Ok(found) => found,
        Err(error) => return error::page(&desk.view, &error),
    };
    let title = t!(lang, "menu-alike");
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "alike-console-text")) }
        p.govuk-body { (t!(lang, "alike-no-lock")) }
        (counts(lang, &found))
        @if found.warnings.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "alike-console-none"), t!(lang, "alike-console-none-text")))
        } @else { (table(lang, &found.warnings)) }
    };
    page(&desk, &title).respond(body)
}

fn counts(lang: Lang, found: &Inspected) -> Markup {
    html! {
        ul.govuk-list {
            @for (state, count) in &found.counts {
                li { (t!(lang, &format!("alike-state-{}", state.as_str()))) ": " strong { (count) } }
            }
        }
    }
}

fn table(lang: Lang, warnings: &[Listed]) -> Table {
    let head = [
        "alike-found",
        "rechecks-reference",
        "alike-other-reference",
        "rechecks-unit",
        "alike-state",
        "alike-settled",
    ];
    let head = head.map(|key| t!(lang, key));
    warnings.iter().fold(Table::new(head), |table, one| {
        table.row([
            html! { (date_time(one.found)) },
            html! { (or_none(one.reference.as_deref())) },
            html! { (or_none(one.other.as_deref())) },
            html! { (or_none(one.unit.as_deref())) },
            html! { (state(lang, one)) },
            html! { (one.settled_by) @if let Some(at) = one.settled { " " (date_time(at)) } },
        ])
    })
}

fn or_none(text: Option<&str>) -> &str {
    text.unwrap_or("–")
}

fn state(lang: Lang, one: &Listed) -> String {
    let state = t!(lang, &format!("alike-state-{}", one.state.as_str()));
    match one.reason {
        Some(reason) => {
            let why = t!(lang, &format!("alike-reason-{}", reason.as_str()));
            format!("{state}: {why}")
        }
        None => state,
    }
}

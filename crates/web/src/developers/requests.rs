//! The request inspector: the last fifty exchanges of a client, and what each error wants.

use std::collections::BTreeSet;

use app::relying_parties::requests;
use axum::extract::Query;
use axum::response::Response;
use domain::ids::ClientId;
use domain::relying_party::Phase;
use maud::{Markup, html};
use serde::Deserialize;
use store::relying_party::client::Client;
use store::relying_party::exchange::Exchange;
use ui::{Cell, EmptyState, Icon, Table};

use crate::error;
use crate::extract::{Place, Signed};
use crate::i18n::{Lang, date_time};
use crate::t;

/// Rows of a page.
const ROWS: usize = 10;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: usize,
}

pub(super) async fn show(
    signed: Signed,
    Place(id): Place<ClientId>,
    Query(asked): Query<Asked>,
) -> Response {
    match requests(&signed.app, &signed.cx, id).await {
        Ok((client, all)) => draw(&signed, &client, &all, asked.page.min(10)),
        Err(failure) => error::page(&signed.view, &failure),
    }
}

fn draw(signed: &Signed, client: &Client, all: &[Exchange], page: usize) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "party-requests");
    let home = format!("/developers/{}", client.id);
    let rows: Vec<&Exchange> = all.iter().skip(page * ROWS).take(ROWS).collect();
    let more = all.len() > (page + 1) * ROWS;
    let kept = match client.phase {
        Phase::Sandbox | Phase::Review => t!(lang, "party-requests-trial"),
        Phase::Production | Phase::Suspended => t!(lang, "party-requests-production"),
    };
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { (t!(lang, "party-requests-text")) " " (kept) }
        @if rows.is_empty() {
            (EmptyState::new(Icon::Search, t!(lang, "party-requests-none"), t!(lang, "party-requests-none-text")))
        } @else {
            (table(lang, &rows))
            (help(lang, &rows))
        }
        @if more {
            p.govuk-body { a.govuk-link href={ (home) "/requests?page=" (page + 1) } { (t!(lang, "party-requests-older")) } }
        }
    };
    super::page(signed, &title, &home).respond(body)
}

fn table(lang: Lang, rows: &[&Exchange]) -> Markup {
    let head = [
        "party-at",
        "party-endpoint",
        "party-outcome",
        "party-params",
    ];
    let table = Table::new(head.map(|key| Cell::new(t!(lang, key))));
    let table = rows.iter().fold(table, |table, row| {
        let outcome = if row.error.is_empty() {
            html! { (t!(lang, "party-went-well")) }
        } else {
            html! { code { (row.error) } }
        };
        table.row([
            Cell::new(date_time(row.at)),
            Cell::new(t!(
                lang,
                &format!("party-endpoint-{}", row.endpoint.as_str())
            )),
            Cell::new(outcome),
            Cell::new(html! { code { (row.params) } }),
        ])
    });
    html! { (table) }
}

/// Each error once, with the words that were answered and what to do.
fn help(lang: Lang, rows: &[&Exchange]) -> Markup {
    let failed = rows.iter().filter(|row| !row.error.is_empty());
    let told: BTreeSet<(&str, &str)> = failed
        .map(|row| (row.error.as_str(), row.detail.as_str()))
        .collect();
    html! {
        @for (error, detail) in told {
            h2.govuk-heading-s { code { (error) } }
            p.govuk-body lang="en" { (detail) }
            p.govuk-body { (t!(lang, &format!("party-help-{}", error.replace('_', "-")))) }
        }
    }
}

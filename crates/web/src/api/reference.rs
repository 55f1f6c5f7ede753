//! `/developers/api`: the description as a page.

use axum::response::Response;
use maud::{Markup, html};
use ui::{Cell, InsetText, Table, Tag, Tone};
use utoipa::openapi::path::Operation;
use utoipa::openapi::{OpenApi, RefOr};

use super::openapi;
use crate::extract::Ask;
use crate::i18n::Lang;
use crate::page::{Audience, Page};
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "api-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body-l { (t!(lang, "api-text")) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "api-bearer")) }
            li { (t!(lang, "api-journey")) }
            li { (t!(lang, "api-problems")) }
            li { (t!(lang, "api-repeat")) }
            li { (t!(lang, "api-version")) }
        }
        (InsetText::new(html! { a.govuk-link href="/api/v1/openapi.json" { (t!(lang, "api-download")) } }))
        (operations(lang, &openapi()))
    };
    Page::new(&ask.view, Audience::Public, &title)
        .back("/")
        .respond(body)
}

fn operations(lang: Lang, document: &OpenApi) -> Markup {
    html! {
        @for (path, item) in &document.paths.paths {
            @for (method, operation) in [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("DELETE", &item.delete)] {
                @if let Some(operation) = operation { (one(lang, method, path, operation)) }
            }
        }
    }
}

fn one(lang: Lang, method: &str, path: &str, operation: &Operation) -> Markup {
    let head = [
        t!(lang, "api-status"),
        t!(lang, "api-meaning"),
        t!(lang, "api-content"),
    ];
    let mut table = Table::new(head.map(Cell::new)).first_cell_is_header(true);
    for (status, response) in &operation.responses.responses {
        if let RefOr::T(response) = response {
            let kinds: Vec<&str> = response.content.keys().map(String::as_str).collect();
            table = table.row([
                Cell::new(status.as_str()),
                Cell::new(response.description.as_str()),
                Cell::new(kinds.join(", ")),
            ]);
        }
    }
    html! {
        section lang="en" {
            h2.govuk-heading-m { (Tag::new(Tone::Info, method)) " " code { "/api/v1" (path) } }
            @if let Some(words) = &operation.summary { p.govuk-body { (words) } }
            @if let Some(words) = &operation.description { p.govuk-body { (words) } }
            (table)
        }
    }
}

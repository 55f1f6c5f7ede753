//! Drift by month, of units and of their officers (D59-14.2.a2).

mod tables;

use app::counter::drift::{self, Asked, Drift, LONGEST, Wanted};
use axum::extract::Query;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::month::Month;
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Button, EmptyState, Icon, Input, Pagination, Select, SelectOption};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::page::Errors;
use crate::t;

const HERE: &str = "/console/drift";

/// What an address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Address {
    from: String,
    to: String,
    unit: String,
    officer: String,
    page: String,
}

impl Address {
    fn wanted(&self, cx: &app::Cx) -> app::Result<Wanted> {
        let asked = Asked {
            from: &self.from,
            to: &self.to,
            unit: &self.unit,
            officer: &self.officer,
            page: &self.page,
        };
        Wanted::of(cx, &asked)
    }
}

/// The address of the same months and unit, with something else after it.
fn address(wanted: &Wanted, path: &str, more: &[(&str, &str)]) -> String {
    let (from, to) = wanted.span;
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("from", &from.to_string());
    query.append_pair("to", &to.to_string());
    if let Some(unit) = &wanted.unit {
        query.append_pair("unit", unit);
    }
    query.extend_pairs(more);
    format!("{path}?{}", query.finish())
}

fn short(month: Month) -> String {
    month.first().strftime("%m/%Y").to_string()
}

pub(super) async fn show(desk: Desk, Query(asked): Query<Address>) -> Response {
    let lang = desk.view.lang;
    let found = match asked.wanted(&desk.cx) {
        Ok(wanted) => drift::drift(&desk.app, &desk.cx, &wanted)
            .await
            .map(|drift| (wanted, drift)),
        Err(failure) => Err(failure),
    };
    let title = t!(lang, "drift-title");
    match found {
        Ok((wanted, drift)) => {
            let body = html! {
                (heading(&title))
                (body(&desk, &wanted, &drift))
            };
            page(&desk, &title).back("/console/rechecks").respond(body)
        }
        Err(failure) => told(&desk, &asked, &failure),
    }
}

/// What is wrong with an address, on the form that mends it.
fn told(desk: &Desk, asked: &Address, failure: &app::Error) -> Response {
    let Some(errors) = error::on_form(&desk.view, desk.cx.now, failure) else {
        return error::page(&desk.view, failure);
    };
    let title = t!(desk.view.lang, "drift-title");
    let body = html! {
        (heading(&title))
        (form(desk, asked, &errors))
    };
    let page = page(desk, &title).errors(&errors);
    error::with_status(page.back("/console/rechecks").respond(body), failure)
}

pub(super) async fn csv(desk: Desk, Query(asked): Query<Address>) -> Response {
    let made = match asked.wanted(&desk.cx) {
        Ok(wanted) => drift::csv(&desk.app, &desk.cx, &wanted).await,
        Err(failure) => Err(failure),
    };
    match made {
        Ok(text) => (
            [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"drift.csv\"",
                ),
            ],
            text,
        )
            .into_response(),
        Err(failure) => told(&desk, &asked, &failure),
    }
}

fn body(desk: &Desk, wanted: &Wanted, drift: &Drift) -> Markup {
    let lang = desk.view.lang;
    let (from, to) = wanted.span;
    let asked = Address {
        from: from.to_string(),
        to: to.to_string(),
        unit: wanted.unit.clone().unwrap_or_default(),
        ..Address::default()
    };
    let of = match (&wanted.unit, wanted.officer) {
        (None, _) => t!(lang, "drift-country"),
        (Some(unit), None) => t!(lang, "drift-of-unit", unit = unit.as_str()),
        (Some(unit), Some(officer)) => {
            let name = tables::name(&drift.name, officer);
            t!(lang, "drift-of-officer", name = name, unit = unit.as_str())
        }
    };
    let officer = wanted.officer.map(|officer| officer.to_string());
    let officer = officer.as_deref().map(|officer| ("officer", officer));
    let file = address(wanted, "/console/drift.csv", officer.as_slice());
    html! {
        p.govuk-body { (t!(lang, "drift-text")) }
        (form(desk, &asked, &Errors::new(lang)))
        h2.govuk-heading-m { (of) }
        @if drift.months.iter().all(|month| month.own.approved == 0) {
            (EmptyState::new(Icon::Search, t!(lang, "drift-none"), t!(lang, "drift-none-text")))
        } @else {
            (tables::chart(lang, &of, &drift.months))
            (tables::months(lang, &drift.months))
            @if !drift.parts.is_empty() {
                (tables::parts(lang, wanted, &drift.parts))
            }
            p.govuk-body { a.govuk-link href=(file) { (t!(lang, "drift-file")) } }
        }
        (pages(desk, wanted, drift.more))
        @if wanted.officer.is_some() {
            p.govuk-body { a.govuk-link href=(address(wanted, HERE, &[])) { (t!(lang, "drift-whole-unit")) } }
        }
    }
}

fn form(desk: &Desk, asked: &Address, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let now = Month::of(desk.cx.now);
    let months: Vec<Month> = now.back(LONGEST - 1).through(now).collect();
    let choose = |name: &'static str, label: String, value: &str| {
        let option = |month: &Month| SelectOption::new(month.to_string(), short(*month));
        Select::new(name, label)
            .options(months.iter().rev().map(option))
            .value(value)
            .error(errors.of(name))
    };
    html! {
        form action=(HERE) method="get" {
            (choose("from", t!(lang, "drift-from"), &asked.from))
            (choose("to", t!(lang, "drift-to"), &asked.to))
            (Input::new("unit", t!(lang, "drift-unit"))
                .hint(t!(lang, "drift-unit-hint"))
                .value(asked.unit.as_str())
                .error(errors.of("unit"))
                .autocomplete("off")
                .width(20))
            (Button::secondary(t!(lang, "drift-show")))
        }
    }
}

fn pages(desk: &Desk, wanted: &Wanted, more: bool) -> Markup {
    let lang = desk.view.lang;
    let to = |page: u32| address(wanted, HERE, &[("page", &page.to_string())]);
    let mut pages = Pagination::new(t!(lang, "drift-pages"));
    if wanted.page > 1 {
        pages = pages.previous(to(wanted.page - 1), t!(lang, "drift-before"), "");
    }
    if more {
        pages = pages.next(to(wanted.page + 1), t!(lang, "drift-after"), "");
    }
    html! { @if more || wanted.page > 1 { (pages) } }
}

//! A pilot's report on the screen, with what it is asked of.

use app::pilots::{Asked, By, Report, report};
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::ids::PilotId;
use domain::pilot::period::Typed;
use maud::{Markup, html};
use serde::Deserialize;
use ui::{
    Bar, Button, ButtonLink, Cell, Choice, Details, Input, Legend, Radios, Row, SummaryList, Table,
};

use super::parts::{BEFORE, NOW, Part};
use super::sheet::{REQUESTS, Sheet, Value, by};
use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date};
use crate::page::Errors;
use crate::t;

/// The address's question; empty is the usual.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Question {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    by: String,
}

impl Question {
    fn by(&self) -> By {
        if self.by == By::Today.as_str() {
            By::Today
        } else {
            By::Before
        }
    }

    /// Counts what is asked.
    pub(super) async fn answer(&self, desk: &Desk, id: &str) -> app::Result<Report> {
        let id: PilotId = id.parse().map_err(|_| app::Error::NotFound)?;
        let days = Typed {
            from: &self.from,
            to: &self.to,
            on: &self.on,
        };
        let asked = Asked {
            days,
            by: self.by(),
        };
        report(&desk.app, &desk.cx, id, &asked).await
    }
}

pub(super) async fn show(
    desk: Desk,
    Path(id): Path<String>,
    Query(asked): Query<Question>,
) -> Response {
    match asked.answer(&desk, &id).await {
        Ok(report) => draw(&desk, &id, &report),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => {
                let title = t!(desk.view.lang, "pilots-report");
                page(&desk, &title)
                    .errors(&errors)
                    .back(format!("/console/pilots/{id}").as_str())
                    .respond(
                        html! { (heading(&title)) (question(desk.view.lang, &asked, &errors)) },
                    )
            }
            None => error::page(&desk.view, &error),
        },
    }
}

fn question(lang: Lang, asked: &Question, errors: &Errors) -> Markup {
    let day = |field: &str, words: &str, value: &str| {
        Input::new(field, t!(lang, words))
            .value(value)
            .error(errors.of(field))
            .width(10)
    };
    let choice = |one: By| Choice::new(one.as_str(), by(lang, one));
    html! {
        form method="get" {
            (day("from", "report-from", &asked.from))
            (day("to", "report-to", &asked.to))
            (day("on", "report-on", &asked.on).hint(t!(lang, "report-on-hint")))
            (Radios::new("by", Legend::new(t!(lang, "report-by")).classes("govuk-fieldset__legend--s"))
                .items([choice(By::Before), choice(By::Today)]).value(asked.by().as_str()))
            (Button::secondary(t!(lang, "report-show")))
        }
    }
}

fn draw(desk: &Desk, id: &str, report: &Report) -> Response {
    let lang = desk.view.lang;
    let sheet = Sheet::new(lang, report, desk.cx.now);
    let period = &report.period;
    let asked = Question {
        from: date(period.from),
        to: date(period.to),
        on: date(period.on),
        by: report.by.as_str().to_owned(),
    };
    let place = |kind: &str| {
        format!(
            "/console/pilots/{id}/report.{kind}?from={}&to={}&on={}&by={}",
            period.from, period.to, period.on, asked.by
        )
    };
    let facts = sheet
        .facts
        .iter()
        .map(|(name, value)| Row::new(name.as_str(), value.as_str()));
    let body = html! {
        (heading(&sheet.title))
        (SummaryList::new(facts))
        (Details::new(t!(lang, "report-question"), question(lang, &asked, &Errors::new(lang))))
        (areas(lang, &sheet))
        h2.govuk-heading-m { (t!(lang, "report-exceptions")) }
        (part(lang, &sheet.exceptions))
        h2.govuk-heading-m { (t!(lang, "report-beside")) }
        (beside(lang, &sheet.comparison))
        @if !sheet.reasons.is_empty() {
            h2.govuk-heading-m { (t!(lang, "report-refusals")) }
            (pairs(lang, ["report-reason", "report-count"], &sheet.reasons))
        }
        @if !sheet.trend.is_empty() {
            h2.govuk-heading-m { (t!(lang, "report-trend")) }
            (pairs(lang, ["report-from-day", "report-count"], &sheet.trend))
        }
        h2.govuk-heading-m { (t!(lang, "report-definitions")) }
        ul.govuk-list.govuk-list--bullet { @for text in &sheet.definitions { li { (text) } } }
        div.govuk-button-group {
            (ButtonLink::new(place("pdf"), t!(lang, "report-paper")))
            (ButtonLink::new(place("xlsx"), t!(lang, "report-book")))
            (ButtonLink::new(place("csv"), t!(lang, "report-file")))
        }
    };
    page(desk, &sheet.title)
        .back(format!("/console/pilots/{id}").as_str())
        .respond(body)
}

/// The provinces; where there are several, a bar compares their requests.
fn areas(lang: Lang, sheet: &Sheet) -> Markup {
    let (all, provinces) = sheet
        .rows
        .split_last()
        .map_or((None, &[][..]), |(all, rest)| (Some(all), rest));
    let requests = |row: &Vec<Value>| row.get(REQUESTS).and_then(Value::told).unwrap_or_default();
    let most = provinces.iter().map(requests).max().unwrap_or_default();
    let several = provinces.len() > 1;
    let head = sheet.head.iter().map(|text| Cell::new(text.as_str()));
    let head = head.chain(several.then(|| Cell::new(t!(lang, "report-compare"))));
    let table = provinces
        .iter()
        .fold(Table::new(head).first_cell_is_header(true), |table, row| {
            let bar = several.then(|| Cell::new(html! { (Bar::new(requests(row), most)) }));
            table.row(cells(lang, row).chain(bar))
        });
    let table = match all {
        Some(row) if several => table.row(cells(lang, row).chain([Cell::new("")])),
        _ => table,
    };
    html! { (table) }
}

fn part(lang: Lang, part: &Part) -> Table {
    let head = part.head.iter().map(|text| Cell::new(text.as_str()));
    let table = Table::new(head).first_cell_is_header(true);
    part.rows
        .iter()
        .fold(table, |table, row| table.row(cells(lang, row)))
}

/// The same with two bars for each province: now above, before below.
fn beside(lang: Lang, part: &Part) -> Table {
    let number = |row: &Vec<Value>, at| row.get(at).and_then(Value::told).unwrap_or_default();
    let provinces = part.rows.split_last().map_or(&[][..], |(_, rest)| rest);
    let both = |row| number(row, NOW).max(number(row, BEFORE));
    let most = provinces.iter().map(both).max().unwrap_or_default();
    let head = part.head.iter().map(|text| Cell::new(text.as_str()));
    let head = head.chain([Cell::new(t!(lang, "report-compare"))]);
    let table = Table::new(head).first_cell_is_header(true);
    part.rows
        .iter()
        .enumerate()
        .fold(table, |table, (at, row)| {
            let bars = html! {
                @if at < provinces.len() {
                    div { (Bar::new(number(row, NOW), most)) }
                    div { (Bar::new(number(row, BEFORE), most)) }
                }
            };
            table.row(cells(lang, row).chain([Cell::new(bars)]))
        })
}

fn cells(lang: Lang, row: &[Value]) -> impl Iterator<Item = Cell> + use<'_> {
    row.iter().map(move |value| match value {
        Value::Name(name) => Cell::new(name.as_str()),
        Value::Count(_) | Value::Share(_) | Value::Seconds(_) | Value::Difference(_) => {
            Cell::numeric(value.words(lang))
        }
    })
}

fn pairs(lang: Lang, head: [&str; 2], rows: &[(String, Value)]) -> Table {
    let most = rows
        .iter()
        .filter_map(|(_, value)| value.told())
        .max()
        .unwrap_or_default();
    let [name, count] = head.map(|key| t!(lang, key));
    let head = [name, count, t!(lang, "report-compare")];
    rows.iter().fold(
        Table::new(head).first_cell_is_header(true),
        |table, (name, value)| {
            table.row([
                Cell::new(name.as_str()),
                Cell::numeric(value.words(lang)),
                Cell::new(html! { (Bar::new(value.told().unwrap_or_default(), most)) }),
            ])
        },
    )
}

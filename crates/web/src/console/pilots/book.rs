//! A pilot's report as a workbook (R50-5): numbers as numbers, what each is on a sheet of its own.

use app::pilots::Report;
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::pilot::disclosure::Told;
use print::{Book, Entry, Page};

use super::files::{download, name};
use super::parts::Part;
use super::report::Question;
use super::sheet::{Sheet, Value};
use crate::error;
use crate::extract::Desk;
use crate::i18n::Lang;
use crate::t;

const MIME: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) async fn xlsx(
    desk: Desk,
    Path(id): Path<String>,
    Query(asked): Query<Question>,
) -> Response {
    let made = async {
        let report = asked.answer(&desk, &id).await?;
        // Of the report, not of today: the same figures come as the same bytes.
        let at = report.period.until(desk.cx.now).as_second();
        let book = print::xlsx(&write(&desk, &report), at);
        let book = book.map_err(|e| app::Error::Internal(e.to_string()))?;
        Ok::<_, app::Error>((name(&report, "xlsx"), book))
    };
    match made.await {
        Ok((name, bytes)) => download(MIME, &name, bytes),
        Err(error) => error::page(&desk.view, &error),
    }
}

fn write(desk: &Desk, report: &Report) -> Book {
    let lang = desk.view.lang;
    let sheet = Sheet::new(lang, report, desk.cx.now);
    let head = |keys: [&str; 2]| keys.map(|key| Entry::Text(t!(lang, key))).to_vec();
    let mut figures = vec![sheet.head.iter().cloned().map(Entry::Text).collect()];
    let row = |row: &Vec<Value>| row.iter().map(|value| entry(lang, value)).collect();
    figures.extend(sheet.rows.iter().map(row));
    let pairs = |keys, pairs: &[(String, Value)]| {
        let mut rows = vec![head(keys)];
        let row =
            |(name, value): &(String, Value)| vec![Entry::Text(name.clone()), entry(lang, value)];
        rows.extend(pairs.iter().map(row));
        rows
    };
    let reasons = pairs(["report-reason", "report-count"], &sheet.reasons);
    let trend = pairs(["report-from-day", "report-count"], &sheet.trend);
    let part = |part: &Part| {
        let mut rows = vec![part.head.iter().cloned().map(Entry::Text).collect()];
        rows.extend(part.rows.iter().map(row));
        rows
    };
    let exceptions = part(&sheet.exceptions);
    let comparison = part(&sheet.comparison);
    let mut notes = vec![vec![Entry::Text(sheet.title.clone())]];
    let fact = |(name, value): &(String, String)| {
        vec![Entry::Text(name.clone()), Entry::Text(value.clone())]
    };
    notes.extend(sheet.facts.iter().map(fact));
    let unit = t!(lang, "report-define-book");
    let texts = sheet.definitions.into_iter().chain([unit]);
    notes.extend(texts.map(|text| vec![Entry::Text(text)]));
    let pages = [
        ("report-page-figures", figures),
        ("report-page-reasons", reasons),
        ("report-page-trend", trend),
        ("report-page-exceptions", exceptions),
        ("report-page-before", comparison),
        ("report-page-notes", notes),
    ];
    Book {
        title: sheet.title,
        pages: pages
            .into_iter()
            .map(|(key, rows)| Page {
                name: t!(lang, key),
                rows,
            })
            .collect(),
    }
}

fn entry(lang: Lang, value: &Value) -> Entry {
    match value {
        Value::Name(name) => Entry::Text(name.clone()),
        Value::Count(Told::Count(number))
        | Value::Share(Some(number))
        | Value::Seconds(Some(number)) => Entry::Number(i64::try_from(*number).unwrap_or(i64::MAX)),
        Value::Difference(Some(number)) => Entry::Number(*number),
        Value::Count(Told::Kept) | Value::Difference(None) => Entry::Text(t!(lang, "report-kept")),
        Value::Share(None) | Value::Seconds(None) => Entry::Empty,
    }
}

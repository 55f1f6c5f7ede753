//! A pilot's report to keep: for a spreadsheet, and on paper (R50-5).

use app::activity::to_csv;
use app::pilots::Report;
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use print::{Block, Letter};

use super::parts::BEFORE;
use super::report::Question;
use super::sheet::{Sheet, Value};
use crate::counter::cases::attachment;
use crate::counter::forms::clock;
use crate::error;
use crate::extract::Desk;
use crate::t;

/// The same figures always come under the same name.
pub(super) fn name(report: &Report, kind: &str) -> String {
    let period = &report.period;
    format!(
        "report-{}-{}-{}-{}.{kind}",
        period.from,
        period.to,
        period.on,
        report.by.as_str()
    )
}

/// A file to keep.
pub(super) fn download(mime: &str, name: &str, bytes: Vec<u8>) -> Response {
    let place = format!("attachment; filename=\"{name}\"");
    let head = [
        (header::CONTENT_TYPE, mime.to_owned()),
        (header::CONTENT_DISPOSITION, place),
    ];
    (head, bytes).into_response()
}

/// The tables of provinces side by side; requests and names are there once.
fn wide(sheet: &Sheet) -> (Vec<String>, Vec<Vec<&Value>>) {
    let (more, before) = (&sheet.exceptions, &sheet.comparison);
    let head = sheet.head.iter().chain(more.head.iter().skip(1));
    let head = head.chain(before.head.iter().skip(BEFORE)).cloned();
    let tables = sheet.rows.iter().zip(&more.rows).zip(&before.rows);
    let rows = tables.map(|((first, more), before)| {
        let row = first.iter().chain(more.iter().skip(1));
        row.chain(before.iter().skip(BEFORE)).collect()
    });
    (head.collect(), rows.collect())
}

pub(super) async fn csv(
    desk: Desk,
    Path(id): Path<String>,
    Query(asked): Query<Question>,
) -> Response {
    let made = async {
        let report = asked.answer(&desk, &id).await?;
        let sheet = Sheet::new(desk.view.lang, &report, desk.cx.now);
        let (head, rows) = wide(&sheet);
        let plain = |row: Vec<&Value>| row.into_iter().map(Value::plain).collect();
        let rows = rows.into_iter().map(plain);
        Ok::<_, app::Error>((name(&report, "csv"), to_csv(&head, rows)?))
    };
    match made.await {
        Ok((name, bytes)) => download("text/csv; charset=utf-8", &name, bytes),
        Err(error) => error::page(&desk.view, &error),
    }
}

pub(super) async fn pdf(
    desk: Desk,
    Path(id): Path<String>,
    Query(asked): Query<Question>,
) -> Response {
    let made = async {
        let report = asked.answer(&desk, &id).await?;
        let at = report.period.until(desk.cx.now);
        let letter = write(&desk, &report);
        let pdf =
            print::pdf(&letter, clock(at)).map_err(|e| app::Error::Internal(e.to_string()))?;
        Ok::<_, app::Error>((name(&report, "pdf"), pdf))
    };
    match made.await {
        Ok((name, bytes)) => attachment(&name, bytes),
        Err(error) => error::page(&desk.view, &error),
    }
}

fn write(desk: &Desk, report: &Report) -> Letter {
    let lang = desk.view.lang;
    let sheet = Sheet::new(lang, report, desk.cx.now);
    let field = |(name, value): &(String, String)| Block::Field(name.clone(), value.clone());
    let mut blocks = vec![Block::Title(sheet.title.clone())];
    blocks.extend(sheet.facts.iter().map(field));
    let (head, rows) = wide(&sheet);
    for row in rows.into_iter().rev() {
        let mut words = row.into_iter().map(|value| value.words(lang));
        blocks.push(Block::Strong(words.next().unwrap_or_default()));
        let named = head.iter().skip(1).cloned().zip(words);
        blocks.extend(named.map(|pair| field(&pair)));
    }
    for (title, pairs) in [
        (t!(lang, "report-refusals"), &sheet.reasons),
        (t!(lang, "report-trend"), &sheet.trend),
    ] {
        if !pairs.is_empty() {
            blocks.push(Block::Strong(title));
            let field =
                |(name, value): &(String, _)| Block::Field(name.clone(), Value::words(value, lang));
            blocks.extend(pairs.iter().map(field));
        }
    }
    blocks.push(Block::Strong(t!(lang, "report-definitions")));
    blocks.extend(sheet.definitions.into_iter().map(Block::Text));
    Letter {
        lang: lang.as_str().to_owned(),
        title: sheet.title,
        blocks,
    }
}

//! The same figures as a file: a line for each officer of each unit and month.

use std::fmt::Write;

use domain::authority::{Operation, require};
use domain::fault::Fault;
use store::drift::{self, Line};

use super::{Wanted, wrong};
use crate::{App, Cx, Result};

/// Lines of the longest file.
const MOST: usize = 50_000;

/// Figures as CSV (RFC 4180), officers by their identifier. One that would be cut off is refused with what to do.
pub async fn csv(app: &App, cx: &Cx, wanted: &Wanted) -> Result<String> {
    require(&cx.actor, Operation::ReadOverview)?;
    let mut source = app.db.scan().await?;
    let limit = i64::try_from(MOST + 1).unwrap_or(i64::MAX);
    let mut lines = match &wanted.unit {
        Some(unit) => drift::all_of_unit(&mut source, wanted.span, unit, limit).await?,
        None => drift::all(&mut source, wanted.span, limit).await?,
    };
    if lines.len() > MOST {
        return Err(Fault::new("from", "drift-file-long").into());
    }
    if wanted.officer.is_some() {
        lines.retain(|line| line.officer == wanted.officer);
    }
    let mut text = String::from(
        "month,unit,officer,approved,rechecked,disagreed,low,high,match,unclear,no_match,doubtful\r\n",
    );
    for line in &lines {
        write(&mut text, line).unwrap_or_default();
    }
    Ok(text)
}

fn write(text: &mut String, line: &Line) -> std::fmt::Result {
    let of = &line.figures;
    if let Some(month) = line.month {
        write!(text, "{month}")?;
    }
    write!(text, ",{},", quoted(&line.unit))?;
    if let Some(officer) = line.officer {
        write!(text, "{officer}")?;
    }
    write!(text, ",{},{},{},", of.approved, of.rechecked, of.disagreed)?;
    let share = wrong(of);
    match share.interval().filter(|_| share.is_enough()) {
        Some(between) => write!(text, "{:.4},{:.4}", between.low, between.high)?,
        None => text.push(','),
    }
    let (matched, unclear) = (of.matched, of.unclear);
    write!(
        text,
        ",{matched},{unclear},{},{}\r\n",
        of.unmatched, of.doubtful
    )
}

/// A text of ours that may hold anything; one that a table program would reckon with is shown as text.
fn quoted(text: &str) -> String {
    let reckoned = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if reckoned { "'" } else { "" };
    if reckoned || text.contains([',', '"', '\r', '\n']) {
        format!("\"{mark}{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

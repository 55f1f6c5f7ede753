//! Two tables of a pilot's report beside its first: exceptions, and the span before (R50-5).

use app::pilots::{Area, Report};
use domain::pilot::disclosure::{Told, told};

use super::sheet::{Value, alone};
use crate::i18n::{Lang, date};
use crate::t;

/// A table of provinces; its last row is all of them.
pub(super) struct Part {
    /// Heads of the columns; the first is the province.
    pub(super) head: Vec<String>,
    /// Its rows, each with the province's name first.
    pub(super) rows: Vec<Vec<Value>>,
}

/// Places of the comparison: now, before.
pub(super) const NOW: usize = 1;
pub(super) const BEFORE: usize = 2;

/// What of an area a column counts.
type Of = fn(&Area) -> u64;

/// Causes of exceptions, each a column: after its target, waiting past it, asked anew, held up by a lock. A request may
/// have several causes, so a row has no total.
const CAUSES: [(&str, Of); 4] = [
    ("report-exception-late", |area| area.figures.late()),
    ("report-exception-overdue", |area| area.figures.overdue()),
    ("report-exception-again", |area| area.again),
    ("report-exception-locked", |area| area.held_up),
];

pub(super) fn exceptions(lang: Lang, report: &Report, names: &[String]) -> Part {
    let keys = ["report-area"]
        .into_iter()
        .chain(CAUSES.map(|(key, _)| key));
    let mut rows: Vec<Vec<Value>> = names
        .iter()
        .cloned()
        .map(|n| vec![Value::Name(n)])
        .collect();
    for (_, of) in CAUSES {
        for (row, told) in rows.iter_mut().zip(alone(report, of)) {
            row.push(Value::Count(told));
        }
    }
    Part {
        head: keys.map(|key| t!(lang, key)).collect(),
        rows,
    }
}

/// All requests of each province and in total as the first table tells them, beside those of the span before as its own
/// report would; where either is kept back there is no difference.
pub(super) fn comparison(lang: Lang, report: &Report, names: &[String], now: &[Told]) -> Part {
    let areas = report.areas.values();
    let rows: Vec<_> = areas.map(|area| area.before.row()).collect();
    let before = told(&rows)
        .into_iter()
        .map(|row| row.last().copied().unwrap_or(Told::Kept));
    let rows = names.iter().zip(now).zip(before);
    let from = report.before.map_or(String::new(), |p| date(p.from));
    let to = report.before.map_or(String::new(), |p| date(p.to));
    Part {
        head: vec![
            t!(lang, "report-area"),
            t!(lang, "report-requests"),
            t!(lang, "report-before", from = from, to = to),
            t!(lang, "report-difference"),
            t!(lang, "report-ratio"),
        ],
        rows: rows
            .map(|((name, now), before)| {
                let (difference, ratio) = compare(*now, before);
                vec![
                    Value::Name(name.clone()),
                    Value::Count(*now),
                    Value::Count(before),
                    Value::Difference(difference),
                    Value::Share(ratio),
                ]
            })
            .collect(),
    }
}

/// The difference, and now in hundredths of before; neither where one of the two is kept back.
fn compare(now: Told, before: Told) -> (Option<i64>, Option<u64>) {
    let (Told::Count(now), Told::Count(before)) = (now, before) else {
        return (None, None);
    };
    let signed = |count| i64::try_from(count).unwrap_or(i64::MAX);
    let ratio = now.saturating_mul(100).checked_div(before);
    (Some(signed(now).saturating_sub(signed(before))), ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: R50-5
    #[test]
    fn nothing_is_reckoned_from_what_is_kept_back() {
        let (c, k) = (Told::Count, Told::Kept);
        for (now, before, want) in [
            (c(9), c(6), (Some(3), Some(150))),
            (c(6), c(9), (Some(-3), Some(66))),
            (c(6), c(0), (Some(6), None)),
            (k, c(9), (None, None)),
            (c(9), k, (None, None)),
            (k, k, (None, None)),
        ] {
            assert_eq!(compare(now, before), want, "{now:?} {before:?}");
        }
    }
}

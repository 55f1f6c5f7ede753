//! A pilot's report in words: page, file and paper tell the same (R50-5).

use app::pilots::{Area, By, Report};
use domain::pilot::disclosure::{SMALLEST, Told, one, told};
use domain::pilot::figures::{Figures, Outcome};
use jiff::Timestamp;

use super::parts::{Part, comparison, exceptions};
use crate::i18n::{Lang, date, date_time};
use crate::t;

/// What stands in a place of the table.
#[derive(Clone)]
pub(super) enum Value {
    Name(String),
    Count(Told),
    /// In hundredths; none where too little was decided.
    Share(Option<u64>),
    /// More or fewer than before; none where one of the two is kept back.
    Difference(Option<i64>),
    Seconds(Option<u64>),
}

impl Value {
    /// As people read it.
    pub(super) fn words(&self, lang: Lang) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Count(Told::Count(count)) => count.to_string(),
            Self::Count(Told::Kept) | Self::Difference(None) => t!(lang, "report-kept"),
            Self::Difference(Some(number)) => format!("{number:+}"),
            Self::Share(Some(share)) => format!("{share} %"),
            Self::Seconds(Some(seconds)) => duration(lang, *seconds),
            Self::Share(None) | Self::Seconds(None) => "–".to_owned(),
        }
    }

    /// As a program reads it: whole numbers, nothing where there is none to tell.
    pub(super) fn plain(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Count(Told::Count(number))
            | Self::Share(Some(number))
            | Self::Seconds(Some(number)) => number.to_string(),
            Self::Difference(Some(number)) => number.to_string(),
            Self::Count(Told::Kept)
            | Self::Share(None)
            | Self::Seconds(None)
            | Self::Difference(None) => String::new(),
        }
    }

    /// The number, where it is told.
    pub(super) const fn told(&self) -> Option<u64> {
        if let Self::Count(Told::Count(count)) = self {
            Some(*count)
        } else {
            None
        }
    }
}

/// A time in the largest measure that tells it.
pub(in crate::console) fn duration(lang: Lang, seconds: u64) -> String {
    match seconds {
        ..120 => t!(lang, "report-seconds", count = seconds),
        120..7200 => t!(lang, "report-minutes", count = seconds / 60),
        _ => t!(lang, "report-hours", count = seconds / 3600),
    }
}

/// The whole report.
pub(super) struct Sheet {
    pub(super) title: String,
    /// Of what it is, and as of when.
    pub(super) facts: Vec<(String, String)>,
    /// Heads of the columns.
    pub(super) head: Vec<String>,
    /// A row for each province; the last is all of them.
    pub(super) rows: Vec<Vec<Value>>,
    /// Requests that went another way, by cause.
    pub(super) exceptions: Part,
    /// Requests beside those of the span before.
    pub(super) comparison: Part,
    /// Why requests were refused.
    pub(super) reasons: Vec<(String, Value)>,
    /// Requests from each day on; nothing where they would tell what is kept back.
    pub(super) trend: Vec<(String, Value)>,
    /// What each number is.
    pub(super) definitions: Vec<String>,
}

/// Where the whole row of requests stands in a row of the sheet.
pub(super) const REQUESTS: usize = 2;

const HEAD: [&str; 11] = [
    "report-area",
    "report-eligible",
    "report-requests",
    "status-integration-verified",
    "status-integration-refused",
    "status-integration-withdrawn",
    "status-integration-pending",
    "report-in-time",
    "report-median",
    "report-p95",
    "report-locked",
];

const DEFINITIONS: [&str; 10] = [
    "report-define-area",
    "report-define-eligible",
    "report-define-requests",
    "report-define-in-time",
    "report-define-times",
    "report-define-locked",
    "report-define-exceptions",
    "report-define-before",
    "report-define-kept",
    "report-define-again",
];

impl Sheet {
    pub(super) fn new(lang: Lang, report: &Report, now: Timestamp) -> Self {
        let counts = told(
            &report
                .areas
                .values()
                .map(|a| a.figures.row())
                .collect::<Vec<_>>(),
        );
        let eligible = alone(report, |area| area.eligible);
        let locked = alone(report, |area| area.locked);
        let names = names(lang, report);
        let requests: Vec<Told> = counts
            .iter()
            .map(|row| row.last().copied().unwrap_or(Told::Kept))
            .collect();
        let late = alone(report, |area| area.figures.late())
            .into_iter()
            .zip(alone(report, |area| area.figures.overdue()))
            .map(|(late, overdue)| [late, overdue]);
        let exceptions = exceptions(lang, report, &names);
        let comparison = comparison(lang, report, &names, &requests);
        let areas = report.areas.values().chain([&report.all]);
        let rows: Vec<Vec<Value>> = names
            .into_iter()
            .zip(areas)
            .zip(counts)
            .zip(eligible.into_iter().zip(locked))
            .zip(late)
            .map(|((((name, area), counts), (eligible, locked)), late)| {
                row(name, area, (&counts, &late), eligible, locked)
            })
            .collect();
        let total = rows.last();
        let is_told = |at: usize| {
            total
                .and_then(|row| row.get(at))
                .is_some_and(|v| v.told().is_some())
        };
        let refused = REQUESTS
            + 1
            + Outcome::ALL
                .iter()
                .take_while(|o| **o != Outcome::Refused)
                .count();
        Self {
            title: t!(lang, "report-of", name = report.pilot.name.as_str()),
            facts: facts(lang, report, now),
            exceptions,
            comparison,
            head: HEAD.map(|key| t!(lang, key)).to_vec(),
            reasons: reasons(lang, &report.all.figures, is_told(refused)),
            trend: if is_told(REQUESTS) {
                trend(report)
            } else {
                Vec::new()
            },
            rows,
            definitions: DEFINITIONS
                .map(|key| t!(lang, key, least = SMALLEST))
                .to_vec(),
        }
    }
}

/// The provinces, and all of them.
fn names(lang: Lang, report: &Report) -> Vec<String> {
    let areas = report.areas.keys();
    let named = areas.map(|province| province.name().to_owned());
    named.chain([t!(lang, "report-all")]).collect()
}

/// A column that is no sum of others, its total last.
pub(super) fn alone(report: &Report, of: fn(&Area) -> u64) -> Vec<Told> {
    let column: Vec<Vec<u64>> = report.areas.values().map(|area| vec![of(area)]).collect();
    let first = |row: Vec<Told>| row.first().copied().unwrap_or(Told::Kept);
    told(&column).into_iter().map(first).collect()
}

fn row(
    name: String,
    area: &Area,
    (counts, late): (&[Told], &[Told]),
    eligible: Told,
    locked: Told,
) -> Vec<Value> {
    let figures = &area.figures;
    let (part, whole) = figures.in_time();
    // With what is told of its parts, a share tells the rest: it is told only where nothing of them is kept back.
    let parts = [one(part), one(whole.saturating_sub(part))];
    let open = ![&parts[..], counts, late].concat().contains(&Told::Kept);
    let share = (whole >= SMALLEST && open).then(|| part * 100 / whole.max(1));
    let time = |hundredths| {
        let seconds = figures.percentile(hundredths);
        Value::Seconds(seconds.filter(|_| figures.decided() >= SMALLEST))
    };
    let (outcomes, total) = counts.split_at(Outcome::ALL.len().min(counts.len()));
    let mut row = vec![Value::Name(name), Value::Count(eligible)];
    row.extend(total.iter().chain(outcomes).map(|told| Value::Count(*told)));
    row.extend([
        Value::Share(share),
        time(50),
        time(95),
        Value::Count(locked),
    ]);
    row
}

fn reasons(lang: Lang, figures: &Figures, whole: bool) -> Vec<(String, Value)> {
    let counts: Vec<u64> = figures.reasons().values().copied().collect();
    let told = told(&[counts]).into_iter().next().unwrap_or_default();
    let name = |code: &String| t!(lang, &format!("reason-{code}-title"));
    let kept = |told| Value::Count(if whole { told } else { Told::Kept });
    figures
        .reasons()
        .keys()
        .map(name)
        .zip(told.into_iter().map(kept))
        .collect()
}

fn trend(report: &Report) -> Vec<(String, Value)> {
    let column: Vec<Vec<u64>> = report
        .trend
        .iter()
        .map(|(_, row)| vec![row.iter().sum()])
        .collect();
    let counts = told(&column)
        .into_iter()
        .filter_map(|row| row.first().copied());
    let days = report.trend.iter().map(|(day, _)| date(*day));
    days.zip(counts.map(Value::Count)).collect()
}

fn facts(lang: Lang, report: &Report, now: Timestamp) -> Vec<(String, String)> {
    let period = &report.period;
    let state = if period.runs(now) {
        t!(lang, "report-as-now", at = date_time(now))
    } else {
        t!(lang, "report-as-of", day = date(period.on))
    };
    let span = t!(
        lang,
        "report-span",
        from = date(period.from),
        to = date(period.to)
    );
    vec![
        (
            t!(lang, "pilots-kind"),
            t!(lang, &format!("kind-{}", report.pilot.pilot.kind.slug())),
        ),
        (t!(lang, "report-days"), span),
        (t!(lang, "report-state"), state),
        (t!(lang, "report-by"), by(lang, report.by)),
    ]
}

/// By which provinces, in words.
pub(super) fn by(lang: Lang, by: By) -> String {
    t!(lang, &format!("report-by-{}", by.as_str()))
}

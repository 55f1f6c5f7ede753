//! The same figures as a file: a line for each number, with what it means.

use domain::authority::{Operation, require};
use domain::journey::disclosure::{Told, parts, whole};
use domain::journey::survey::{Answer, mean_in_tenths};

use super::{Report, Side};
use crate::activity::to_csv;
use crate::{Cx, Result};

const HEAD: [&str; 6] = ["month", "journey", "measure", "of", "value", "unit"];

/// Figures as CSV (RFC 4180), both months; what is kept back is empty. `meaning` gives the words of a measure for the
/// lines at the end.
pub fn csv(cx: &Cx, report: &Report, meaning: impl Fn(&str) -> String) -> Result<Vec<u8>> {
    require(&cx.actor, Operation::ReadOverview)?;
    let head = HEAD.map(str::to_owned);
    let mut rows = Vec::new();
    for side in [&report.now, &report.before] {
        let start = [
            side.month.to_string(),
            report.wanted.journey.as_str().to_owned(),
        ];
        for (measure, of, value, unit) in numbers(side) {
            let value = value.map(|value| value.to_string()).unwrap_or_default();
            let rest = [measure.to_owned(), of, value, unit.to_owned()];
            rows.push(start.iter().cloned().chain(rest).collect());
        }
    }
    for measure in MEASURES {
        let none = String::new;
        let row = ["definition".to_owned(), none(), measure.to_owned(), none()];
        rows.push(row.into_iter().chain([meaning(measure), none()]).collect());
    }
    to_csv(&head, rows)
}

/// What is measured, each with words of its own (`experience-define-<measure>`).
pub const MEASURES: [&str; 10] = [
    "begun", "reached", "left", "done", "refused", "given-up", "time", "way", "answers", "kept",
];

type Number = (&'static str, String, Option<u64>, &'static str);

const fn told(of: Told) -> Option<u64> {
    match of {
        Told::Count(count) => Some(count),
        Told::Kept => None,
    }
}

fn numbers(side: &Side) -> Vec<Number> {
    let figures = &side.figures;
    let none = String::new;
    let mut all: Vec<Number> = vec![("begun", none(), told(figures.told_begun()), "journeys")];
    for row in figures.funnel() {
        let Some(step) = row.step else { continue };
        let of = || step.to_owned();
        all.push(("reached", of(), told(row.reached), "journeys"));
        all.push(("reached", of(), row.of_begun, "per mille of begun"));
        all.push((
            "reached",
            of(),
            row.of_before,
            "per mille of the step before",
        ));
        all.push(("left", of(), row.left.and_then(told), "journeys"));
    }
    let [refused, given_up] = figures.told_not_done();
    all.push(("done", none(), told(figures.told_done()), "journeys"));
    all.push(("done", none(), figures.completion(), "per mille of begun"));
    all.push(("refused", none(), told(refused), "journeys"));
    all.push(("given-up", none(), told(given_up), "journeys"));
    for hundredths in [50, 95] {
        let percentile = format!("percentile {hundredths}");
        all.push((
            "time",
            percentile,
            figures.time(hundredths),
            "seconds at most",
        ));
    }
    for way in figures.ways() {
        let of = |what: &str| format!("{} {} {what}", way.door, way.language);
        all.push(("way", of("begun"), told(way.begun), "journeys"));
        all.push(("way", of("done"), told(way.done), "journeys"));
    }
    let count = side.answers.iter().sum();
    all.push(("answers", none(), told(whole(count)), "answers"));
    for (answer, told_of) in Answer::ALL.iter().zip(parts(&side.answers)) {
        all.push((
            "answers",
            answer.as_str().to_owned(),
            told(told_of),
            "answers",
        ));
    }
    let mean = mean_in_tenths(&side.answers);
    all.push(("answers", "mean".to_owned(), mean, "tenths of 1 to 5"));
    all
}

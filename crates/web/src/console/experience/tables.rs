//! The figures as tables, each number beside the one of the month before, and bars that draw what the first says.

use app::experience::{Report, Side};
use domain::journey::disclosure::{Told, parts, whole};
use domain::journey::funnel::Row;
use domain::journey::survey::{Answer, ENOUGH, mean_in_tenths};
use maud::{Markup, html};
use ui::{Bar, Cell, Stat, Stats, Table};

use super::short;
use crate::console::pilots::duration;
use crate::i18n::Lang;
use crate::t;

fn count(lang: Lang, of: Told) -> String {
    match of {
        Told::Count(count) => count.to_string(),
        Told::Kept => t!(lang, "report-kept"),
    }
}

/// Tenths, as the language writes them.
fn tenths(lang: Lang, of: u64) -> String {
    let point = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    format!("{}{point}{}", of / 10, of % 10)
}

fn share(lang: Lang, per_mille: Option<u64>) -> String {
    per_mille.map_or_else(|| "–".to_owned(), |of| format!("{} %", tenths(lang, of)))
}

fn time(lang: Lang, seconds: Option<u64>) -> String {
    seconds.map_or_else(|| "–".to_owned(), |seconds| duration(lang, seconds))
}

fn step(lang: Lang, report: &Report, word: Option<&str>) -> String {
    match word {
        Some(word) => t!(lang, &format!("journey-step-{word}")),
        None => t!(
            lang,
            &format!("journey-end-{}", report.wanted.journey.as_str())
        ),
    }
}

fn mean(lang: Lang, side: &Side) -> String {
    mean_in_tenths(&side.answers).map_or_else(|| "–".to_owned(), |mean| tenths(lang, mean))
}

pub(super) fn summary(lang: Lang, report: &Report) -> Markup {
    let (now, before) = (&report.now.figures, &report.before.figures);
    let then = |value: String| t!(lang, "experience-before", value = value);
    let stat = |name: &str, value: String, of_before: String| {
        Stat::new(t!(lang, name), value).note(then(of_before))
    };
    let drop = now.drop_off();
    let lost = match drop {
        Some((word, left)) => html! {
            p.govuk-body-l { (t!(lang, "experience-drop", step = step(lang, report, Some(word)), count = left)) }
        },
        None => html! {},
    };
    html! {
        (Stats(vec![
            stat("experience-begun", count(lang, now.told_begun()), count(lang, before.told_begun())),
            stat("experience-completion", share(lang, now.completion()), share(lang, before.completion())),
            stat("experience-median", time(lang, now.time(50)), time(lang, before.time(50))),
            stat("experience-p95", time(lang, now.time(95)), time(lang, before.time(95))),
        ]))
        (lost)
    }
}

pub(super) fn funnel(lang: Lang, report: &Report) -> Table {
    let head = [
        t!(lang, "experience-step"),
        t!(lang, "experience-reached"),
        t!(lang, "experience-of-begun"),
        t!(lang, "experience-of-step-before"),
        t!(lang, "experience-left"),
        t!(
            lang,
            "experience-of-begun-before",
            month = short(report.before.month)
        ),
        t!(lang, "report-compare"),
    ];
    let most = report.now.figures.begun();
    let row = |(now, before): (Row, Row)| {
        let reached = match now.reached {
            Told::Count(reached) => reached,
            Told::Kept => 0,
        };
        let left = now
            .left
            .map_or_else(|| "–".to_owned(), |left| count(lang, left));
        [
            Cell::new(step(lang, report, now.step)),
            Cell::numeric(count(lang, now.reached)),
            Cell::numeric(share(lang, now.of_begun)),
            Cell::numeric(share(lang, now.of_before)),
            Cell::numeric(left),
            Cell::numeric(share(lang, before.of_begun)),
            Cell::new(html! { (Bar::new(reached, most)) }),
        ]
    };
    let table = Table::new(head.map(Cell::new))
        .caption(t!(lang, "experience-funnel"))
        .first_cell_is_header(true);
    let rows = report.now.figures.funnel().into_iter();
    rows.zip(report.before.figures.funnel())
        .map(row)
        .fold(table, Table::row)
}

/// A table of names with a value of this month and one of the month before.
fn beside(
    lang: Lang,
    report: &Report,
    caption: &str,
    rows: impl IntoIterator<Item = (String, String, String)>,
) -> Table {
    let head = [
        t!(lang, "experience-what"),
        short(report.now.month),
        short(report.before.month),
    ];
    let table = Table::new(head.map(Cell::new))
        .caption(t!(lang, caption))
        .first_cell_is_header(true);
    rows.into_iter().fold(table, |table, (name, now, before)| {
        table.row([Cell::new(name), Cell::numeric(now), Cell::numeric(before)])
    })
}

pub(super) fn ended(lang: Lang, report: &Report) -> Table {
    let cells = |side: &Side| {
        let [refused, given_up] = side.figures.told_not_done();
        [side.figures.told_done(), refused, given_up].map(|told| count(lang, told))
    };
    let names =
        ["done", "refused", "given-up"].map(|word| t!(lang, &format!("journey-outcome-{word}")));
    let columns = cells(&report.now).into_iter().zip(cells(&report.before));
    let rows = names.into_iter().zip(columns);
    let rows = rows.map(|(name, (now, before))| (name, now, before));
    beside(lang, report, "experience-ended", rows)
}

/// By door and language, as far as there are some this month.
pub(super) fn ways(lang: Lang, report: &Report) -> Table {
    let head = [
        "experience-door",
        "experience-language",
        "experience-begun",
        "experience-done",
    ];
    let table = Table::new(head.map(|key| Cell::new(t!(lang, key))))
        .caption(t!(lang, "experience-ways"))
        .first_cell_is_header(true);
    report
        .now
        .figures
        .ways()
        .into_iter()
        .fold(table, |table, way| {
            table.row([
                Cell::new(t!(lang, &format!("journey-door-{}", way.door))),
                Cell::new(t!(lang, &format!("journey-language-{}", way.language))),
                Cell::numeric(count(lang, way.begun)),
                Cell::numeric(count(lang, way.done)),
            ])
        })
}

pub(super) fn answers(lang: Lang, report: &Report) -> Markup {
    let (now, before) = (&report.now, &report.before);
    let column = |side: &Side| {
        let all = count(lang, whole(side.answers.iter().sum()));
        let mut cells = vec![all, mean(lang, side)];
        cells.extend(
            parts(&side.answers)
                .into_iter()
                .map(|told| count(lang, told)),
        );
        cells
    };
    let answer = |answer: &Answer| {
        let words = t!(lang, &format!("survey-answer-{}", answer.as_str()));
        format!("{} – {words}", answer.score())
    };
    let mut names = vec![
        t!(lang, "experience-answers"),
        t!(lang, "experience-mean", enough = ENOUGH),
    ];
    names.extend(Answer::ALL.iter().map(answer));
    let columns = column(now).into_iter().zip(column(before));
    let rows = names.into_iter().zip(columns);
    let rows = rows.map(|(name, (now, before))| (name, now, before));
    html! {
        (beside(lang, report, "experience-ease", rows))
        p.govuk-body { (t!(lang, "experience-ease-text")) }
    }
}

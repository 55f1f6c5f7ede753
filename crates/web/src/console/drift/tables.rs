//! The figures as tables, and the drawing of what the first one says.

use app::counter::drift::{Beside, Part, Wanted, wrong};
use domain::ids::StaffId;
use domain::month::Month;
use domain::share::Share;
use maud::{Markup, html};
use store::drift::Figures;
use ui::{Cell, Measured, Table, Tag, Tone, Trend, TrendPoint};

use super::{HERE, address, short};
use crate::i18n::Lang;
use crate::t;

pub(super) fn name(name: &str, officer: StaffId) -> String {
    if name.is_empty() {
        officer.to_string()
    } else {
        name.to_owned()
    }
}

/// A share that says more than its counts.
fn enough(share: Share) -> Option<Share> {
    share.is_enough().then_some(share)
}

pub(super) fn chart(lang: Lang, of: &str, months: &[Beside<Month>]) -> Markup {
    let point = |month: &Beside<Month>| TrendPoint {
        name: short(month.of),
        own: enough(wrong(&month.own)).and_then(|share| {
            let (share, between) = (share.value()?, share.interval()?);
            Some(Measured {
                share,
                low: between.low,
                high: between.high,
            })
        }),
        beside: enough(wrong(&month.country)).and_then(Share::value),
    };
    let points = months.iter().map(point).collect();
    html! {
        (Trend::new(t!(lang, "drift-chart", of = of), points))
        p.govuk-body { (t!(lang, "drift-chart-text", enough = Share::ENOUGH)) }
    }
}

pub(super) fn months(lang: Lang, months: &[Beside<Month>]) -> Markup {
    // The latest month is looked for first.
    let rows: Vec<_> = months
        .iter()
        .rev()
        .map(|month| {
            (
                html! { (short(month.of)) },
                month.is_above(),
                (month.own, month.country),
            )
        })
        .collect();
    both(lang, t!(lang, "drift-month"), &rows)
}

/// Units, or officers of one.
pub(super) fn parts(lang: Lang, wanted: &Wanted, parts: &[Beside<Part>]) -> Markup {
    let row = |part: &Beside<Part>| {
        let (href, words) = match part.of.officer {
            Some(officer) => (
                address(wanted, HERE, &[("officer", &officer.to_string())]),
                name(&part.of.name, officer),
            ),
            None => (
                address(wanted, HERE, &[("unit", &part.of.unit)]),
                part.of.unit.clone(),
            ),
        };
        let link = html! { a.govuk-link href=(href) { (words) } };
        (link, part.is_above(), (part.own, part.country))
    };
    let rows: Vec<_> = parts.iter().map(row).collect();
    let (title, head) = if wanted.unit.is_some() {
        (t!(lang, "rechecks-officers"), t!(lang, "rechecks-officer"))
    } else {
        (t!(lang, "drift-units"), t!(lang, "rechecks-unit"))
    };
    html! {
        h2.govuk-heading-m { (title) }
        (both(lang, head, &rows))
    }
}

type Line = (Markup, bool, (Figures, Figures));

fn both(lang: Lang, of: String, rows: &[Line]) -> Markup {
    html! {
        (rechecked(lang, of.clone(), rows))
        (machine(lang, of, rows))
    }
}

fn rechecked(lang: Lang, of: String, rows: &[Line]) -> Table {
    let head = [
        "drift-approved",
        "drift-rechecked",
        "drift-wrong",
        "drift-share",
        "drift-beside",
    ];
    let head = std::iter::once(of).chain(head.map(|key| t!(lang, key)));
    let table = Table::new(head.map(Cell::new))
        .caption(t!(lang, "drift-rechecks-caption"))
        .first_cell_is_header(true);
    rows.iter()
        .fold(table, |table, (link, above, (own, country))| {
            let found = html! {
                (between(lang, wrong(own)))
                @if *above { " " (Tag::new(Tone::Bad, t!(lang, "drift-above"))) }
            };
            table.row([
                Cell::new(link.clone()),
                Cell::numeric(own.approved.to_string()),
                Cell::numeric(own.rechecked.to_string()),
                Cell::numeric(own.disagreed.to_string()),
                Cell::numeric(found),
                Cell::numeric(share(lang, wrong(country))),
            ])
        })
}

fn machine(lang: Lang, of: String, rows: &[Line]) -> Table {
    let head = [
        "drift-matched",
        "drift-unclear",
        "drift-unmatched",
        "drift-doubtful",
    ];
    let head = std::iter::once(of).chain(head.map(|key| t!(lang, key)));
    let table = Table::new(head.map(Cell::new))
        .caption(t!(lang, "drift-machine-caption"))
        .first_cell_is_header(true);
    rows.iter().fold(table, |table, (link, _, (own, _))| {
        let cell = |part: u32| {
            let of = Share::new(part, own.approved);
            Cell::numeric(match enough(of) {
                Some(of) => format!("{part} ({})", share(lang, of)),
                None => part.to_string(),
            })
        };
        table.row([
            Cell::new(link.clone()),
            cell(own.matched),
            cell(own.unclear),
            cell(own.unmatched),
            cell(own.doubtful),
        ])
    })
}

/// A number with one decimal, as the language writes it.
fn percent(lang: Lang, of: f64) -> String {
    let text = format!("{:.1}", of * 100.0);
    match lang {
        Lang::Vi => text.replace('.', ","),
        Lang::En => text,
    }
}

fn share(lang: Lang, share: Share) -> String {
    let share = enough(share).and_then(Share::value);
    share.map_or_else(|| "–".to_owned(), |of| format!("{} %", percent(lang, of)))
}

fn between(lang: Lang, of: Share) -> String {
    match enough(of).and_then(Share::interval) {
        Some(between) => format!(
            "{} ({}–{} %)",
            share(lang, of),
            percent(lang, between.low),
            percent(lang, between.high)
        ),
        None => "–".to_owned(),
    }
}

//! Counts of a batch: by verdict with bars, by what lies behind it, by province; and what the sample says.

use app::cleaning::Counts;
use app::cleaning::batches::Estimate;
use domain::cleaning::Verdict;
use maud::{Markup, html};
use ui::{Cell, Table};

use super::{percent, whys};
use crate::i18n::Lang;
use crate::t;

pub(super) fn draw(lang: Lang, counts: &Counts) -> Markup {
    html! {
        h2.govuk-heading-m { (t!(lang, "cleaning-counts")) }
        (verdicts(lang, counts))
        h2.govuk-heading-m { (t!(lang, "cleaning-reasons")) }
        (reasons(lang, counts))
        h2.govuk-heading-m { (t!(lang, "cleaning-provinces")) }
        (provinces(lang, counts))
    }
}

pub(super) fn name(lang: Lang, verdict: &str) -> String {
    t!(lang, &format!("cleaning-verdict-{verdict}"))
}

fn verdicts(lang: Lang, counts: &Counts) -> Table {
    let head = ["cleaning-verdict", "cleaning-rows", "cleaning-share"];
    let table = Table::new(head.map(|key| Cell::new(t!(lang, key)))).first_cell_is_header(true);
    Verdict::CODES.into_iter().fold(table, |table, verdict| {
        let (count, name) = (counts.of(verdict), name(lang, verdict));
        let bar = html! { progress max=(counts.rows.max(1)) value=(count) aria-label=(name) {} };
        table.row([
            Cell::new(name.clone()),
            Cell::numeric(count.to_string()),
            Cell::new(bar),
        ])
    })
}

fn reasons(lang: Lang, counts: &Counts) -> Table {
    let head = ["cleaning-verdict", "cleaning-why", "cleaning-rows"];
    let mut table = Table::new(head.map(|key| Cell::new(t!(lang, key))));
    for (verdict, reasons) in &counts.reasons {
        for (codes, count) in reasons {
            table = table.row([
                Cell::new(name(lang, verdict)),
                Cell::new(whys(lang, codes)),
                Cell::numeric(count.to_string()),
            ]);
        }
    }
    table
}

/// The office that gave the stated numbers out, by their first three digits.
fn provinces(lang: Lang, counts: &Counts) -> Table {
    let head = ["cleaning-province", "cleaning-rows", "cleaning-agree"];
    let mut table = Table::new(head.map(|key| Cell::new(t!(lang, key)))).first_cell_is_header(true);
    for (code, verdicts) in &counts.provinces {
        let known = domain::province::by_code(code).map(|province| province.name.to_owned());
        let of = |verdict: &str| verdicts.get(verdict).copied().unwrap_or(0);
        table = table.row([
            Cell::new(known.unwrap_or_else(|| t!(lang, "cleaning-province-other"))),
            Cell::numeric(verdicts.values().sum::<u64>().to_string()),
            Cell::numeric((of("exact") + of("likely")).to_string()),
        ]);
    }
    table
}

pub(super) fn estimates(lang: Lang, estimates: &[Estimate]) -> Markup {
    let head = [
        "cleaning-verdict",
        "cleaning-label-right",
        "cleaning-label-wrong",
        "cleaning-label-unclear",
        "cleaning-open",
        "cleaning-precision",
    ];
    let table = Table::new(head.map(|key| Cell::new(t!(lang, key)))).first_cell_is_header(true);
    let table = estimates.iter().fold(table, |table, one| {
        let found = one.precision.value().zip(one.precision.interval());
        let precision = found.map_or_else(
            || "–".to_owned(),
            |(share, interval)| {
                let shares = [share, interval.low, interval.high];
                let [share, from, to] = shares.map(|share| percent(lang, share));
                t!(
                    lang,
                    "cleaning-interval",
                    share = share,
                    from = from,
                    to = to
                )
            },
        );
        table.row([
            Cell::new(name(lang, one.verdict)),
            Cell::numeric(one.right.to_string()),
            Cell::numeric(one.wrong.to_string()),
            Cell::numeric(one.unclear.to_string()),
            Cell::numeric(one.open.to_string()),
            Cell::new(precision),
        ])
    });
    html! {
        h2.govuk-heading-m { (t!(lang, "cleaning-sample")) }
        p.govuk-body { (t!(lang, "cleaning-sample-text")) }
        @if estimates.is_empty() { p.govuk-body { (t!(lang, "cleaning-sample-none")) } }
        @else { (table) }
    }
}

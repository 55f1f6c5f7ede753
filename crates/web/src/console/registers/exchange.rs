//! Questions and answers between bodies: who asked whom, how it ended, whether a source is spared. Nothing of it says
//! about whom.

use app::exchange::Overview;
use app::ports::SourceState;
use domain::exchange::Position;
use maud::{Markup, html};
use store::register_exchange::{Count, Exchange};
use ui::{Cell, Table, Tag, Tone};

use crate::i18n::{Lang, date_time};
use crate::t;

/// The section; nothing where this installation asks nobody and nobody asks it.
pub(super) fn section(lang: Lang, told: &Overview) -> Markup {
    html! {
        @if !(told.sources.is_empty() && told.counts.is_empty() && told.latest.is_empty()) {
            h2.govuk-heading-m { (t!(lang, "exchange-heading")) }
            p.govuk-body { (t!(lang, "exchange-text")) }
            @if !told.sources.is_empty() { (sources(lang, &told.sources)) }
            @if !told.counts.is_empty() {
                h3.govuk-heading-s { (t!(lang, "exchange-counts")) }
                (counts(lang, &told.counts))
            }
            @if !told.latest.is_empty() {
                h3.govuk-heading-s { (t!(lang, "exchange-latest")) }
                (latest(lang, &told.latest))
            }
        }
    }
}

fn head<const N: usize>(lang: Lang, keys: [&str; N]) -> Table {
    Table::new(keys.map(|key| Cell::new(t!(lang, key)))).first_cell_is_header(true)
}

fn sources(lang: Lang, sources: &[SourceState]) -> Markup {
    let table = head(
        lang,
        ["exchange-body", "registers-state", "exchange-failures"],
    );
    let table = sources.iter().fold(table, |table, source| {
        let tone = match source.position {
            Position::Closed => Tone::Good,
            Position::Open { .. } => Tone::Bad,
            Position::Trying { .. } => Tone::Waiting,
        };
        let word = format!("exchange-breaker-{}", source.position.as_str());
        let tag = Tag::new(tone, t!(lang, &word));
        table.row([
            Cell::new(source.name.as_str()),
            Cell::new(html! { (tag) }),
            Cell::new(source.failures.to_string()),
        ])
    });
    html! { (table) }
}

fn counts(lang: Lang, counts: &[Count]) -> Markup {
    let head = head(
        lang,
        [
            "exchange-body",
            "exchange-direction",
            "exchange-outcome",
            "exchange-number",
        ],
    );
    let table = counts.iter().fold(head, |table, count| {
        table.row([
            Cell::new(count.body.as_str()),
            Cell::new(t!(lang, &format!("exchange-direction-{}", count.direction))),
            Cell::new(t!(lang, &format!("exchange-outcome-{}", count.outcome))),
            Cell::new(count.number.to_string()),
        ])
    });
    html! { (table) }
}

fn latest(lang: Lang, rows: &[Exchange]) -> Markup {
    let head = head(
        lang,
        [
            "exchange-when",
            "exchange-body",
            "exchange-direction",
            "exchange-question",
            "exchange-outcome",
        ],
    );
    let table = rows.iter().fold(head, |table, row| {
        let direction = row.direction.as_str();
        let register = row.question.register().as_str();
        let outcome = row.outcome.as_str();
        table.row([
            Cell::new(date_time(row.asked_at)),
            Cell::new(row.body.as_str()),
            Cell::new(t!(lang, &format!("exchange-direction-{direction}"))),
            Cell::new(t!(lang, &format!("status-register-{register}"))),
            Cell::new(t!(lang, &format!("exchange-outcome-{outcome}"))),
        ])
    });
    html! { (table) }
}

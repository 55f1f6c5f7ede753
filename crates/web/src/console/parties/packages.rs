//! Identity packages that a provider of signature certificates was handed (R50-3): by number, nobody named.

use app::relying_parties::Kept;
use maud::{Markup, html};
use ui::{Cell, Table};

use crate::i18n::{Lang, date_time};
use crate::t;

/// The latest ones; nothing where there is none.
pub(super) fn list(lang: Lang, all: &[Kept]) -> Markup {
    let head = [
        "packages-reference",
        "packages-at",
        "packages-key",
        "packages-serial",
        "packages-followed",
    ];
    let table = Table::new(head.map(|key| Cell::new(t!(lang, key))));
    let table = all.iter().fold(table, |table, one| {
        let serial = one.certificate.as_ref().map(|one| one.serial.as_str());
        table.row([
            Cell::new(html! { code { (one.id) } }),
            Cell::new(date_time(one.at)),
            Cell::new(html! { code { (one.key) } }),
            Cell::new(serial.unwrap_or("–")),
            Cell::new(date_time(one.followed_until)),
        ])
    });
    html! {
        @if !all.is_empty() {
            h2.govuk-heading-m { (t!(lang, "packages-title")) }
            (table)
        }
    }
}

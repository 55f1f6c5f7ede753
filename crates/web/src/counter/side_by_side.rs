//! A statement beside the registers: fields with their differences marked letter by letter, portraits.

use app::counter::{Compared, Register};
use domain::person::{Difference, Identity, NumberWarning, Sex};
use domain::registers::CardRecord;
use domain::registration::DetailsFrom;
use maud::{Markup, html};
use store::registration::{Dossier, Stored};
use ui::{Portrait, Portraits, Table, Tag, Tone};

use crate::i18n::{self, Lang};
use crate::page::words;
use crate::t;

/// Which portraits there are, and where their images are served.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each portrait is there or not, whatever the others are"
)]
pub(super) struct Sources<'a> {
    pub(super) base: &'a str,
    pub(super) live: bool,
    pub(super) register: bool,
    pub(super) card: bool,
    pub(super) chip: bool,
}

/// The letters that differ, between what both have at the beginning and at the end.
pub(crate) fn marked(own: &str, other: &str) -> Markup {
    let (own, other): (Vec<char>, Vec<char>) = (own.chars().collect(), other.chars().collect());
    let front = own.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let most = own.len().min(other.len()) - front;
    let back = own
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take(most)
        .take_while(|(a, b)| a == b)
        .count();
    let part = |from: usize, to: usize| own.iter().skip(from).take(to - from).collect::<String>();
    let middle = part(front, own.len() - back);
    html! {
        (part(0, front))
        @if !middle.is_empty() { mark { (middle) } }
        (part(own.len() - back, own.len()))
    }
}

pub(crate) fn sex(lang: Lang, sex: Sex) -> String {
    match sex {
        Sex::Male => t!(lang, "register-sex-male"),
        Sex::Female => t!(lang, "register-sex-female"),
    }
}

/// Fields of the statement and of the registers.
pub(super) fn fields(lang: Lang, stored: &Stored, compared: &Compared) -> Markup {
    let (person, card) = match &compared.register {
        Register::Known(person, card) => (Some(person), card.as_ref()),
        Register::Unknown => {
            return html! { (words::warning(lang, t!(lang, "counter-register-unknown"))) };
        }
        Register::Silent(_) => {
            return html! { (words::warning(lang, t!(lang, "refused-register-silent"))) };
        }
    };
    let rows = rows(lang, &stored.dossier, person.map(|p| &p.identity), card);
    let head = [
        t!(lang, "counter-field"),
        t!(lang, "counter-stated"),
        t!(lang, "counter-register"),
        t!(lang, "counter-agrees"),
    ];
    let table = rows
        .into_iter()
        .fold(Table::new(head), |table, (field, name, own, other)| {
            table.row(row(
                lang,
                compared.differences.contains(&field),
                &name,
                (&own, &other),
            ))
        });
    html! {
        h2.govuk-heading-m { (t!(lang, "counter-fields-title")) }
        p.govuk-body { (t!(lang, "field-number")) ": " strong { (stored.dossier.number.as_ref().map(domain::person::PersonNumber::masked).unwrap_or_default()) } }
        (table)
        @for warning in &compared.warnings { (words::warning(lang, warning_words(lang, *warning))) }
        @if person.is_some_and(|p| p.dead) { (words::warning(lang, t!(lang, "counter-person-dead"))) }
    }
}

/// D59-14.1.app: how what was stated came.
pub(super) fn details_from(lang: Lang, from: DetailsFrom) -> String {
    t!(lang, &format!("details-from-{}", from.as_str()))
}

/// Field, its name, what was stated, what the register holds.
fn rows(
    lang: Lang,
    dossier: &Dossier,
    identity: Option<&Identity>,
    card: Option<&CardRecord>,
) -> [(Difference, String, String, String); 4] {
    let text = |value: Option<String>| value.unwrap_or_default();
    [
        (
            Difference::Name,
            t!(lang, "field-name"),
            text(dossier.name.as_ref().map(|n| n.as_str().to_owned())),
            text(identity.map(|i| i.name.as_str().to_owned())),
        ),
        (
            Difference::Birth,
            t!(lang, "field-birth"),
            text(dossier.birth.map(|b| b.to_card())),
            text(identity.map(|i| i.birth.to_card())),
        ),
        (
            Difference::Sex,
            t!(lang, "register-sex"),
            text(dossier.sex.map(|s| sex(lang, s))),
            text(identity.map(|i| sex(lang, i.sex))),
        ),
        (
            Difference::CardIssued,
            t!(lang, "field-card-issued"),
            text(dossier.card_issued.map(i18n::date)),
            text(card.map(|c| i18n::date(c.issued_on))),
        ),
    ]
}

fn row(lang: Lang, differs: bool, name: &str, texts: (&str, &str)) -> [Markup; 4] {
    let (own, other) = texts;
    let tag = if differs {
        Tag::new(Tone::Bad, t!(lang, "counter-differs"))
    } else if own.is_empty() {
        Tag::new(Tone::Quiet, t!(lang, "counter-not-stated"))
    } else {
        Tag::new(Tone::Good, t!(lang, "counter-same"))
    };
    let (own, other) = if differs {
        (marked(own, other), marked(other, own))
    } else {
        (html! { (own) }, html! { (other) })
    };
    [html! { (name) }, own, other, html! { (tag) }]
}

/// FMT-ID-5: a reason to look, never to refuse.
fn warning_words(lang: Lang, warning: NumberWarning) -> String {
    match warning {
        NumberWarning::Sex => t!(lang, "counter-warning-sex"),
        NumberWarning::BirthYear => t!(lang, "counter-warning-year"),
        NumberWarning::Province => t!(lang, "counter-warning-province"),
    }
}

/// Register, card and live portrait beside each other.
pub(super) fn portraits(lang: Lang, sources: &Sources<'_>) -> Markup {
    let one = |there: bool, which: &str, caption: String| {
        if there {
            Portrait::new(
                format!("{}/image/{which}", sources.base),
                caption.clone(),
                caption,
            )
        } else {
            Portrait::missing(caption, t!(lang, "counter-portrait-none"))
        }
    };
    html! {
        h2.govuk-heading-m { (t!(lang, "counter-portraits-title")) }
        (Portraits::new([
            Some(one(sources.register, "register", t!(lang, "counter-portrait-register"))),
            Some(one(sources.card, "card", t!(lang, "counter-portrait-card"))),
            sources.chip.then(|| one(true, "chip", t!(lang, "counter-portrait-chip"))),
            Some(one(sources.live, "live", t!(lang, "counter-portrait-live"))),
        ].into_iter().flatten()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differing_letters_are_marked() {
        for (own, other, want) in [
            (
                "Nguyễn Thị Anh",
                "Nguyễn Thị Ánh",
                "Nguyễn Thị <mark>A</mark>nh",
            ),
            ("aa", "a", "a<mark>a</mark>"),
            ("a", "aa", "a"),
            ("", "x", ""),
            ("abc", "xyz", "<mark>abc</mark>"),
        ] {
            assert_eq!(marked(own, other).into_string(), want);
        }
    }
}

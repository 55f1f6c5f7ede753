//! What each kind prints. A new kind is an arm in both functions and its texts.

use domain::document::{Facts, HeldClass, LicenceClass, LicenceFacts, LicenceForm};
use jiff::civil::Date;
use maud::{Markup, html};
use store::account::Profile;
use ui::{Cell, DocumentCard, Row, SummaryList, Table, Tag, Tone};

use crate::i18n::{Lang, date};
use crate::t;

/// The facts one looks at first.
pub(super) fn on_card(lang: Lang, facts: &Facts, today: Date, card: DocumentCard) -> DocumentCard {
    let end = match facts {
        Facts::DrivingLicence(licence) => licence.next_end(today),
        Facts::HealthCard(_) | Facts::Passport(_) => facts.expires_on(),
    };
    let until = end.map_or_else(|| t!(lang, "document-no-end"), date);
    match facts {
        Facts::DrivingLicence(licence) => {
            let classes: Vec<&str> = licence
                .classes
                .iter()
                .map(|held| held.class.as_str())
                .collect();
            let card = card
                .field(t!(lang, "field-licence-number"), licence.number.as_str())
                .field(t!(lang, "licence-classes"), classes.join(", "))
                .field(t!(lang, "document-until"), until);
            match licence.points {
                Some(points) => card.field(
                    t!(lang, "licence-points"),
                    t!(lang, "licence-points-of", points = points.get()),
                ),
                None => card,
            }
        }
        Facts::HealthCard(health) => card
            .field(t!(lang, "field-health-code"), health.code.as_str())
            .field(t!(lang, "document-from"), date(health.valid_from))
            .field(t!(lang, "document-until"), until),
        Facts::Passport(passport) => card
            .field(t!(lang, "field-passport-number"), passport.number.as_str())
            .field(t!(lang, "document-issued"), date(passport.issued_on))
            .field(t!(lang, "document-until"), until),
    }
}

/// Everything else.
pub(super) fn below(lang: Lang, facts: &Facts, profile: &Profile, today: Date) -> Markup {
    let birth = Row::new(t!(lang, "field-birth"), profile.identity.birth.to_card());
    let number = Row::new(t!(lang, "field-number"), profile.identity.number.as_str());
    match facts {
        Facts::DrivingLicence(licence) => licence_facts(lang, licence, [birth, number], today),
        Facts::HealthCard(health) => html! {
            (SummaryList::new([birth, number, Row::new(t!(lang, "health-facility"), health.facility.as_str())]))
        },
        Facts::Passport(passport) => html! {
            (SummaryList::new([birth, number, Row::new(t!(lang, "document-issuer"), passport.issued_by.as_str())]))
        },
    }
}

/// DOC-r5: every class with its term.
fn licence_facts(lang: Lang, licence: &LicenceFacts, holder: [Row; 2], today: Date) -> Markup {
    let head = [
        t!(lang, "licence-class-column"),
        t!(lang, "licence-list-column"),
        t!(lang, "document-until"),
    ];
    let mut table = Table::new(head.map(Cell::new))
        .caption(t!(lang, "licence-classes"))
        .first_cell_is_header(true);
    for held in &licence.classes {
        let list = match held.class {
            LicenceClass::Old(_) => t!(lang, "licence-list-old"),
            LicenceClass::New(_) => t!(lang, "licence-list-new"),
        };
        table = table.row([
            Cell::new(held.class.as_str()),
            Cell::new(list),
            Cell::new(term(lang, *held, today)),
        ]);
    }
    let form = match licence.form {
        LicenceForm::Pet => t!(lang, "licence-form-pet"),
        LicenceForm::Paper => t!(lang, "licence-form-paper"),
    };
    let mut rows = Vec::from(holder);
    rows.push(Row::new(t!(lang, "licence-form"), form));
    rows.push(Row::new(
        t!(lang, "document-issued"),
        date(licence.issued_on),
    ));
    rows.push(Row::new(
        t!(lang, "document-issuer"),
        licence.issued_by.as_str(),
    ));
    if let Some(points) = licence.points {
        rows.push(Row::new(
            t!(lang, "licence-points"),
            t!(lang, "licence-points-of", points = points.get()),
        ));
    }
    html! { (table) (SummaryList::new(rows)) }
}

/// FMT-GP-6: the term of one class; the others on the card may go on when it is over.
fn term(lang: Lang, held: HeldClass, today: Date) -> Markup {
    let over = held.expires_on.is_some_and(|last| today > last);
    html! {
        (held.expires_on.map_or_else(|| t!(lang, "document-no-end"), date))
        @if over { " " (Tag::new(Tone::Quiet, t!(lang, "status-document-expired"))) }
    }
}

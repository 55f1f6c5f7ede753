//! Documents of the wallet as claims (D59-3.7, I6): what the source confirmed last, read at each reading.

use domain::document::{Document, DocumentKind, Facts, LicenceForm, Shown};
use jiff::civil::Date;
use serde_json::{Value, json};
use store::document::Stored;

/// The documents of a kind; none where the holder has none that stands. One that waits for its source is
/// not here, one that was removed or withdrawn is told to nobody.
pub(super) fn of_kind(all: &[Stored], kind: DocumentKind, today: Date) -> Option<Value> {
    let papers = all.iter().map(|stored| &stored.document);
    let papers = papers.filter(|document| document.facts.kind() == kind);
    let told: Vec<Value> = papers.filter_map(|one| paper(one, today)).collect();
    (!told.is_empty()).then_some(Value::Array(told))
}

fn paper(document: &Document, today: Date) -> Option<Value> {
    let shown = document.shown(today);
    match shown {
        Shown::Current | Shown::Held | Shown::Expired => {}
        Shown::Revoked | Shown::Removed => return None,
    }
    let mut told = match &document.facts {
        Facts::DrivingLicence(facts) => json!({
            "number": facts.number.as_str(),
            "classes": facts.classes.iter().map(|held| json!({
                "class": held.class.as_str(),
                "expires_on": held.expires_on,
            })).collect::<Vec<_>>(),
            "form": match facts.form {
                LicenceForm::Pet => "card",
                LicenceForm::Paper => "paper",
            },
            "issued_on": facts.issued_on,
            "issued_by": facts.issued_by,
        }),
        Facts::HealthCard(facts) => json!({
            "number": facts.code.as_str(),
            "valid_from": facts.valid_from,
            "facility": facts.facility,
        }),
        Facts::Passport(facts) => json!({
            "number": facts.number.as_str(),
            "issued_on": facts.issued_on,
            "issued_by": facts.issued_by,
        }),
    };
    if let Some(told) = told.as_object_mut() {
        if let Some(last) = document.facts.expires_on() {
            told.insert("expires_on".to_owned(), json!(last));
        }
        told.insert("status".to_owned(), json!(shown.as_str()));
        let at = document.verified_at.as_second();
        told.insert("verified_at".to_owned(), json!(at));
    }
    Some(told)
}

//! Forms filled in with what a request states. Their reading is on record, as the request's page is.

use app::Error;
use app::cases::CaseRef;
use app::organisations::staff::{RequestRef, review};
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::contact::{Email, Phone};
use domain::organisation::OrganisationCode;
use domain::person::{BirthDate, FullName, PersonNumber};
use domain::regime::{Field, Filing, Form, Regime};
use store::organisation::registration::{Dossier as OrganisationDossier, Way};
use store::registration::Dossier;

use super::{Paper, Value, Wanted, print};
use crate::citizen::organisation::request::consent;
use crate::counter::side_by_side::sex;
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date};
use crate::t;

/// The form with the decree that has it.
fn of(form: Option<Form>) -> Result<(Form, Regime), Error> {
    let form = form.ok_or(Error::NotFound)?;
    let has = |regime: &Regime| regime.forms().contains(&form);
    let regime = Regime::ALL.into_iter().find(has).ok_or(Error::NotFound)?;
    Ok((form, regime))
}

/// D69-10.2, D69-11: TK01 of a registration.
pub(super) async fn person(
    desk: Desk,
    Path(reference): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let read = app::counter::proofing::view(&desk.app, &desk.cx, &reference).await;
    let seen = match read.and_then(|seen| Ok((of(seen.form)?, seen))) {
        Ok(seen) => seen,
        Err(error) => return error::page(&desk.view, &error),
    };
    let ((form, regime), proofing) = seen;
    let stored = &proofing.stored;
    let paper = Paper {
        form,
        regime,
        reference: &stored.reference,
        at: stored.received.unwrap_or(desk.cx.now),
    };
    let lang = wanted.lang(&desk);
    let mut values = of_person(lang, &stored.dossier);
    values.push((Field::Level, Some(stored.level.get().to_string())));
    print(&desk, &wanted, &paper, &values)
}

fn of_person(lang: Lang, dossier: &Dossier) -> Vec<Value> {
    let text = |text: Option<&str>| text.map(str::to_owned);
    let paper = dossier.paper.as_ref();
    let kinds = dossier.documents.iter();
    let kinds = kinds.map(|one| t!(lang, &format!("kind-{}", one.kind)));
    let kinds = kinds.collect::<Vec<_>>().join(", ");
    vec![
        (
            Field::Name,
            text(dossier.name.as_ref().map(FullName::as_str)),
        ),
        (
            Field::Number,
            text(dossier.number.as_ref().map(PersonNumber::as_str)),
        ),
        (Field::Birth, dossier.birth.as_ref().map(BirthDate::to_card)),
        (Field::Sex, dossier.sex.map(|one| sex(lang, one))),
        (
            Field::Nationality,
            text(paper.map(|p| p.nationality.as_str())),
        ),
        (Field::Paper, text(paper.map(|p| p.number.as_str()))),
        (
            Field::Phone,
            text(dossier.phone.as_ref().map(Phone::as_str)),
        ),
        (
            Field::Email,
            text(dossier.email.as_ref().map(Email::as_str)),
        ),
        (Field::Documents, Some(kinds)),
    ]
}

/// D69-12: TK02 of an organisation's request.
pub(super) async fn organisation(
    desk: Desk,
    Path(request): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let read = async {
        let place: RequestRef = request.parse().map_err(|_| Error::NotFound)?;
        let seen = review(&desk.app, &desk.cx, place).await?;
        Ok::<_, Error>((of(seen.form)?, seen))
    };
    let ((form, regime), seen) = match read.await {
        Ok(seen) => seen,
        Err(error) => return error::page(&desk.view, &error),
    };
    let paper = Paper {
        form,
        regime,
        reference: &seen.stored.reference,
        at: seen.stored.received.unwrap_or(desk.cx.now),
    };
    let lang = wanted.lang(&desk);
    let dossier = &seen.stored.dossier;
    let mut values = of_organisation(dossier);
    values.push((Field::Registrant, Some(seen.representative)));
    let number = seen.number.as_str().to_owned();
    values.push((Field::RegistrantNumber, Some(number)));
    if let Way::Empowered(Some(last)) = dossier.way {
        let until = format!("{}: {}", t!(lang, "mandate-until"), date(last));
        values.push((Field::Mandate, Some(until)));
    }
    let said = seen.consents.iter();
    let said = said.map(|(number, answer)| format!("{number}: {}", consent(lang, *answer)));
    let said = said.collect::<Vec<_>>().join("; ");
    values.push((Field::Consents, Some(said)));
    print(&desk, &wanted, &paper, &values)
}

fn of_organisation(dossier: &OrganisationDossier) -> Vec<Value> {
    let code = dossier.code.as_ref().map(OrganisationCode::shown);
    vec![
        (Field::Code, code),
        (Field::OrganisationName, Some(dossier.name.clone())),
        (Field::ShortName, Some(dossier.short_name.clone())),
        (Field::ForeignName, Some(dossier.foreign_name.clone())),
        (Field::Founded, dossier.founded_on.map(date)),
        (Field::Address, Some(dossier.address.clone())),
    ]
}

/// D69-F: TK03 of a body's request to lock or unlock.
pub(super) async fn lock(
    desk: Desk,
    Path(case): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let read = async {
        let place: CaseRef = case.parse().map_err(|_| Error::NotFound)?;
        let seen = app::cases::open(&desk.app, &desk.cx, place).await?;
        let form = of(seen.stored.case.regime.form(Filing::Lock))?;
        Ok::<_, Error>((form, seen))
    };
    let ((form, regime), seen) = match read.await {
        Ok(seen) => seen,
        Err(error) => return error::page(&desk.view, &error),
    };
    let (one, body) = (&seen.stored.case, &seen.stored.body);
    let paper = Paper {
        form,
        regime,
        reference: &seen.stored.reference,
        at: one.received,
    };
    let lang = wanted.lang(&desk);
    let letter = t!(
        lang,
        "case-letter-of",
        letter = body.letter.as_str(),
        day = date(body.letter_date)
    );
    let wish = t!(lang, &format!("case-wish-{}", one.wish.as_str()));
    let values = [
        (Field::Wish, Some(wish)),
        (Field::Name, Some(seen.name.clone())),
        (Field::Number, Some(seen.number.clone())),
        (Field::Requester, Some(body.name.clone())),
        (Field::Letter, Some(letter)),
        (Field::Basis, Some(body.basis.clone())),
    ];
    print(&desk, &wanted, &paper, &values)
}

//! Looking up what another body asks for.

use domain::document::{HealthCode, LicenceNumber, OwnerNumber, PassportNumber};
use domain::exchange::Question;
use domain::organisation::OrganisationCode;
use domain::person::PersonNumber;
use domain::regime::PersonKind;
use domain::registers::PortraitSource;
use serde::Serialize;
use serde_json::Value;

use super::wire::{Body, FingerPicture, Picture};
use crate::ports::{Registers, Silent};

/// What a register holds of a question.
pub(super) struct Held {
    /// The record; null where there is none.
    pub(super) record: Value,
    /// Whose it is, where it is a citizen's.
    pub(super) of: Option<PersonNumber>,
}

/// Why nothing was looked up.
pub(super) enum Unheld {
    /// The question is malformed.
    Malformed,
    /// I6.
    Silent,
}

impl From<Silent> for Unheld {
    fn from(_: Silent) -> Self {
        Self::Silent
    }
}

fn held<T: Serialize>(record: Option<&T>, of: Option<PersonNumber>) -> Result<Held, Unheld> {
    let of = record.and(of);
    let record = serde_json::to_value(record).map_err(|_| Unheld::Silent)?;
    Ok(Held { record, of })
}

/// A citizen: foreigners' files are asked of nobody.
fn citizen(number: &str) -> Result<PersonNumber, Unheld> {
    let number = PersonNumber::parse(number).map_err(|_| Unheld::Malformed)?;
    if number.kind() == PersonKind::Citizen {
        Ok(number)
    } else {
        Err(Unheld::Malformed)
    }
}

fn owner(number: &OwnerNumber) -> Option<PersonNumber> {
    match number {
        OwnerNumber::Citizen(number) => Some(number.clone()),
        OwnerNumber::Old(_) => None,
    }
}

/// Asks the register.
pub(super) async fn look(
    registers: &dyn Registers,
    question: Question,
    body: &Body,
) -> Result<Held, Unheld> {
    let number = match (
        question,
        body.number.as_deref(),
        &body.name,
        body.birth_year,
    ) {
        (Question::Search, None, Some(name), Some(year)) => {
            let found = registers.search(name, year).await?;
            return held(Some(&found), None);
        }
        (Question::Search, ..) => return Err(Unheld::Malformed),
        (_, Some(number), None, None) => number,
        (..) => return Err(Unheld::Malformed),
    };
    match question {
        Question::Person | Question::Card | Question::Search => {
            of_person(registers, question, &citizen(number)?).await
        }
        Question::PopulationPortrait | Question::CardPortrait | Question::Prints => {
            pictures(registers, question, citizen(number)?).await
        }
        Question::Licence => licence(registers, number).await,
        Question::Health => health(registers, number).await,
        Question::Passport => passport(registers, number).await,
        Question::Business => business(registers, number).await,
    }
}

async fn of_person(
    registers: &dyn Registers,
    question: Question,
    number: &PersonNumber,
) -> Result<Held, Unheld> {
    let of = Some(number.clone());
    if question == Question::Card {
        held(registers.card(number).await?.as_ref(), of)
    } else {
        held(registers.person(number).await?.as_ref(), of)
    }
}

async fn pictures(
    registers: &dyn Registers,
    question: Question,
    number: PersonNumber,
) -> Result<Held, Unheld> {
    if question == Question::Prints {
        let prints = registers.prints(&number).await?;
        let prints: Vec<FingerPicture> = prints.iter().map(FingerPicture::of).collect();
        // "None on record" is an answer too; an empty list tells nobody's data.
        let of = (!prints.is_empty()).then_some(number);
        return held(Some(&prints), of);
    }
    let source = if question == Question::CardPortrait {
        PortraitSource::Card
    } else {
        PortraitSource::Population
    };
    let picture = registers.portrait(&number, source).await?;
    held(picture.as_deref().map(Picture::of).as_ref(), Some(number))
}

async fn licence(registers: &dyn Registers, number: &str) -> Result<Held, Unheld> {
    let number = LicenceNumber::parse(number).map_err(|_| Unheld::Malformed)?;
    let record = registers.licence(&number).await?;
    let of = record.as_ref().and_then(|r| owner(&r.owner.number));
    held(record.as_ref(), of)
}

async fn health(registers: &dyn Registers, code: &str) -> Result<Held, Unheld> {
    let code = HealthCode::parse(code).map_err(|_| Unheld::Malformed)?;
    let record = registers.health(&code).await?;
    let of = record.as_ref().and_then(|r| owner(&r.owner.number));
    held(record.as_ref(), of)
}

async fn passport(registers: &dyn Registers, number: &str) -> Result<Held, Unheld> {
    let number = PassportNumber::parse(number).map_err(|_| Unheld::Malformed)?;
    let record = registers.passport(&number).await?;
    let of = record.as_ref().and_then(|r| owner(&r.owner.number));
    held(record.as_ref(), of)
}

async fn business(registers: &dyn Registers, code: &str) -> Result<Held, Unheld> {
    let code = OrganisationCode::parse(code).map_err(|_| Unheld::Malformed)?;
    held(registers.business(&code).await?.as_ref(), None)
}

//! Looking up what another body asks for.

use domain::document::{HealthCode, LicenceNumber, Owner, PassportNumber};
use domain::exchange::Question;
use domain::organisation::{BusinessRecord, OrganisationCode};
use domain::person::PersonNumber;
use domain::regime::PersonKind;
use domain::registers::{PersonRecord, PortraitSource};
use serde::Serialize;
use serde_json::Value;

use super::whose::Whose;
use super::wire::{Body, FingerPicture, Picture};
use crate::ports::{Registers, Silent};

/// What a register holds of a question.
pub(super) struct Held {
    /// The record; null where there is none.
    pub(super) record: Value,
    /// Everybody of whom it tells.
    pub(super) of: Vec<Whose>,
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

/// What is told, and of whom; of nobody where there is no such record.
fn held<T: Serialize>(record: Option<&T>, of: Vec<Whose>) -> Result<Held, Unheld> {
    let of = record.map(|_| of).unwrap_or_default();
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

fn owner(owner: &Owner) -> Vec<Whose> {
    vec![Whose::owner(owner)]
}

/// A person, and the guardian whose number his record holds.
fn persons<'a>(records: impl IntoIterator<Item = &'a PersonRecord>) -> Vec<Whose> {
    let both = |record: &PersonRecord| {
        let own = Some(record.identity.number.clone());
        own.into_iter().chain(record.guardian.clone())
    };
    let numbers = records.into_iter().flat_map(both);
    numbers.map(Whose::Number).collect()
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
            return held(Some(&found), persons(&found));
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
    if question == Question::Card {
        let of = vec![Whose::Number(number.clone())];
        held(registers.card(number).await?.as_ref(), of)
    } else {
        let record = registers.person(number).await?;
        held(record.as_ref(), persons(&record))
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
        let of = (!prints.is_empty()).then_some(Whose::Number(number));
        return held(Some(&prints), of.into_iter().collect());
    }
    let source = if question == Question::CardPortrait {
        PortraitSource::Card
    } else {
        PortraitSource::Population
    };
    let picture = registers.portrait(&number, source).await?;
    let of = vec![Whose::Number(number)];
    held(picture.as_deref().map(Picture::of).as_ref(), of)
}

async fn licence(registers: &dyn Registers, number: &str) -> Result<Held, Unheld> {
    let number = LicenceNumber::parse(number).map_err(|_| Unheld::Malformed)?;
    let record = registers.licence(&number).await?;
    let of = record.as_ref().map(|r| owner(&r.owner)).unwrap_or_default();
    held(record.as_ref(), of)
}

async fn health(registers: &dyn Registers, code: &str) -> Result<Held, Unheld> {
    let code = HealthCode::parse(code).map_err(|_| Unheld::Malformed)?;
    let record = registers.health(&code).await?;
    let of = record.as_ref().map(|r| owner(&r.owner)).unwrap_or_default();
    held(record.as_ref(), of)
}

async fn passport(registers: &dyn Registers, number: &str) -> Result<Held, Unheld> {
    let number = PassportNumber::parse(number).map_err(|_| Unheld::Malformed)?;
    let record = registers.passport(&number).await?;
    let of = record.as_ref().map(|r| owner(&r.owner)).unwrap_or_default();
    held(record.as_ref(), of)
}

async fn business(registers: &dyn Registers, code: &str) -> Result<Held, Unheld> {
    let code = OrganisationCode::parse(code).map_err(|_| Unheld::Malformed)?;
    let record = registers.business(&code).await?;
    let of = record.iter().flat_map(BusinessRecord::representatives);
    let of = of.cloned().map(Whose::Number).collect();
    held(record.as_ref(), of)
}

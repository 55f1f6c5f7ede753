//! Each register where it is: here, or with another body. What concerns foreigners' files is asked here alone.

use std::sync::Arc;

use app::exchange::wire::{Body, FingerPicture, Picture};
use app::ports::{Answer, Print, Registers, Silent, SourceState, Told};
use app::registers::{is_portrait, is_print};
use domain::document::{
    HealthCode, HealthRecord, LicenceNumber, LicenceRecord, PassportNumber, PassportRecord,
};
use domain::exchange::Question;
use domain::organisation::{BusinessRecord, OrganisationCode};
use domain::person::{FullName, PersonNumber, TravelPaper};
use domain::regime::PersonKind;
use domain::registers::{CardRecord, ForeignerRecord, PersonRecord, PortraitSource};

use super::remote::Source;

/// All registers.
pub struct Routed {
    here: Arc<dyn Registers>,
    sources: Vec<Source>,
}

fn numbered(number: &str) -> Body {
    Body {
        salt: String::new(),
        number: Some(number.to_owned()),
        name: None,
        birth_year: None,
    }
}

impl Routed {
    /// Those here, and those of other bodies in their place.
    pub fn new(here: Arc<dyn Registers>, sources: Vec<Source>) -> Self {
        Self { here, sources }
    }

    /// Who is asked, if anybody else is.
    fn away(&self, question: Question) -> Option<&Source> {
        let register = question.register();
        self.sources.iter().find(|source| source.runs(register))
    }

    fn away_for(&self, question: Question, number: &PersonNumber) -> Option<&Source> {
        match number.kind() {
            PersonKind::Citizen => self.away(question),
            PersonKind::Foreigner => None,
        }
    }
}

/// Asks whoever runs a register by a number or code; a record of another one is none.
macro_rules! route {
    ($self:ident, $away:expr, $question:ident, $number:ident, $here:ident, $record:ident: $kind:ty => $own:expr) => {
        match $away {
            None => $self.here.$here($number),
            Some(source) => Box::pin(async move {
                let body = numbered($number.as_str());
                let wanted = $number.clone();
                let own = move |$record: &$kind| $own == wanted;
                source.ask(Question::$question, body, own).await
            }),
        }
    };
}

impl Registers for Routed {
    fn person<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Told<PersonRecord>> {
        match self.away_for(Question::Person, number) {
            None => self.here.person(number),
            Some(source) => Box::pin(async move {
                let wanted = number.clone();
                let own = move |record: &PersonRecord| {
                    record.identity.number == wanted && record.foreign.is_none()
                };
                let body = numbered(number.as_str());
                source.ask(Question::Person, body, own).await
            }),
        }
    }

    fn search<'a>(
        &'a self,
        name: &'a FullName,
        birth_year: i16,
    ) -> Answer<'a, Result<Vec<PersonRecord>, Silent>> {
        match self.away(Question::Search) {
            None => self.here.search(name, birth_year),
            Some(source) => Box::pin(async move {
                let body = Body {
                    salt: String::new(),
                    number: None,
                    name: Some(name.clone()),
                    birth_year: Some(birth_year),
                };
                let own =
                    |people: &Vec<PersonRecord>| people.iter().all(|one| one.foreign.is_none());
                let found = source.ask(Question::Search, body, own).await?;
                Ok(found.unwrap_or_default())
            }),
        }
    }

    fn card<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Told<CardRecord>> {
        let away = self.away_for(Question::Card, number);
        route!(self, away, Card, number, card, record: CardRecord => record.number)
    }

    fn portrait<'a>(
        &'a self,
        number: &'a PersonNumber,
        of: PortraitSource,
    ) -> Answer<'a, Told<Vec<u8>>> {
        let question = match of {
            PortraitSource::Population => Question::PopulationPortrait,
            PortraitSource::Card => Question::CardPortrait,
            PortraitSource::Immigration => return self.here.portrait(number, of),
        };
        match self.away_for(question, number) {
            None => self.here.portrait(number, of),
            Some(source) => Box::pin(async move {
                let own =
                    |picture: &Picture| picture.bytes().is_some_and(|image| is_portrait(&image));
                let body = numbered(number.as_str());
                let told: Option<Picture> = source.ask(question, body, own).await?;
                Ok(told.and_then(|picture| picture.bytes()))
            }),
        }
    }

    fn prints<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Result<Vec<Print>, Silent>> {
        match self.away_for(Question::Prints, number) {
            None => self.here.prints(number),
            Some(source) => Box::pin(async move {
                let own = |prints: &Vec<FingerPicture>| {
                    let read = |print: &FingerPicture| {
                        let image = print.picture.bytes();
                        image.is_some_and(|image| is_print(&image))
                    };
                    prints.iter().all(read)
                };
                let body = numbered(number.as_str());
                let told = source.ask(Question::Prints, body, own).await?;
                let prints = told.unwrap_or_default().into_iter();
                Ok(prints.filter_map(FingerPicture::print).collect())
            }),
        }
    }

    fn licence<'a>(&'a self, number: &'a LicenceNumber) -> Answer<'a, Told<LicenceRecord>> {
        let away = self.away(Question::Licence);
        route!(self, away, Licence, number, licence, record: LicenceRecord => record.number)
    }

    fn foreigner<'a>(&'a self, paper: &'a TravelPaper) -> Answer<'a, Told<ForeignerRecord>> {
        self.here.foreigner(paper)
    }

    fn health<'a>(&'a self, code: &'a HealthCode) -> Answer<'a, Told<HealthRecord>> {
        match self.away(Question::Health) {
            None => self.here.health(code),
            Some(source) => Box::pin(async move {
                // FMT-BH-2: the last ten digits are the person's; what stands before them changes.
                let wanted = code.clone();
                let own = move |record: &HealthRecord| {
                    record.code.insurance_number() == wanted.insurance_number()
                };
                source
                    .ask(Question::Health, numbered(code.as_str()), own)
                    .await
            }),
        }
    }

    fn passport<'a>(&'a self, number: &'a PassportNumber) -> Answer<'a, Told<PassportRecord>> {
        let away = self.away(Question::Passport);
        route!(self, away, Passport, number, passport, record: PassportRecord => record.number)
    }

    fn business<'a>(&'a self, code: &'a OrganisationCode) -> Answer<'a, Told<BusinessRecord>> {
        let away = self.away(Question::Business);
        route!(self, away, Business, code, business, record: BusinessRecord => record.code)
    }

    fn sources(&self) -> Vec<SourceState> {
        self.sources.iter().map(Source::state).collect()
    }
}

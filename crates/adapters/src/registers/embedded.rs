//! The registers as this installation holds them itself: files loaded by `dinhdanh registers import`.
//!
//! I6: a register that is not loaded, closed, or whose database fails is silent; "no such record" is
//! said only by a register that answers.

use app::ports::{Answer, Registers, Silent, Told};
use domain::document::{
    HealthCode, HealthRecord, LicenceNumber, LicenceRecord, PassportNumber, PassportRecord,
};
use domain::finger::Finger;
use domain::organisation::{BusinessRecord, OrganisationCode};
use domain::person::{FullName, PersonNumber, TravelPaper};
use domain::regime::PersonKind;
use domain::registers::{CardRecord, ForeignerRecord, PersonRecord, PortraitSource, Register};
use store::registers::{
    business, card, foreigner, health, licence, passport, person, portrait, print, state,
};
use store::{Db, Snapshot};

/// The embedded source.
#[derive(Clone)]
pub struct Embedded {
    db: Db,
}

impl Embedded {
    /// Over the database that the files are loaded into.
    pub const fn new(db: Db) -> Self {
        Self { db }
    }

    /// A connection to ask a register that answers.
    async fn open(&self, register: Register) -> Result<Snapshot, Silent> {
        let mut source = self.db.read().await.map_err(failed(register))?;
        let state = state::find(&mut source, register)
            .await
            .map_err(failed(register))?;
        if state.answers() {
            return Ok(source);
        }
        let why = if state.loaded.is_none() {
            "not loaded".to_owned()
        } else if state.note.is_empty() {
            "closed".to_owned()
        } else {
            format!("closed: {}", state.note)
        };
        Err(Silent {
            register: register.as_str(),
            why,
            again: None,
        })
    }

    /// The person of the immigration register behind a foreigner's number.
    async fn of_number(&self, number: &PersonNumber) -> Told<ForeignerRecord> {
        let failed = || failed(Register::Foreigners);
        let mut source = self.open(Register::Foreigners).await?;
        let file = store::foreigner::file_of(&mut source, number)
            .await
            .map_err(failed())?;
        match file {
            Some(file) => foreigner::by_file(&mut source, &file)
                .await
                .map_err(failed()),
            None => Ok(None),
        }
    }
}

fn failed(register: Register) -> impl FnOnce(store::Error) -> Silent {
    move |error| Silent {
        register: register.as_str(),
        why: error.to_string(),
        again: None,
    }
}

/// Asks one register one question.
macro_rules! ask {
    ($self:ident, $register:ident, $source:ident => $question:expr) => {
        Box::pin(async move {
            let mut $source = $self.open(Register::$register).await?;
            $question.await.map_err(failed(Register::$register))
        })
    };
}

impl Registers for Embedded {
    fn person<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Told<PersonRecord>> {
        match number.kind() {
            PersonKind::Citizen => {
                ask!(self, Population, source => person::by_number(&mut source, number))
            }
            PersonKind::Foreigner => Box::pin(async move {
                let Some(record) = self.of_number(number).await? else {
                    return Ok(None);
                };
                let mut source = self.open(Register::Foreigners).await?;
                let guardian = foreigner::guardian_number(&mut source, &record)
                    .await
                    .map_err(failed(Register::Foreigners))?;
                Ok(Some(record.person(number.clone(), guardian)))
            }),
        }
    }

    fn search<'a>(
        &'a self,
        name: &'a FullName,
        birth_year: i16,
    ) -> Answer<'a, Result<Vec<PersonRecord>, Silent>> {
        Box::pin(async move {
            let failed = || failed(Register::Population);
            drop(self.open(Register::Population).await?);
            let mut source = self.db.scan().await.map_err(failed())?;
            person::search(&mut source, name.as_str(), birth_year)
                .await
                .map_err(failed())
        })
    }

    fn card<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Told<CardRecord>> {
        match number.kind() {
            PersonKind::Citizen => {
                ask!(self, Cards, source => card::by_number(&mut source, number))
            }
            PersonKind::Foreigner => Box::pin(async move {
                let record = self.of_number(number).await?;
                Ok(record.map(|r| r.card(number.clone())))
            }),
        }
    }

    fn foreigner<'a>(&'a self, paper: &'a TravelPaper) -> Answer<'a, Told<ForeignerRecord>> {
        ask!(self, Foreigners, source => foreigner::by_paper(&mut source, paper))
    }

    fn portrait<'a>(
        &'a self,
        number: &'a PersonNumber,
        of: PortraitSource,
    ) -> Answer<'a, Told<Vec<u8>>> {
        let key = number.as_str();
        match (number.kind(), of) {
            (PersonKind::Citizen, PortraitSource::Population) => {
                ask!(self, Population, source => portrait::find(&mut source, key, of))
            }
            (PersonKind::Citizen, PortraitSource::Card) => {
                ask!(self, Cards, source => portrait::find(&mut source, key, of))
            }
            (PersonKind::Foreigner, PortraitSource::Population) => Box::pin(async move {
                let Some(record) = self.of_number(number).await? else {
                    return Ok(None);
                };
                let mut source = self.open(Register::Foreigners).await?;
                portrait::find(&mut source, &record.file, PortraitSource::Immigration)
                    .await
                    .map_err(failed(Register::Foreigners))
            }),
            (PersonKind::Foreigner, PortraitSource::Card) | (_, PortraitSource::Immigration) => {
                Box::pin(async { Ok(None) })
            }
        }
    }

    fn prints<'a>(
        &'a self,
        number: &'a PersonNumber,
    ) -> Answer<'a, Result<Vec<(Finger, Vec<u8>)>, Silent>> {
        match number.kind() {
            PersonKind::Citizen => ask!(self, Cards, source => {
                print::find(&mut source, number.as_str(), PortraitSource::Card)
            }),
            PersonKind::Foreigner => Box::pin(async move {
                let Some(record) = self.of_number(number).await? else {
                    return Ok(Vec::new());
                };
                let mut source = self.open(Register::Foreigners).await?;
                print::find(&mut source, &record.file, PortraitSource::Immigration)
                    .await
                    .map_err(failed(Register::Foreigners))
            }),
        }
    }

    fn licence<'a>(&'a self, number: &'a LicenceNumber) -> Answer<'a, Told<LicenceRecord>> {
        ask!(self, Licences, source => licence::by_number(&mut source, number))
    }

    fn health<'a>(&'a self, code: &'a HealthCode) -> Answer<'a, Told<HealthRecord>> {
        ask!(self, Health, source => health::by_code(&mut source, code))
    }

    fn passport<'a>(&'a self, number: &'a PassportNumber) -> Answer<'a, Told<PassportRecord>> {
        ask!(self, Passports, source => passport::by_number(&mut source, number))
    }

    fn business<'a>(&'a self, code: &'a OrganisationCode) -> Answer<'a, Told<BusinessRecord>> {
        ask!(self, Business, source => business::by_code(&mut source, code))
    }
}

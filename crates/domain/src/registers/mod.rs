//! Records of the authoritative registers (D59-10), as they are told to us, and the lines of the
//! files they come in.

pub mod business;
pub mod cards;
pub mod events;
mod fields;
pub mod fingers;
pub mod foreigners;
pub mod health;
pub mod holidays;
pub mod licences;
pub mod line;
pub mod passports;
pub mod population;
mod reason;
mod register;
mod standing;
#[cfg(test)]
mod tests;
pub mod units;

pub use fields::{Columns, Fields, Header};
pub use foreigners::{ForeignerRecord, Guardian};
pub use holidays::HolidayRecord;
pub use reason::{HeaderError, Reason, RowError};
pub use register::Register;
pub use units::{UnitKind, UnitLevel, UnitRecord};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::person::{Foreign, Identity, OldNumber, PersonNumber};
use crate::redacted_debug;
use crate::registration::CardFacts;

/// A person of the population register.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecord {
    /// Number, name, date of birth, sex.
    pub identity: Identity,
    /// FMT-ID-7: the old nine-digit number, where the register links one.
    pub old_number: Option<OldNumber>,
    /// Code of the province of birth registration (FMT-ID-2).
    pub province: String,
    /// Address as text.
    pub address: String,
    /// Day of death; `None` while living.
    pub died_on: Option<Date>,
    /// Whether the register records a death, even without a day.
    pub dead: bool,
    /// Parent or guardian of a minor (D59-11.1).
    pub guardian: Option<PersonNumber>,
    /// Whether the guardian was appointed for somebody who may not act alone, whatever his age.
    pub ward: bool,
    /// Paper and stay, where the person is a foreigner (D59-8.1); told to no other body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign: Option<Foreign>,
}

redacted_debug!(PersonRecord, CardRecord);

/// Form of a citizen-id card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardForm {
    /// With a chip.
    Chip,
    /// The older card with a barcode.
    Barcode,
    /// A foreigner's passport or travel document (D59-15.1); never in the card register's files.
    TravelPaper,
}

impl CardForm {
    /// Word in register files and rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chip => "chip",
            Self::Barcode => "barcode",
            Self::TravelPaper => "travel-paper",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Chip, Self::Barcode]
            .into_iter()
            .find(|form| form.as_str() == text)
    }
}

/// State of a citizen-id card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardStatus {
    /// In use.
    Valid,
    /// Withdrawn (D59-19.1.a.iii).
    Withdrawn,
    /// Held for a time.
    Held,
    /// Reported lost.
    Lost,
}

impl CardStatus {
    /// Word in register files and rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Withdrawn => "withdrawn",
            Self::Held => "held",
            Self::Lost => "lost",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Valid, Self::Withdrawn, Self::Held, Self::Lost]
            .into_iter()
            .find(|status| status.as_str() == text)
    }
}

/// A citizen-id card.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardRecord {
    /// Whose.
    pub number: PersonNumber,
    /// Chip or barcode.
    pub form: CardForm,
    /// Date of issue.
    pub issued_on: Date,
    /// Last day of validity; `None` without limit.
    pub expires_on: Option<Date>,
    /// State.
    pub status: CardStatus,
    /// Day the state changed.
    pub changed_on: Option<Date>,
}

impl CardRecord {
    /// D59-14.1.a: what a registration needs to know of the card on a day.
    pub fn facts(&self, today: Date) -> CardFacts {
        CardFacts {
            fit: self.form != CardForm::Barcode,
            valid: self.status == CardStatus::Valid
                && self.expires_on.is_none_or(|last| today <= last),
            issued_on: self.issued_on,
        }
    }
}

/// Which register a portrait comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PortraitSource {
    /// Population register.
    Population,
    /// Citizen-id card register.
    Card,
    /// Immigration register.
    Immigration,
}

impl PortraitSource {
    /// Word in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Card => "card",
            Self::Immigration => "immigration",
        }
    }
}

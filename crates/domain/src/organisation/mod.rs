//! Organisations (D59-9): their code, their identity, who acts for them.

mod code;
mod power;

pub use code::{CodeError, CodeKind, OrganisationCode};
pub use power::{Act, Delegation, End, EndDateError, Power, end_of, until};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::person::{FullName, PersonNumber};
use crate::redacted_debug;

/// D59-9: the electronic identity of an organisation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationIdentity {
    /// D59-3.5: its code.
    pub code: OrganisationCode,
    /// Name in Vietnamese.
    pub name: String,
    /// Short name; may be empty.
    pub short_name: String,
    /// Name in a foreign language; may be empty.
    pub foreign_name: String,
    /// Day of foundation.
    pub founded_on: Date,
    /// Address of the head office.
    pub address: String,
    /// Number of the legal representative or head.
    pub representative: PersonNumber,
    /// His name.
    pub representative_name: FullName,
}

/// What the business register says of an organisation's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BusinessStatus {
    /// It operates.
    Active,
    /// It was dissolved.
    Dissolved,
    /// It ceased by law.
    Ceased,
}

impl BusinessStatus {
    /// Every word.
    pub const ALL: [Self; 3] = [Self::Active, Self::Dissolved, Self::Ceased];

    /// Word in register files and rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Dissolved => "dissolved",
            Self::Ceased => "ceased",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// An organisation as the business register holds it (D59-10.2).
#[derive(Clone, PartialEq, Eq)]
pub struct BusinessRecord {
    /// Tax code.
    pub code: OrganisationCode,
    /// Name in Vietnamese.
    pub name: String,
    /// Short name; may be empty.
    pub short_name: String,
    /// Name in a foreign language; may be empty.
    pub foreign_name: String,
    /// Day of foundation.
    pub founded_on: Date,
    /// Address of the head office.
    pub address: String,
    /// Number of the legal representative.
    pub representative: PersonNumber,
    /// Whether it operates.
    pub status: BusinessStatus,
    /// Since when it does not.
    pub status_since: Option<Date>,
    /// Province of the head office; may be empty.
    pub province: String,
}

impl BusinessRecord {
    /// D59-9: the identity, with the name of its representative as the population register has it.
    pub fn identity(self, representative_name: FullName) -> OrganisationIdentity {
        OrganisationIdentity {
            code: self.code,
            name: self.name,
            short_name: self.short_name,
            foreign_name: self.foreign_name,
            founded_on: self.founded_on,
            address: self.address,
            representative: self.representative,
            representative_name,
        }
    }
}

redacted_debug!(OrganisationIdentity, BusinessRecord);

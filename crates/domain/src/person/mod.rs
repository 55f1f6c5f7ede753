//! A person's identity as the registers hold it (D59-7): number, name, date of birth, sex.

mod birth;
mod card_code;
mod identity;
mod name;
mod number;
mod travel;

pub use birth::{BirthDate, BirthDateError};
pub use card_code::{CardCode, CardCodeError};
pub use identity::{Difference, Identity, differences};
pub use name::{FullName, NameError, fold};
pub use number::{NumberError, NumberWarning, OldNumber, PersonNumber};
pub use travel::{
    Foreign, Nationality, StayKind, TravelError, TravelForm, TravelNumber, TravelPaper,
};

use serde::{Deserialize, Serialize};

/// Sex as registered (D59-7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

impl Sex {
    /// The word in register files and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }

    /// Reads the word of register files and forms.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "male" => Some(Self::Male),
            "female" => Some(Self::Female),
            _ => None,
        }
    }
}

//! What every source register says in the same way: who owns the paper and whether it stands.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::person::{BirthDate, FullName, OldNumber, PersonNumber};
use crate::redacted_debug;

/// The number under which a paper was issued.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnerNumber {
    /// The twelve-digit personal number.
    Citizen(PersonNumber),
    /// The nine-digit number of old papers (FMT-ID-7).
    Old(OldNumber),
}

redacted_debug!(OwnerNumber, Owner);

/// The owner as the source holds him.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Personal or old number.
    pub number: OwnerNumber,
    /// Full name.
    pub name: FullName,
    /// Date of birth, where the source has one.
    pub birth: Option<BirthDate>,
}

/// Who holds or withdrew a paper, since when (QR-8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// Name of the authority.
    pub name: String,
    /// First day.
    pub since: Date,
}

/// Whether a paper stands at its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceState {
    /// In force.
    InForce,
    /// Held electronically, for example until a fine is paid.
    Held(Authority),
    /// Withdrawn.
    Revoked(Authority),
}

impl OwnerNumber {
    /// Nine digits are an old number, anything else must be a personal number.
    pub fn parse(text: &str) -> Result<Self, crate::person::NumberError> {
        OldNumber::parse(text)
            .map(Self::Old)
            .or_else(|_| PersonNumber::parse(text).map(Self::Citizen))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Citizen(number) => number.as_str(),
            Self::Old(number) => number.as_str(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: FMT-ID-1, FMT-ID-7, DOC-r3
    #[test]
    fn nine_or_twelve_digits() {
        assert!(matches!(
            OwnerNumber::parse("280123456"),
            Ok(OwnerNumber::Old(_))
        ));
        assert!(matches!(
            OwnerNumber::parse("074190001234"),
            Ok(OwnerNumber::Citizen(_))
        ));
        assert!(OwnerNumber::parse("0741900012").is_err());
        let number = OwnerNumber::parse("280123456").unwrap();
        assert_eq!(format!("{number:?}"), "OwnerNumber(‹private›)");
        assert_eq!(number.as_str(), "280123456");
    }
}

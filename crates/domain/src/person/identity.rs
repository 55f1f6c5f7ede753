//! The identity of a citizen and how a statement differs from it.

use serde::{Deserialize, Serialize};

use super::{BirthDate, FullName, PersonNumber, Sex};
use crate::redacted_debug;

/// D59-7.1: the four personal data of a citizen, immutable by the holder.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Personal identification number.
    pub number: PersonNumber,
    /// Surname, middle and given name, as on the card.
    pub name: FullName,
    /// Date of birth.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
}

redacted_debug!(Identity);

/// A field in which a statement and the register differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    /// The numbers differ.
    Number,
    /// The names differ.
    Name,
    /// The dates of birth differ.
    Birth,
    /// The sexes differ.
    Sex,
    /// The date on which the card was issued differs.
    CardIssued,
}

impl Difference {
    /// Stable code for messages and evidence.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Name => "name",
            Self::Birth => "birth",
            Self::Sex => "sex",
            Self::CardIssued => "card-issued",
        }
    }
}

/// D59-3.3: every field in which the statement differs from the register.
pub fn differences(stated: &Identity, register: &Identity) -> Vec<Difference> {
    let mut found = Vec::new();
    if stated.number != register.number {
        found.push(Difference::Number);
    }
    if !stated.name.matches(&register.name) {
        found.push(Difference::Name);
    }
    if stated.birth != register.birth {
        found.push(Difference::Birth);
    }
    if stated.sex != register.sex {
        found.push(Difference::Sex);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(number: &str, name: &str, birth: &str, sex: Sex) -> Identity {
        Identity {
            number: PersonNumber::parse(number).unwrap(),
            name: FullName::parse(name).unwrap(),
            birth: BirthDate::parse(birth).unwrap(),
            sex,
        }
    }

    // law: D59-7.1, D59-3.3
    #[test]
    fn each_differing_field_is_named() {
        let register = identity("074190001234", "Nguyễn Thị Ánh", "1990-02-03", Sex::Female);
        assert_eq!(differences(&register, &register), []);
        let other = identity("074190001235", "Nguyễn Thị Anh", "1990", Sex::Male);
        assert_eq!(
            differences(&other, &register),
            [
                Difference::Number,
                Difference::Name,
                Difference::Birth,
                Difference::Sex
            ]
        );
        let shouted = identity("074190001234", "NGUYỄN THỊ ÁNH", "1990-02-03", Sex::Female);
        assert_eq!(differences(&shouted, &register), []);
    }
}

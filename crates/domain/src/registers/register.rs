//! Which registers there are, and which columns their files have (docs/registers.md).

use super::fields::Columns;
use super::{
    business, cards, foreigners, health, holidays, licences, passports, population, units,
};

/// An authoritative register, or a table that state offices keep and we only take over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Register {
    /// D59-10: the population register.
    Population,
    /// D59-10: the citizen-id card register.
    Cards,
    /// The driver's licence register.
    Licences,
    /// The health-insurance register.
    Health,
    /// The passport register.
    Passports,
    /// D59-10.1: the immigration register, of foreigners.
    Foreigners,
    /// D59-10.2: the business register.
    Business,
    /// Police and immigration offices, the call centre.
    Units,
    /// WD-3, WD-5: days off and days swapped.
    Holidays,
}

impl Register {
    /// All of them, in the order in which an empty database should be filled.
    pub const ALL: [Self; 9] = [
        Self::Units,
        Self::Holidays,
        Self::Population,
        Self::Cards,
        Self::Licences,
        Self::Health,
        Self::Passports,
        Self::Foreigners,
        Self::Business,
    ];

    /// Word in commands, rows, messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Cards => "cards",
            Self::Licences => "licences",
            Self::Health => "health",
            Self::Passports => "passports",
            Self::Foreigners => "foreigners",
            Self::Business => "business",
            Self::Units => "units",
            Self::Holidays => "holidays",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|register| register.as_str() == text)
    }

    /// Columns of its file.
    pub const fn columns(self) -> &'static Columns {
        match self {
            Self::Population => &population::COLUMNS,
            Self::Cards => &cards::COLUMNS,
            Self::Licences => &licences::COLUMNS,
            Self::Health => &health::COLUMNS,
            Self::Passports => &passports::COLUMNS,
            Self::Foreigners => &foreigners::COLUMNS,
            Self::Business => &business::COLUMNS,
            Self::Units => &units::COLUMNS,
            Self::Holidays => &holidays::COLUMNS,
        }
    }
}

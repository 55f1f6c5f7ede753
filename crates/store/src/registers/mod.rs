//! The registers as loaded here: what the embedded source answers from, and how files get in.

pub mod business;
pub mod card;
pub mod foreigner;
pub mod health;
pub mod licence;
mod load;
mod paper;
pub mod passport;
pub mod person;
pub mod portrait;
pub mod print;
pub mod progress;
pub mod state;

use domain::registers::Register;
use jiff::civil::Date;

pub use load::{Cell, Loader, Table};

use crate::{Error, Result};

/// The table of a register.
pub const fn table(register: Register) -> &'static Table {
    match register {
        Register::Population => &person::TABLE,
        Register::Cards => &card::TABLE,
        Register::Licences => &licence::TABLE,
        Register::Health => &health::TABLE,
        Register::Passports => &passport::TABLE,
        Register::Foreigners => &foreigner::TABLE,
        Register::Business => &business::TABLE,
        Register::Units => &crate::unit::TABLE,
        Register::Holidays => &crate::holiday::TABLE,
    }
}

/// A day from its ISO text.
pub(crate) fn day(text: &str, table: &'static str) -> Result<Date> {
    text.parse().map_err(|_| Error::Corrupt(table))
}

/// A day that may be missing.
pub(crate) fn optional_day(text: Option<&str>, table: &'static str) -> Result<Option<Date>> {
    text.map(|text| day(text, table)).transpose()
}

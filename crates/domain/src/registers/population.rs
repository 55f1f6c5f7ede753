//! Lines of the population register.

use super::fields::Columns;
use super::{Fields, PersonRecord, Reason, RowError};
use crate::person::{BirthDate, FullName, Identity, OldNumber, PersonNumber, Sex};

/// Columns of `population.csv`.
pub static COLUMNS: Columns = Columns {
    required: &[
        "number",
        "old_number",
        "name",
        "birth_date",
        "sex",
        "birth_province",
        "address",
        "status",
        "died_on",
        "guardian_number",
        "portrait",
    ],
    optional: &["ward"],
};

const NUMBER: usize = 0;
const OLD_NUMBER: usize = 1;
const NAME: usize = 2;
const BIRTH: usize = 3;
const SEX: usize = 4;
const PROVINCE: usize = 5;
const ADDRESS: usize = 6;
const STATUS: usize = 7;
const DIED_ON: usize = 8;
const GUARDIAN: usize = 9;
/// Path of the portrait.
pub const PORTRAIT: usize = 10;
const WARD: usize = 11;

/// Reads a line. What the number tells of sex and year is not held against the record (FMT-ID-5).
pub fn parse_row(fields: &Fields<'_>) -> Result<PersonRecord, RowError> {
    let identity = Identity {
        number: fields.citizen(NUMBER)?,
        name: fields.read(NAME, FullName::parse, Reason::Name)?,
        birth: fields.read(BIRTH, BirthDate::parse, Reason::BirthDate)?,
        sex: fields.word(SEX, Sex::parse)?,
    };
    let dead = fields.word(STATUS, |text| match text {
        "living" => Some(false),
        "dead" => Some(true),
        _ => None,
    })?;
    let died_on = fields.optional_date(DIED_ON)?;
    if died_on.is_some() && !dead {
        return Err(fields.error(DIED_ON, Reason::Living));
    }
    if let Some(born) = identity.birth.day() {
        fields.not_before(DIED_ON, died_on, born)?;
    }
    let guardian = fields.read_optional(GUARDIAN, PersonNumber::parse, Reason::Number)?;
    if guardian.as_ref() == Some(&identity.number) {
        return Err(fields.error(GUARDIAN, Reason::OwnGuardian));
    }
    let ward = match fields.text(WARD) {
        "" | "no" => false,
        "yes" if guardian.is_some() => true,
        _ => return Err(fields.error(WARD, Reason::Word)),
    };
    Ok(PersonRecord {
        old_number: fields.read_optional(OLD_NUMBER, OldNumber::parse, Reason::OldNumber)?,
        province: fields.province(PROVINCE)?,
        address: fields.free(ADDRESS, 500)?,
        identity,
        died_on,
        dead,
        guardian,
        ward,
        foreign: None,
    })
}

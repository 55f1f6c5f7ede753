//! Lines of the citizen-id card register.

use super::fields::Columns;
use super::{CardForm, CardRecord, CardStatus, Fields, RowError};

/// Columns of `cards.csv`.
pub static COLUMNS: Columns = Columns {
    required: &[
        "number",
        "form",
        "issued_on",
        "expires_on",
        "status",
        "changed_on",
        "portrait",
    ],
    optional: &["fingers"],
};

const NUMBER: usize = 0;
const FORM: usize = 1;
const ISSUED_ON: usize = 2;
const EXPIRES_ON: usize = 3;
const STATUS: usize = 4;
const CHANGED_ON: usize = 5;
/// Path of the portrait printed on the card.
pub const PORTRAIT: usize = 6;
/// Paths of the prints taken for the card ([`super::fingers`]).
pub const FINGERS: usize = 7;

/// Reads a line.
pub fn parse_row(fields: &Fields<'_>) -> Result<CardRecord, RowError> {
    let record = CardRecord {
        number: fields.citizen(NUMBER)?,
        form: fields.word(FORM, CardForm::parse)?,
        issued_on: fields.date(ISSUED_ON)?,
        expires_on: fields.optional_date(EXPIRES_ON)?,
        status: fields.word(STATUS, CardStatus::parse)?,
        changed_on: fields.optional_date(CHANGED_ON)?,
    };
    fields.not_before(EXPIRES_ON, record.expires_on, record.issued_on)?;
    fields.not_before(CHANGED_ON, record.changed_on, record.issued_on)?;
    Ok(record)
}

//! Lines of the passport register.

use super::fields::Columns;
use super::standing::{OwnerColumns, Standing, StatusColumns, owner, state};
use super::{Fields, Reason, RowError};
use crate::document::{PassportNumber, PassportRecord};

/// Columns of `passports.csv`.
pub static COLUMNS: Columns = Columns {
    required: &[
        "number",
        "owner_number",
        "owner_name",
        "birth_date",
        "issued_on",
        "expires_on",
        "status",
    ],
    optional: &["status_since", "status_by", "issued_by"],
};

const NUMBER: usize = 0;
const OWNER: OwnerColumns = OwnerColumns {
    number: 1,
    name: 2,
    birth: 3,
};
const ISSUED_ON: usize = 4;
const EXPIRES_ON: usize = 5;
const STATUS: StatusColumns = StatusColumns {
    status: 6,
    since: 7,
    by: 8,
};
const ISSUED_BY: usize = 9;

const WORDS: [(&str, Standing); 3] = [
    ("valid", Standing::InForce),
    ("lost", Standing::Revoked),
    ("cancelled", Standing::Revoked),
];

/// Reads a line.
pub fn parse_row(fields: &Fields<'_>) -> Result<PassportRecord, RowError> {
    let issued_on = fields.date(ISSUED_ON)?;
    let expires_on = fields.date(EXPIRES_ON)?;
    fields.not_before(EXPIRES_ON, Some(expires_on), issued_on)?;
    let issued_by = fields.free(ISSUED_BY, 200)?;
    Ok(PassportRecord {
        number: fields.read(NUMBER, PassportNumber::parse, Reason::PassportNumber)?,
        owner: owner(fields, &OWNER)?,
        issued_on,
        expires_on,
        state: state(fields, &STATUS, &WORDS, (&issued_by, issued_on))?,
        issued_by,
    })
}

//! Lines of the health-insurance register.

use super::fields::Columns;
use super::standing::{OwnerColumns, Standing, StatusColumns, owner, state};
use super::{Fields, Reason, RowError};
use crate::document::{HealthCode, HealthRecord};

/// Columns of `health.csv`.
pub static COLUMNS: Columns = Columns {
    required: &[
        "code",
        "owner_number",
        "owner_name",
        "birth_date",
        "valid_from",
        "valid_to",
        "facility",
        "status",
    ],
    optional: &["status_since", "status_by"],
};

const CODE: usize = 0;
const OWNER: OwnerColumns = OwnerColumns {
    number: 1,
    name: 2,
    birth: 3,
};
const VALID_FROM: usize = 4;
const VALID_TO: usize = 5;
const FACILITY: usize = 6;
const STATUS: StatusColumns = StatusColumns {
    status: 7,
    since: 8,
    by: 9,
};

const WORDS: [(&str, Standing); 2] = [("valid", Standing::InForce), ("ended", Standing::Revoked)];

/// Reads a line.
pub fn parse_row(fields: &Fields<'_>) -> Result<HealthRecord, RowError> {
    let valid_from = fields.date(VALID_FROM)?;
    let valid_to = fields.optional_date(VALID_TO)?;
    fields.not_before(VALID_TO, valid_to, valid_from)?;
    Ok(HealthRecord {
        code: fields.read(CODE, HealthCode::parse, Reason::HealthCode)?,
        owner: owner(fields, &OWNER)?,
        valid_from,
        valid_to,
        facility: fields.free(FACILITY, 200)?,
        state: state(fields, &STATUS, &WORDS, ("", valid_from))?,
    })
}

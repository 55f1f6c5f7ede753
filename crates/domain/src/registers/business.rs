//! Lines of the business register (D59-10.2).

use super::fields::Columns;
use super::{Fields, Reason, RowError};
use crate::organisation::{BusinessRecord, BusinessStatus, CodeKind, OrganisationCode};
use crate::person::{NumberError, PersonNumber};

/// Columns of `business.csv`.
pub static COLUMNS: Columns = Columns {
    required: &[
        "code",
        "code_kind",
        "name",
        "founded_on",
        "address",
        "representative_number",
        "status",
    ],
    optional: &[
        "status_since",
        "short_name",
        "foreign_name",
        "province",
        "other_representatives",
    ],
};

const CODE: usize = 0;
const KIND: usize = 1;
const NAME: usize = 2;
const FOUNDED_ON: usize = 3;
const ADDRESS: usize = 4;
const REPRESENTATIVE: usize = 5;
const STATUS: usize = 6;
const SINCE: usize = 7;
const SHORT_NAME: usize = 8;
const FOREIGN_NAME: usize = 9;
const PROVINCE: usize = 10;
const OTHERS: usize = 11;

/// Reads a line. A code that the platform set itself (D59-3.5) is no tax code.
pub fn parse_row(fields: &Fields<'_>) -> Result<BusinessRecord, RowError> {
    let code = fields.read(CODE, OrganisationCode::parse, Reason::TaxCode)?;
    if code.kind() == CodeKind::Generated {
        return Err(fields.error(CODE, Reason::TaxCode));
    }
    fields.word(KIND, |word| (word == code.kind().as_str()).then_some(()))?;
    let founded_on = fields.date(FOUNDED_ON)?;
    let status = fields.word(STATUS, BusinessStatus::parse)?;
    let status_since = fields.optional_date(SINCE)?;
    fields.not_before(SINCE, status_since, founded_on)?;
    let province = match fields.text(PROVINCE) {
        "" => String::new(),
        _ => fields.province(PROVINCE)?,
    };
    let others = fields.read_optional(OTHERS, others, Reason::Number)?;
    Ok(BusinessRecord {
        name: fields.filled(NAME, 300)?,
        short_name: fields.free(SHORT_NAME, 200)?,
        foreign_name: fields.free(FOREIGN_NAME, 300)?,
        address: fields.filled(ADDRESS, 500)?,
        representative: fields.read(REPRESENTATIVE, PersonNumber::parse, Reason::Number)?,
        others: others.unwrap_or_default(),
        code,
        founded_on,
        status,
        status_since,
        province,
    })
}

/// D69-12: numbers with semicolons between; nothing where there is one representative only.
fn others(text: &str) -> Result<Vec<PersonNumber>, NumberError> {
    let numbers = text.split(';').map(str::trim).filter(|one| !one.is_empty());
    numbers.map(PersonNumber::parse).collect()
}

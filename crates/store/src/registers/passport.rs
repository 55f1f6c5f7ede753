//! The passport register.

use domain::document::{PassportNumber, PassportRecord};

use super::paper::{self, OwnerRow};
use super::{Cell, Table, day};
use crate::{Result, Source};

/// Its table.
pub const TABLE: Table = Table {
    name: "reg_passport",
    columns: &[
        "number",
        "owner_number",
        "owner_name",
        "owner_birth",
        "issued_on",
        "expires_on",
        "issued_by",
        "status",
        "status_since",
        "status_by",
    ],
};

/// A row.
pub fn cells(record: &PassportRecord, out: &mut Vec<Cell>) {
    out.push(record.number.as_str().into());
    out.extend(paper::owner_cells(&record.owner));
    out.push(record.issued_on.into());
    out.push(record.expires_on.into());
    out.push(record.issued_by.as_str().into());
    out.extend(paper::state_cells(&record.state));
}

row! {
    struct PassportRow {
        owner_number: String,
        owner_name: String,
        owner_birth: Option<String>,
        issued_on: String,
        expires_on: String,
        issued_by: String,
        status: String,
        status_since: Option<String>,
        status_by: Option<String>,
    }
}

pub(crate) const BY_NUMBER: &str = "SELECT owner_number, owner_name, owner_birth, issued_on, expires_on, issued_by, status, \
     status_since, status_by FROM reg_passport WHERE number = $1";

/// A passport by its number.
pub async fn by_number(
    source: &mut impl Source,
    number: &PassportNumber,
) -> Result<Option<PassportRecord>> {
    let Some(row) = fetch_optional!(source, PassportRow, BY_NUMBER, number.as_str())? else {
        return Ok(None);
    };
    let owner = OwnerRow {
        number: &row.owner_number,
        name: &row.owner_name,
        birth: row.owner_birth.as_deref(),
    };
    Ok(Some(PassportRecord {
        number: number.clone(),
        owner: paper::owner(&owner, TABLE.name)?,
        issued_on: day(&row.issued_on, TABLE.name)?,
        expires_on: day(&row.expires_on, TABLE.name)?,
        issued_by: row.issued_by,
        state: paper::state(
            &row.status,
            row.status_since.as_deref(),
            row.status_by,
            TABLE.name,
        )?,
    }))
}

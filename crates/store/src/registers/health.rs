//! The health-insurance register.

use domain::document::{HealthCode, HealthRecord};

use super::paper::{self, OwnerRow};
use super::{Cell, Table, day, optional_day};
use crate::{Error, Result, Source};

/// Its table. `code` is the insurance number, by which cards are looked up (FMT-BH-2).
pub const TABLE: Table = Table {
    name: "reg_health",
    columns: &[
        "code",
        "full_code",
        "owner_number",
        "owner_name",
        "owner_birth",
        "valid_from",
        "valid_to",
        "facility",
        "status",
        "status_since",
        "status_by",
    ],
};

/// A row.
pub fn cells(record: &HealthRecord, out: &mut Vec<Cell>) {
    out.push(record.code.insurance_number().into());
    out.push(record.code.as_str().into());
    out.extend(paper::owner_cells(&record.owner));
    out.push(record.valid_from.into());
    out.push(record.valid_to.into());
    out.push(record.facility.as_str().into());
    out.extend(paper::state_cells(&record.state));
}

row! {
    struct HealthRow {
        full_code: String,
        owner_number: String,
        owner_name: String,
        owner_birth: Option<String>,
        valid_from: String,
        valid_to: Option<String>,
        facility: String,
        status: String,
        status_since: Option<String>,
        status_by: Option<String>,
    }
}

pub(crate) const BY_CODE: &str = "SELECT full_code, owner_number, owner_name, owner_birth, valid_from, valid_to, facility, status, \
     status_since, status_by FROM reg_health WHERE code = $1";

/// FMT-BH-2: a card by the last ten digits of its code.
pub async fn by_code(source: &mut impl Source, code: &HealthCode) -> Result<Option<HealthRecord>> {
    let Some(row) = fetch_optional!(source, HealthRow, BY_CODE, code.insurance_number())? else {
        return Ok(None);
    };
    let owner = OwnerRow {
        number: &row.owner_number,
        name: &row.owner_name,
        birth: row.owner_birth.as_deref(),
    };
    Ok(Some(HealthRecord {
        code: HealthCode::parse(&row.full_code).map_err(|_| Error::Corrupt(TABLE.name))?,
        owner: paper::owner(&owner, TABLE.name)?,
        valid_from: day(&row.valid_from, TABLE.name)?,
        valid_to: optional_day(row.valid_to.as_deref(), TABLE.name)?,
        facility: row.facility,
        state: paper::state(
            &row.status,
            row.status_since.as_deref(),
            row.status_by,
            TABLE.name,
        )?,
    }))
}

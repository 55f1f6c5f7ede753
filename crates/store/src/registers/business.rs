//! The business register (D59-10.2).

use domain::organisation::{BusinessRecord, BusinessStatus, OrganisationCode};
use domain::person::PersonNumber;

use super::{Cell, Table, day, optional_day};
use crate::{Error, Result, Source};

/// Its table.
pub const TABLE: Table = Table {
    name: "reg_business",
    columns: &[
        "code",
        "name",
        "short_name",
        "foreign_name",
        "founded_on",
        "address",
        "representative",
        "status",
        "status_since",
        "province",
        "others",
    ],
};

/// A row.
pub fn cells(record: &BusinessRecord, out: &mut Vec<Cell>) {
    let others = record.others.iter().map(PersonNumber::as_str);
    let others = others.collect::<Vec<_>>().join(";");
    out.extend([
        record.code.as_str().into(),
        record.name.as_str().into(),
        record.short_name.as_str().into(),
        record.foreign_name.as_str().into(),
        record.founded_on.into(),
        record.address.as_str().into(),
        record.representative.as_str().into(),
        record.status.as_str().into(),
        record.status_since.into(),
        record.province.as_str().into(),
        others.as_str().into(),
    ]);
}

row! {
    struct BusinessRow {
        code: String,
        name: String,
        short_name: String,
        foreign_name: String,
        founded_on: String,
        address: String,
        representative: String,
        status: String,
        status_since: Option<String>,
        province: String,
        others: String,
    }
}

pub(crate) const BY_CODE: &str = "SELECT code, name, short_name, foreign_name, founded_on, address, representative, status, status_since, province, others \
     FROM reg_business WHERE code = $1";

/// An organisation by its code.
pub async fn by_code(
    source: &mut impl Source,
    code: &OrganisationCode,
) -> Result<Option<BusinessRecord>> {
    let Some(row) = fetch_optional!(source, BusinessRow, BY_CODE, code.as_str())? else {
        return Ok(None);
    };
    let corrupt = || Error::Corrupt(TABLE.name);
    Ok(Some(BusinessRecord {
        code: OrganisationCode::parse(&row.code).map_err(|_| corrupt())?,
        founded_on: day(&row.founded_on, TABLE.name)?,
        representative: PersonNumber::parse(&row.representative).map_err(|_| corrupt())?,
        others: row
            .others
            .split(';')
            .filter(|one| !one.is_empty())
            .map(|one| PersonNumber::parse(one).map_err(|_| corrupt()))
            .collect::<Result<_>>()?,
        status: BusinessStatus::parse(&row.status).ok_or_else(corrupt)?,
        status_since: optional_day(row.status_since.as_deref(), TABLE.name)?,
        name: row.name,
        short_name: row.short_name,
        foreign_name: row.foreign_name,
        address: row.address,
        province: row.province,
    }))
}

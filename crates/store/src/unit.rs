//! Offices (D59-20).

use domain::registers::{UnitKind, UnitLevel, UnitRecord};

use crate::registers::{Cell, Table, day, optional_day};
use crate::{Error, Result, Source};

/// Their table.
pub const TABLE: Table = Table {
    name: "unit",
    columns: &[
        "code",
        "name",
        "kind",
        "level",
        "parent",
        "province",
        "address",
        "phone",
        "valid_from",
        "valid_to",
    ],
};

/// A row.
pub fn cells(record: &UnitRecord, out: &mut Vec<Cell>) {
    out.extend([
        record.code.as_str().into(),
        record.name.as_str().into(),
        record.kind.as_str().into(),
        record.level.as_str().into(),
        record.parent.as_deref().into(),
        record.province.as_deref().into(),
        record.address.as_str().into(),
        record.phone.as_str().into(),
        record.valid_from.into(),
        record.valid_to.into(),
    ]);
}

row! {
    struct UnitRow {
        code: String,
        name: String,
        kind: String,
        level: String,
        parent: Option<String>,
        province: Option<String>,
        address: String,
        phone: String,
        valid_from: String,
        valid_to: Option<String>,
    }
}

impl TryFrom<UnitRow> for UnitRecord {
    type Error = Error;

    fn try_from(row: UnitRow) -> Result<Self> {
        let corrupt = || Error::Corrupt(TABLE.name);
        Ok(Self {
            kind: UnitKind::parse(&row.kind).ok_or_else(corrupt)?,
            level: UnitLevel::parse(&row.level).ok_or_else(corrupt)?,
            valid_from: day(&row.valid_from, TABLE.name)?,
            valid_to: optional_day(row.valid_to.as_deref(), TABLE.name)?,
            code: row.code,
            name: row.name,
            parent: row.parent,
            province: row.province,
            address: row.address,
            phone: row.phone,
        })
    }
}

pub(crate) const BY_CODE: &str = "SELECT code, name, kind, level, parent, province, address, phone, valid_from, valid_to \
     FROM unit WHERE code = $1";

/// An office by its code.
pub async fn by_code(source: &mut impl Source, code: &str) -> Result<Option<UnitRecord>> {
    let row = fetch_optional!(source, UnitRow, BY_CODE, code)?;
    row.map(UnitRecord::try_from).transpose()
}

pub(crate) const LIST: &str = "SELECT code, name, kind, level, parent, province, address, phone, valid_from, valid_to \
     FROM unit ORDER BY code";

/// All offices, those that are gone too.
pub async fn list(source: &mut impl Source) -> Result<Vec<UnitRecord>> {
    fetch_all!(source, UnitRow, LIST)?
        .into_iter()
        .map(UnitRecord::try_from)
        .collect()
}

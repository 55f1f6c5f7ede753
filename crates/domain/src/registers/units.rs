//! Offices: police, immigration, the call centre (D59-20).

use jiff::civil::Date;

use super::fields::Columns;
use super::{Fields, RowError};
use crate::words::words;

/// Columns of `units.csv`.
pub static COLUMNS: Columns = Columns {
    required: &[
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
    optional: &[],
};

words! {
    /// What an office is for.
    UnitKind {
        /// Police.
        Police = "police",
        /// Immigration.
        Immigration = "immigration",
        /// D59-19.5.b.
        CallCentre = "call_centre",
    }
}

words! {
    /// D59-20: level of an office.
    UnitLevel {
        /// Department of the ministry.
        Ministry = "ministry",
        /// Province.
        Province = "province",
        /// District.
        District = "district",
        /// Commune.
        Commune = "commune",
    }
}

/// An office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRecord {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: UnitKind,
    /// Its level.
    pub level: UnitLevel,
    /// Code of the office above.
    pub parent: Option<String>,
    /// Code of its province; none for the ministry.
    pub province: Option<String>,
    /// Where it is.
    pub address: String,
    /// Its phone.
    pub phone: String,
    /// First day.
    pub valid_from: Date,
    /// Last day, where it was dissolved or merged.
    pub valid_to: Option<Date>,
}

impl UnitRecord {
    /// Whether the office exists on a day.
    pub fn stands_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// Reads a line.
pub fn parse_row(fields: &Fields<'_>) -> Result<UnitRecord, RowError> {
    let parent = fields.free(4, 64)?;
    let province = if fields.text(5).is_empty() {
        None
    } else {
        Some(fields.province(5)?)
    };
    let record = UnitRecord {
        code: fields.filled(0, 64)?,
        name: fields.filled(1, 200)?,
        kind: fields.word(2, UnitKind::parse)?,
        level: fields.word(3, UnitLevel::parse)?,
        parent: (!parent.is_empty()).then_some(parent),
        province,
        address: fields.free(6, 500)?,
        phone: fields.free(7, 64)?,
        valid_from: fields.date(8)?,
        valid_to: fields.optional_date(9)?,
    };
    fields.not_before(9, record.valid_to, record.valid_from)?;
    Ok(record)
}

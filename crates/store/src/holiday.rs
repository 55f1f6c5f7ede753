//! Days off and days swapped (WD-3, WD-5).

use domain::calendar::Calendar;
use domain::registers::HolidayRecord;
use domain::registers::holidays;

use crate::registers::{Cell, Table, day};
use crate::{Error, Result, Source};

/// Their table.
pub const TABLE: Table = Table {
    name: "holiday",
    columns: &["day", "kind", "name"],
};

/// A row.
pub fn cells(record: &HolidayRecord, out: &mut Vec<Cell>) {
    out.extend([
        record.day.into(),
        record.kind().into(),
        record.name.as_str().into(),
    ]);
}

pub(crate) const LIST: &str = "SELECT day, kind, name FROM holiday ORDER BY day";

/// All days of the table.
pub async fn list(source: &mut impl Source) -> Result<Vec<HolidayRecord>> {
    let rows = fetch_all!(source, (String, String, String), LIST)?;
    let record = |(text, kind, name): (String, String, String)| {
        Ok(HolidayRecord {
            day: day(&text, TABLE.name)?,
            worked: holidays::parse_kind(&kind).ok_or(Error::Corrupt(TABLE.name))?,
            name,
        })
    };
    rows.into_iter().map(record).collect()
}

/// The calendar by which terms are counted; the published years while the table is empty.
pub async fn calendar(source: &mut impl Source) -> Result<Calendar> {
    holidays::calendar(&list(source).await?).map_err(|_| Error::Corrupt(TABLE.name))
}

//! Days off and days swapped (WD-3, WD-5).

use domain::calendar::Calendar;
use domain::registers::HolidayRecord;
use domain::registers::holidays;
use domain::time::millis;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::registers::{Cell, Table, day};
use crate::{Error, Result, Source, Tx};

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

pub(crate) const INSERT: &str =
    "INSERT INTO holiday (day, kind, name) VALUES ($1, $2, $3) ON CONFLICT (day) DO NOTHING";

/// Adds a day; `false` when it stands in the table.
pub async fn insert(tx: &mut Tx, record: &HolidayRecord) -> Result<bool> {
    let rows = execute!(
        tx,
        INSERT,
        record.day.to_string(),
        record.kind(),
        record.name.as_str()
    )?;
    Ok(rows == 1)
}

pub(crate) const DELETE: &str = "DELETE FROM holiday WHERE day = $1";

/// Takes a day out; `false` when it did not stand in the table.
pub async fn delete(tx: &mut Tx, day: Date) -> Result<bool> {
    Ok(execute!(tx, DELETE, day.to_string())? == 1)
}

pub(crate) const CASES: &str =
    "SELECT COUNT(*) FROM lock_case WHERE state = 'received' AND received_at < $1 AND due >= $2";
pub(crate) const REGISTRATIONS: &str =
    "SELECT COUNT(*) FROM registration WHERE state = 'received' AND received_at < $1 AND due >= $2";
pub(crate) const ORGANISATIONS: &str = "SELECT COUNT(*) FROM organisation_registration WHERE state = 'received' AND received_at < $1 AND due >= $2";

/// How many terms run over a day: received before its end, due at its beginning or later.
pub async fn running_over(source: &mut impl Source, from: Timestamp, to: Timestamp) -> Result<i64> {
    let cases = fetch_one!(source, (i64,), CASES, millis(to), millis(from))?;
    let registrations = fetch_one!(source, (i64,), REGISTRATIONS, millis(to), millis(from))?;
    let organisations = fetch_one!(source, (i64,), ORGANISATIONS, millis(to), millis(from))?;
    Ok(cases.0 + registrations.0 + organisations.0)
}

/// The calendar by which terms are counted; the published years while the table is empty.
pub async fn calendar(source: &mut impl Source) -> Result<Calendar> {
    holidays::calendar(&list(source).await?).map_err(|_| Error::Corrupt(TABLE.name))
}

//! Days off and days worked in exchange (WD-3, WD-5).

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

use super::fields::Columns;
use super::{Fields, Reason, RowError};
use crate::calendar::{Calendar, CalendarError, YearPlan};

/// Columns of `holidays.csv`.
pub static COLUMNS: Columns = Columns {
    required: &["day", "kind", "name"],
    optional: &[],
};

const DAY: usize = 0;
const KIND: usize = 1;
const NAME: usize = 2;

/// A day of the administrator's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayRecord {
    /// Which day.
    pub day: Date,
    /// Whether it is worked: a Saturday or Sunday swapped in (WD-5).
    pub worked: bool,
    /// Its name.
    pub name: String,
}

impl HolidayRecord {
    /// Word in files and rows.
    pub const fn kind(&self) -> &'static str {
        if self.worked { "working" } else { "off" }
    }
}

/// Reads the word of a day's kind: whether it is worked.
pub fn parse_kind(text: &str) -> Option<bool> {
    match text {
        "off" => Some(false),
        "working" => Some(true),
        _ => None,
    }
}

/// Reads a line.
pub fn parse_row(fields: &Fields<'_>) -> Result<HolidayRecord, RowError> {
    let record = HolidayRecord {
        day: fields.date(DAY)?,
        worked: fields.word(KIND, parse_kind)?,
        name: fields.free(NAME, 200)?,
    };
    let weekend = matches!(record.day.weekday(), Weekday::Saturday | Weekday::Sunday);
    if record.worked && !weekend {
        return Err(fields.error(DAY, Reason::NotWeekend));
    }
    Ok(record)
}

/// WD-3, WD-5: the calendar of a table; an empty table means the years as they were published.
pub fn calendar(days: &[HolidayRecord]) -> Result<Calendar, CalendarError> {
    if days.is_empty() {
        return Calendar::published();
    }
    let mut years: BTreeMap<i16, (Vec<Date>, Vec<Date>)> = BTreeMap::new();
    for record in days {
        let (off, worked) = years.entry(record.day.year()).or_default();
        if record.worked {
            worked.push(record.day);
        } else {
            off.push(record.day);
        }
    }
    let plans = years
        .into_iter()
        .map(|(year, (off, worked))| YearPlan::new(year, off, worked));
    Calendar::new(plans.collect::<Result<Vec<_>, _>>()?)
}

//! Dates of birth as telecoms' files write them, and how one agrees with the register's.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::digits::one_slip;
use super::{Difference, Reason};
use crate::person::{BirthDate, BirthDateError};

/// A stated date of birth.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct StatedBirth {
    /// The date.
    pub date: BirthDate,
    /// It stood there as a spreadsheet's count of days.
    pub serial: bool,
}

crate::redacted_debug!(StatedBirth);

/// Day 0 of spreadsheets, so that day 61 is 1 March 1900 although they count a 29 February of that year.
const DAY_ZERO: Date = date(1899, 12, 30);

impl StatedBirth {
    /// Reads `dd/mm/yyyy`, `d/m/yyyy`, `mm/yyyy`, `yyyy`, `yyyy-mm-dd`, with `/`, `-` or `.`, a midnight behind it left
    /// out, and a spreadsheet's count of days; nothing where the field is empty.
    pub fn parse(text: &str) -> Result<Option<Self>, Reason> {
        let text = text.trim().trim_start_matches('\'').trim();
        if text.is_empty() {
            return Ok(None);
        }
        let day = ["00:00:00", "00:00:00.000", "0:00", "00:00"];
        let bare = day.iter().find_map(|midnight| text.strip_suffix(midnight));
        let bare = bare.map_or(text, |day| day.trim_end_matches(['T', ' ']));
        let mut parts = [None; 3];
        let mut words = bare.split(['/', '-', '.']);
        for part in &mut parts {
            *part = words.next().map(number).transpose()?;
        }
        if words.next().is_some() {
            return Err(Reason::NotADate);
        }
        let (date, serial) = match parts {
            [Some((days, 5)), None, None] => (counted(days)?, true),
            [Some((year, 4)), None, None] => (made(year, None, None)?, false),
            [Some((month, 1 | 2)), Some((year, 4)), None] => {
                (made(year, Some(month), None)?, false)
            }
            [Some((d, 1 | 2)), Some((m, 1 | 2)), Some((year, 4))]
            | [Some((year, 4)), Some((m, 1 | 2)), Some((d, 1 | 2))] => {
                (made(year, Some(m), Some(d))?, false)
            }
            _ => return Err(Reason::NotADate),
        };
        Ok(Some(Self { date, serial }))
    }
}

/// A number and how many digits it has.
fn number(text: &str) -> Result<(u16, usize), Reason> {
    let text = text.trim();
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Reason::NotADate);
    }
    let value = text.parse().map_err(|_| Reason::NotADate)?;
    Ok((value, text.len()))
}

/// The day with that count; five digits begin with 10000, 18 May 1927.
fn counted(days: u16) -> Result<BirthDate, Reason> {
    let date = DAY_ZERO.checked_add(i64::from(days).days());
    date.map(BirthDate::Day).map_err(|_| Reason::NotADate)
}

fn made(year: u16, month: Option<u16>, day: Option<u16>) -> Result<BirthDate, Reason> {
    let small = |part: u16| i16::try_from(part).map_err(|_| Reason::NotADate);
    let (month, day) = (month.map(small).transpose()?, day.map(small).transpose()?);
    BirthDate::from_parts(small(year)?, month, day).map_err(|error| match error {
        BirthDateError::OutOfRange => Reason::Range,
        BirthDateError::Empty | BirthDateError::NotADate => Reason::NotADate,
    })
}

/// How a stated date agrees with the register's.
pub(super) enum Agreement {
    Same,
    But(Difference),
    No,
}

/// Compares the two.
pub(super) fn compare(stated: BirthDate, held: BirthDate) -> Agreement {
    if stated == held {
        return Agreement::Same;
    }
    match (stated, held) {
        (BirthDate::Day(a), BirthDate::Day(b)) => days(a, b),
        _ if stated.year() != held.year() => Agreement::No,
        _ => match (month(stated), month(held)) {
            (Some(a), Some(b)) if a != b => Agreement::No,
            _ => Agreement::But(Difference::BirthPart),
        },
    }
}

fn days(a: Date, b: Date) -> Agreement {
    if a.year() == b.year() && (a.day(), a.month()) == (b.month(), b.day()) {
        return Agreement::But(Difference::DayMonth);
    }
    if one_slip(digits(a), digits(b), 8) {
        return Agreement::But(Difference::BirthSlip);
    }
    Agreement::No
}

fn month(date: BirthDate) -> Option<i8> {
    match date {
        BirthDate::Year(_) => None,
        BirthDate::Month(_, month) => Some(month),
        BirthDate::Day(day) => Some(day.month()),
    }
}

/// `ddmmyyyy` as a number.
fn digits(date: Date) -> u64 {
    let part = |value: i16| u64::try_from(value).unwrap_or(0);
    (part(date.day().into()) * 100 + part(date.month().into())) * 10_000 + part(date.year())
}

//! Calendar months in Viet Nam, the measure of figures over a longer time.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::time::viet_nam_date;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

impl Month {
    /// The month of an instant, by Viet Nam time.
    pub fn of(at: Timestamp) -> Self {
        Self(viet_nam_date(at).first_of_month())
    }

    /// Its first day.
    pub const fn first(self) -> Date {
        self.0
    }

    /// Year and month as one number that sorts: 202611.
    pub fn number(self) -> i64 {
        i64::from(self.0.year()) * 100 + i64::from(self.0.month())
    }

    /// The month of such a number.
    pub fn from_number(number: i64) -> Option<Self> {
        let year = i16::try_from(number.div_euclid(100)).ok()?;
        let month = i8::try_from(number.rem_euclid(100)).ok()?;
        Date::new(year, month, 1).ok().map(Self)
    }

    /// Reads `2026-11`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |text: &str, so_many| {
            text.len() == so_many && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, 1)
            .ok()
            .map(Self)
    }

    /// So many months earlier; where the calendar has none, the month itself.
    #[must_use]
    pub fn back(self, months: i32) -> Self {
        Self(self.0.checked_sub(months.months()).unwrap_or(self.0))
    }

    /// This month and those that follow, up to and with the last one; none where that lies before.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        let next = |month: &Self| month.0.checked_add(1.month()).ok().map(Self);
        std::iter::successors(Some(self), next).take_while(move |month| *month <= last)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_midnight_in_viet_nam() {
        for (at, month) in [
            ("2026-10-31T16:59:59.999Z", "2026-10"),
            ("2026-10-31T17:00:00Z", "2026-11"),
            ("2026-12-31T17:00:00Z", "2027-01"),
            ("2024-02-29T12:00:00Z", "2024-02"),
        ] {
            assert_eq!(Month::of(at.parse().unwrap()).to_string(), month, "{at}");
        }
    }

    #[test]
    fn a_month_reads_as_it_is_written_and_as_its_number() {
        for text in ["2026-01", "1999-12", "2024-02"] {
            let month = Month::parse(text).unwrap();
            assert_eq!(month.to_string(), text);
            assert_eq!(Month::from_number(month.number()), Some(month));
        }
        for text in [
            "",
            "2026",
            "2026-13",
            "2026-00",
            "2026-1",
            "26-01",
            "+026-01",
            "2026-01-01",
        ] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
        for number in [0, 202_600, 202_613, -1, i64::MAX, i64::MIN] {
            assert_eq!(Month::from_number(number), None, "{number}");
        }
    }

    #[test]
    fn months_follow_one_another_over_the_end_of_a_year() {
        let last = Month::parse("2026-02").unwrap();
        let first = last.back(3);
        let all: Vec<String> = first.through(last).map(|month| month.to_string()).collect();
        assert_eq!(all, ["2025-11", "2025-12", "2026-01", "2026-02"]);
        assert_eq!(last.through(first).count(), 0);
    }
}

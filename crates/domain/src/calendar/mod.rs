//! Working days of state offices, and the two ways the law counts a term.
//!
//! Tet, the second National Day and swapped days are fixed each year by the Prime Minister
//! (WD-3, WD-5), so a year is a row of an administrator's table and never computed. A year
//! without a row falls back to weekends and the four fixed holidays: a term then ends too early
//! rather than too late, and [`Calendar::covers`] says that the date is provisional.

mod proposal;

pub use proposal::{Holiday, YEARS, lunar, proposal};

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    Timestamp,
    civil::{Date, Weekday, date},
};

use crate::time;

/// What one year adds to ordinary weekends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearPlan {
    /// The year it speaks of.
    pub year: i16,
    /// Days on which offices are closed; weekends may be among them.
    pub off: BTreeSet<Date>,
    /// Saturdays (or Sundays) worked in exchange for a day off (WD-5).
    pub worked: BTreeSet<Date>,
}

/// Which days are working days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, YearPlan>,
}

/// Why a year's table cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// A day of another year.
    #[error("{0} is not in the year of its table")]
    OutsideYear(Date),
    /// A day that is worked anyway is listed as a swapped weekend day.
    #[error("{0} is no Saturday or Sunday")]
    NotWeekend(Date),
    /// One day is listed as off and as worked.
    #[error("{0} is both off and worked")]
    OffAndWorked(Date),
    /// Two tables for one year.
    #[error("year {0} stands twice")]
    YearTwice(i16),
}

impl CalendarError {
    /// Stable code for messages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OutsideYear(_) => "calendar-outside-year",
            Self::NotWeekend(_) => "calendar-not-weekend",
            Self::OffAndWorked(_) => "calendar-off-and-worked",
            Self::YearTwice(_) => "calendar-year-twice",
        }
    }
}

impl YearPlan {
    /// Checks that the days belong together.
    pub fn new(
        year: i16,
        off: impl IntoIterator<Item = Date>,
        worked: impl IntoIterator<Item = Date>,
    ) -> Result<Self, CalendarError> {
        let plan = Self {
            year,
            off: off.into_iter().collect(),
            worked: worked.into_iter().collect(),
        };
        if let Some(day) = plan
            .off
            .iter()
            .chain(&plan.worked)
            .find(|day| day.year() != year)
        {
            return Err(CalendarError::OutsideYear(*day));
        }
        if let Some(day) = plan.worked.iter().find(|day| !is_weekend(**day)) {
            return Err(CalendarError::NotWeekend(*day));
        }
        if let Some(day) = plan.worked.intersection(&plan.off).next() {
            return Err(CalendarError::OffAndWorked(*day));
        }
        Ok(plan)
    }
}

impl Calendar {
    /// A calendar of the years given.
    pub fn new(plans: impl IntoIterator<Item = YearPlan>) -> Result<Self, CalendarError> {
        let mut years = BTreeMap::new();
        for plan in plans {
            let year = plan.year;
            if years.insert(year, plan).is_some() {
                return Err(CalendarError::YearTwice(year));
            }
        }
        Ok(Self { years })
    }

    /// The years as they were published, to fill an empty table with.
    pub fn published() -> Result<Self, CalendarError> {
        Self::new(published_plans()?)
    }

    /// Is there a table for this year?
    pub fn has_year(&self, year: i16) -> bool {
        self.years.contains_key(&year)
    }

    /// Is every year between the two days known? If not, a date computed is provisional.
    pub fn covers(&self, from: Date, to: Date) -> bool {
        (from.year()..=to.year()).all(|year| self.has_year(year))
    }

    /// Monday to Friday, not a holiday, not swapped off; or a weekend day swapped in (WD-1..5).
    pub fn is_working_day(&self, day: Date) -> bool {
        match self.years.get(&day.year()) {
            Some(plan) => {
                plan.worked.contains(&day) || (!is_weekend(day) && !plan.off.contains(&day))
            }
            None => !is_weekend(day) && !is_fixed_holiday(day),
        }
    }

    /// The n-th working day after the day of receipt, which itself never counts (WD-8).
    /// With `n` of zero the first working day on or after it.
    pub fn add_working_days(&self, received: Date, n: u16) -> Date {
        (0..n)
            .fold(received, |day, _| self.roll(next(day)))
            .max(self.roll(received))
    }

    /// The n-th day after `from`, moved to the next working day if offices are closed on it
    /// (WD-7).
    pub fn add_calendar_days_rolled(&self, from: Date, n: u16) -> Date {
        self.roll((0..n).fold(from, |day, _| next(day)))
    }

    /// The instant at which a term that ends on `day` is over: the end of that day in Viet Nam.
    pub fn due_instant(&self, day: Date) -> Timestamp {
        time::end_of_day(day)
    }

    /// The first working day on or after `day`.
    fn roll(&self, day: Date) -> Date {
        let mut day = day;
        while !self.is_working_day(day) && day < Date::MAX {
            day = next(day);
        }
        day
    }
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn is_fixed_holiday(day: Date) -> bool {
    matches!((day.month(), day.day()), (1 | 5, 1) | (4, 30) | (9, 2))
}

/// Days of a year by month and day.
type MonthDays = &'static [(i8, i8)];

/// Closures of state offices on weekdays, and Saturdays worked (law.md §11; 2022, 2023 inferred).
#[rustfmt::skip]
const PUBLISHED: [(i16, MonthDays, MonthDays); 5] = [
    (2022, &[(1, 3), (1, 31), (2, 1), (2, 2), (2, 3), (2, 4), (4, 11), (5, 2), (5, 3), (9, 1),
             (9, 2)], &[]),
    (2023, &[(1, 2), (1, 20), (1, 23), (1, 24), (1, 25), (1, 26), (5, 1), (5, 2), (5, 3), (9, 1),
             (9, 4)], &[]),
    (2024, &[(1, 1), (2, 8), (2, 9), (2, 12), (2, 13), (2, 14), (4, 18), (4, 29), (4, 30), (5, 1),
             (9, 2), (9, 3)], &[(5, 4)]),
    (2025, &[(1, 1), (1, 27), (1, 28), (1, 29), (1, 30), (1, 31), (4, 7), (4, 30), (5, 1), (5, 2),
             (9, 1), (9, 2)], &[(4, 26)]),
    (2026, &[(1, 1), (2, 16), (2, 17), (2, 18), (2, 19), (2, 20), (4, 27), (4, 30), (5, 1),
             (8, 31), (9, 1), (9, 2)], &[(8, 22)]),
];

/// The published years, 2022 to 2026, as rows for the administrator's table.
pub fn published_plans() -> Result<Vec<YearPlan>, CalendarError> {
    let days = |year: i16, list: MonthDays| -> Vec<Date> {
        list.iter()
            .map(|&(month, day)| date(year, month, day))
            .collect()
    };
    PUBLISHED
        .into_iter()
        .map(|(year, off, worked)| YearPlan::new(year, days(year, off), days(year, worked)))
        .collect()
}

#[cfg(test)]
mod tests;

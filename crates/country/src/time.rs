//! Small sums with dates.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::dice::Dice;

/// The date, with a day that the month does not have moved to the 28th.
pub(crate) fn ymd(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day)
        .or_else(|_| Date::new(year, month, 28))
        .unwrap_or(Date::ZERO)
}

pub(crate) fn plus_days(date: Date, days: i32) -> Date {
    date.saturating_add(days.days())
}

pub(crate) fn plus_years(date: Date, years: i16) -> Date {
    ymd(date.year() + years, date.month(), date.day())
}

/// Years completed on `day`.
pub(crate) fn age_on(born: Date, day: Date) -> i16 {
    let before_birthday = (day.month(), day.day()) < (born.month(), born.day());
    day.year() - born.year() - i16::from(before_birthday)
}

/// A day from `first` to `last`; `first` when they are the wrong way round.
pub(crate) fn day_between(dice: &mut Dice, first: Date, last: Date) -> Date {
    let days = first.duration_until(last).as_hours() / 24;
    let days = u32::try_from(days).unwrap_or(0);
    plus_days(first, i32::try_from(dice.below(days + 1)).unwrap_or(0))
}

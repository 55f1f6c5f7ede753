//! Dates of birth: a day, or only the month or the year, as old registers hold them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::redacted_debug;

/// A date of birth as precise as the register knows it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum BirthDate {
    /// Only the year.
    Year(i16),
    /// Year and month.
    Month(i16, i8),
    /// The day.
    Day(Date),
}

redacted_debug!(BirthDate);

/// Why a text is not a date of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BirthDateError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// Not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or no such day.
    #[error("not a date")]
    NotADate,
    /// Before 1900 or after 2399, which no number can express.
    #[error("out of range")]
    OutOfRange,
}

impl BirthDateError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "birth-date-empty",
            Self::NotADate => "birth-date-not-a-date",
            Self::OutOfRange => "birth-date-range",
        }
    }
}

impl BirthDate {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Result<Self, BirthDateError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BirthDateError::Empty);
        }
        let mut parts = text.split('-');
        let year = number(parts.next(), 4)?;
        let month = parts.next().map(|m| number(Some(m), 2)).transpose()?;
        let day = parts.next().map(|d| number(Some(d), 2)).transpose()?;
        if parts.next().is_some() {
            return Err(BirthDateError::NotADate);
        }
        Self::from_parts(year, month, day)
    }

    /// Builds a date of birth from what a form's fields hold.
    pub fn from_parts(
        year: i16,
        month: Option<i16>,
        day: Option<i16>,
    ) -> Result<Self, BirthDateError> {
        if !(1900..2400).contains(&year) {
            return Err(BirthDateError::OutOfRange);
        }
        let small = |n: i16| i8::try_from(n).map_err(|_| BirthDateError::NotADate);
        match (month, day) {
            (None, None) => Ok(Self::Year(year)),
            (Some(m), None) if (1..=12).contains(&m) => Ok(Self::Month(year, small(m)?)),
            (Some(m), Some(d)) => {
                let date =
                    Date::new(year, small(m)?, small(d)?).map_err(|_| BirthDateError::NotADate)?;
                Ok(Self::Day(date))
            }
            (None | Some(_), _) => Err(BirthDateError::NotADate),
        }
    }

    /// The year, always known.
    pub fn year(&self) -> i16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => *year,
            Self::Day(date) => date.year(),
        }
    }

    /// The day, when known.
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::Day(date) => Some(*date),
            Self::Year(_) | Self::Month(..) => None,
        }
    }

    /// Age in full years on a day; where only the year is known the birthday counts as its last
    /// day, so that nobody is taken for older than he may be.
    pub fn age_on(&self, today: Date) -> i16 {
        let (month, day) = self.birthday();
        let had_birthday = (today.month(), today.day()) >= (month, day);
        today.year() - self.year() - i16::from(!had_birthday)
    }

    /// The first day on which [`Self::age_on`] gives so many years: who was born on 29 February turns on 1 March of
    /// other years.
    pub fn turns(&self, age: i16) -> Date {
        let year = self.year().saturating_add(age);
        let (month, day) = self.birthday();
        Date::new(year, month, day)
            .or_else(|_| Date::new(year, month + 1, 1))
            .unwrap_or(Date::MAX)
    }

    /// Month and day, the last possible where only year or month are known.
    fn birthday(self) -> (i8, i8) {
        match self {
            Self::Year(_) => (12, 31),
            Self::Month(year, month) => (month, Date::constant(year, month, 1).days_in_month()),
            Self::Day(date) => (date.month(), date.day()),
        }
    }

    /// ISO 8601 text, as precise as known.
    pub fn to_iso(&self) -> String {
        match self {
            Self::Year(year) => format!("{year:04}"),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Day(date) => date.to_string(),
        }
    }

    /// `dd/mm/yyyy`, `mm/yyyy` or `yyyy`, as Vietnamese cards print it.
    pub fn to_card(&self) -> String {
        match self {
            Self::Year(year) => format!("{year:04}"),
            Self::Month(year, month) => format!("{month:02}/{year:04}"),
            Self::Day(d) => format!("{:02}/{:02}/{:04}", d.day(), d.month(), d.year()),
        }
    }
}

fn number(text: Option<&str>, length: usize) -> Result<i16, BirthDateError> {
    let text = text.unwrap_or_default();
    if text.len() != length || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BirthDateError::NotADate);
    }
    text.parse().map_err(|_| BirthDateError::NotADate)
}

impl TryFrom<String> for BirthDate {
    type Error = BirthDateError;

    fn try_from(text: String) -> Result<Self, BirthDateError> {
        Self::parse(&text)
    }
}

impl From<BirthDate> for String {
    fn from(birth: BirthDate) -> Self {
        birth.to_iso()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_of_birth_are_as_precise_as_the_register() {
        for text in ["1950", "1950-07", "1950-07-31"] {
            assert_eq!(BirthDate::parse(text).unwrap().to_iso(), text);
        }
        for (text, want) in [
            ("", BirthDateError::Empty),
            ("50", BirthDateError::NotADate),
            ("1950-13", BirthDateError::NotADate),
            ("2023-02-29", BirthDateError::NotADate),
            ("1950-7-1", BirthDateError::NotADate),
            ("1899-01-01", BirthDateError::OutOfRange),
            ("1950-07-31-01", BirthDateError::NotADate),
        ] {
            assert_eq!(BirthDate::parse(text), Err(want), "{text}");
        }
    }

    // law: D59-11.1
    #[test]
    fn nobody_is_taken_for_older_than_he_may_be() {
        for (birth, today, age) in [
            ("2010-05-10", date(2024, 5, 9), 13),
            ("2010-05-10", date(2024, 5, 10), 14),
            ("2010-05", date(2024, 5, 30), 13),
            ("2010-05", date(2024, 5, 31), 14),
            ("2010", date(2024, 12, 30), 13),
            ("2010", date(2024, 12, 31), 14),
            ("2008-02-29", date(2022, 2, 28), 13),
            ("2008-02-29", date(2022, 3, 1), 14),
        ] {
            assert_eq!(
                BirthDate::parse(birth).unwrap().age_on(today),
                age,
                "{birth} {today}"
            );
        }
    }

    // law: D59-11.1
    #[test]
    fn one_turns_an_age_on_the_first_day_one_has_it() {
        for (birth, age, day) in [
            ("2010-05-10", 14, date(2024, 5, 10)),
            ("2010", 14, date(2024, 12, 31)),
            ("2008-02-29", 14, date(2022, 3, 1)),
            ("2008-02", 16, date(2024, 2, 29)),
            ("2008-02", 15, date(2023, 3, 1)),
        ] {
            let birth = BirthDate::parse(birth).unwrap();
            assert_eq!(birth.turns(age), day, "{birth:?} {age}");
            assert_eq!(birth.age_on(day), age, "{birth:?} {age}");
            assert_eq!(birth.age_on(day.yesterday().unwrap()), age - 1, "{birth:?}");
        }
    }
}

//! The personal identification number and the old nine-digit number (FMT-ID-1..7).

use serde::{Deserialize, Serialize};

use super::{BirthDate, Sex};
use crate::redacted_debug;
use crate::regime::PersonKind;

/// A citizen's personal identification number (FMT-ID-1) or a foreigner's (D59-3.4): twelve digits,
/// unique, never reused; kept as text because of leading zeros.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonNumber(String);

/// FMT-ID-7: the nine-digit number of old papers; a secondary key only.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OldNumber(String);

redacted_debug!(PersonNumber, OldNumber);

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// Something other than digits.
    #[error("not digits")]
    NotDigits,
    /// Not as many digits as the number has.
    #[error("wrong length")]
    WrongLength,
}

impl NumberError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "number-empty",
            Self::NotDigits => "number-not-digits",
            Self::WrongLength => "number-length",
        }
    }
}

/// FMT-ID-5: what does not fit between a number and the record; a reason to look, never to refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberWarning {
    /// The digit for sex says otherwise.
    Sex,
    /// The digits for the year of birth say otherwise.
    BirthYear,
    /// The first three digits are no province of the table: born abroad, or unknown (FMT-ID-2).
    Province,
}

/// Digits with the spaces, dots and hyphens that people type taken out.
fn digits(text: &str, length: usize) -> Result<String, NumberError> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-'))
        .collect();
    if bare.is_empty() {
        return Err(NumberError::Empty);
    }
    if !bare.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberError::NotDigits);
    }
    if bare.len() != length {
        return Err(NumberError::WrongLength);
    }
    Ok(bare)
}

impl PersonNumber {
    /// Reads a number as people type it.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        digits(text, 12).map(Self)
    }

    /// D59-3.4: a foreigner's number from eleven digits chosen at random. It begins with 9, as no
    /// citizen's does: citizens' begin with the code of a province (001 to 096) or of a country of
    /// birth, so neither can be taken for the other.
    pub fn foreigner(random: u64) -> Self {
        Self(format!("9{:011}", random % 100_000_000_000))
    }

    /// Whose number it is, by its first digit.
    pub fn kind(&self) -> PersonKind {
        if self.0.starts_with('9') {
            PersonKind::Foreigner
        } else {
            PersonKind::Citizen
        }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn digit(&self, index: usize) -> u8 {
        self.0.as_bytes().get(index).map_or(0, |b| b - b'0')
    }

    /// FMT-ID-2: province of birth registration, or a country code.
    pub fn province_code(&self) -> &str {
        self.0.get(..3).unwrap_or_default()
    }

    /// FMT-ID-3: even for men, odd for women.
    pub fn sex(&self) -> Sex {
        if self.digit(3).is_multiple_of(2) {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// FMT-ID-3, FMT-ID-4: century from the fourth digit, year from the next two.
    pub fn birth_year(&self) -> i16 {
        let century = 1900 + i16::from(self.digit(3) / 2) * 100;
        century + i16::from(self.digit(4)) * 10 + i16::from(self.digit(5))
    }

    /// FMT-ID-5, FMT-ID-6: everything about the number that does not fit the record.
    pub fn warnings(&self, sex: Sex, birth: &BirthDate) -> Vec<NumberWarning> {
        let mut found = Vec::new();
        if self.sex() != sex {
            found.push(NumberWarning::Sex);
        }
        if self.birth_year() != birth.year() {
            found.push(NumberWarning::BirthYear);
        }
        if crate::province::by_code(self.province_code()).is_none() {
            found.push(NumberWarning::Province);
        }
        found
    }

    /// The number with its middle hidden, for screens: `074•••••1234`.
    pub fn masked(&self) -> String {
        format!(
            "{}•••••{}",
            self.province_code(),
            self.0.get(8..).unwrap_or_default()
        )
    }
}

impl OldNumber {
    /// Reads a nine-digit number as people type it.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        digits(text, 9).map(Self)
    }

    /// The nine digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! as_text {
    ($($name:ident),+) => {$(
        impl TryFrom<String> for $name {
            type Error = NumberError;
            fn try_from(text: String) -> Result<Self, NumberError> {
                Self::parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(number: $name) -> Self {
                number.0
            }
        }
    )+};
}
as_text!(PersonNumber, OldNumber);

#[cfg(test)]
mod tests {
    use super::*;

    // law: FMT-ID-1, FMT-ID-7
    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, want) in [
            ("074190001234", Ok("074190001234")),
            (" 074 190 001 234 ", Ok("074190001234")),
            ("074-190.001234", Ok("074190001234")),
            ("", Err(NumberError::Empty)),
            ("07419000123", Err(NumberError::WrongLength)),
            ("0741900012345", Err(NumberError::WrongLength)),
            ("07419000123a", Err(NumberError::NotDigits)),
            ("٠٧٤١٩٠٠٠١٢٣٤", Err(NumberError::NotDigits)),
            ("074190001234\0", Err(NumberError::NotDigits)),
        ] {
            assert_eq!(
                PersonNumber::parse(text)
                    .as_ref()
                    .map(PersonNumber::as_str)
                    .map_err(|e| *e),
                want,
                "{text:?}"
            );
        }
        assert_eq!(
            OldNumber::parse("280 123 456").map(|n| n.as_str().to_owned()),
            Ok("280123456".into())
        );
        assert_eq!(OldNumber::parse("28012345"), Err(NumberError::WrongLength));
    }

    // law: FMT-ID-2, FMT-ID-3, FMT-ID-4
    #[test]
    fn a_number_tells_province_sex_and_year() {
        for (text, province, sex, year) in [
            ("074090001234", "074", Sex::Male, 1990),
            ("074190001234", "074", Sex::Female, 1990),
            ("001205000001", "001", Sex::Male, 2005),
            ("079312000001", "079", Sex::Female, 2012),
            ("079999000001", "079", Sex::Female, 2399),
        ] {
            let number = PersonNumber::parse(text).unwrap();
            assert_eq!(
                (number.province_code(), number.sex(), number.birth_year()),
                (province, sex, year),
                "{text}"
            );
        }
    }

    // law: FMT-ID-5, FMT-ID-6
    #[test]
    fn what_does_not_fit_is_a_warning() {
        let number = PersonNumber::parse("999190001234").unwrap();
        let birth = BirthDate::parse("1991-02-03").unwrap();
        assert_eq!(
            number.warnings(Sex::Male, &birth),
            [
                NumberWarning::Sex,
                NumberWarning::BirthYear,
                NumberWarning::Province
            ]
        );
        let number = PersonNumber::parse("074190001234").unwrap();
        assert_eq!(
            number.warnings(Sex::Female, &BirthDate::parse("1990").unwrap()),
            []
        );
        assert_eq!(number.masked(), "074•••••1234");
        assert_eq!(format!("{number:?}"), "PersonNumber(‹private›)");
    }
}

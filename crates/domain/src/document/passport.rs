//! Passports (FMT-HC-1).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::licence::bare;
use super::record::{Owner, SourceState};
use crate::fault::{Fault, Faults};
use crate::redacted_debug;

/// One capital letter and seven or eight digits.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PassportNumber(String);

redacted_debug!(PassportNumber, PassportRecord, PassportClaim, PassportFacts);

/// Why a text is not a passport number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PassportNumberError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// Does not begin with one letter followed by digits only.
    #[error("not a letter and digits")]
    BadForm,
    /// Not seven or eight digits after the letter.
    #[error("wrong length")]
    WrongLength,
}

/// Why a text is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExpiryError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// Neither `YYYY-MM-DD` nor `DD/MM/YYYY`, or no such day.
    #[error("not a date")]
    NotADate,
}

/// What the immigration register holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassportRecord {
    /// Number of the booklet.
    pub number: PassportNumber,
    /// Whose it is.
    pub owner: Owner,
    /// Day of issue.
    pub issued_on: Date,
    /// Last day of validity.
    pub expires_on: Date,
    /// Issuing authority.
    pub issued_by: String,
    /// Whether it stands.
    pub state: SourceState,
}

/// DOC-HC: what the holder enters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassportClaim {
    /// Number of the booklet.
    pub number: PassportNumber,
    /// Last day of validity, as printed.
    pub expires_on: Date,
}

/// What the wallet shows of a verified passport.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassportFacts {
    /// Number of the booklet.
    pub number: PassportNumber,
    /// Day of issue.
    pub issued_on: Date,
    /// Last day of validity.
    pub expires_on: Date,
    /// Issuing authority.
    pub issued_by: String,
}

impl PassportNumberError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "passport-number-empty",
            Self::BadForm => "passport-number-form",
            Self::WrongLength => "passport-number-length",
        }
    }
}

impl ExpiryError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "passport-expiry-empty",
            Self::NotADate => "passport-expiry-not-a-date",
        }
    }
}

impl PassportNumber {
    /// Reads a number as typed.
    pub fn parse(text: &str) -> Result<Self, PassportNumberError> {
        let number = bare(text);
        match number.as_bytes() {
            [] => Err(PassportNumberError::Empty),
            [b'A'..=b'Z', digits @ ..] if digits.iter().all(u8::is_ascii_digit) => {
                if matches!(digits.len(), 7 | 8) {
                    Ok(Self(number))
                } else {
                    Err(PassportNumberError::WrongLength)
                }
            }
            _ => Err(PassportNumberError::BadForm),
        }
    }

    /// Letter and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PassportClaim {
    /// Reads the fields `passport-number` and `passport-expiry`; all faults at once.
    pub fn parse(number: &str, expiry: &str) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let number = faults.take(
            PassportNumber::parse(number).map_err(|e| Fault::new("passport-number", e.code())),
        );
        let expires_on =
            faults.take(parse_expiry(expiry).map_err(|e| Fault::new("passport-expiry", e.code())));
        match (number, expires_on) {
            (Some(number), Some(expires_on)) => Ok(Self { number, expires_on }),
            (None, _) | (_, None) => Err(faults.into_vec()),
        }
    }
}

/// A day as a form sends it (`2030-12-31`) or as the booklet prints it (`31/12/2030`).
pub fn parse_expiry(text: &str) -> Result<Date, ExpiryError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ExpiryError::Empty);
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let signs = text.bytes().filter(|b| matches!(b, b'-' | b'/')).count();
    if digits != text.len() - signs || signs != 2 {
        return Err(ExpiryError::NotADate);
    }
    let format = if text.contains('/') {
        "%d/%m/%Y"
    } else {
        "%Y-%m-%d"
    };
    Date::strptime(format, text)
        .ok()
        .filter(|day| (1900..2400).contains(&day.year()))
        .ok_or(ExpiryError::NotADate)
}

impl From<&PassportRecord> for PassportFacts {
    fn from(record: &PassportRecord) -> Self {
        Self {
            number: record.number.clone(),
            issued_on: record.issued_on,
            expires_on: record.expires_on,
            issued_by: record.issued_by.clone(),
        }
    }
}

impl TryFrom<String> for PassportNumber {
    type Error = PassportNumberError;

    fn try_from(text: String) -> Result<Self, PassportNumberError> {
        Self::parse(&text)
    }
}

impl From<PassportNumber> for String {
    fn from(number: PassportNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    // law: FMT-HC-1
    #[test]
    fn numbers() {
        use PassportNumberError::{BadForm, Empty, WrongLength};
        for (text, want) in [
            ("B1234567", Ok("B1234567")),
            (" c 1234 5678 ", Ok("C12345678")),
            ("", Err(Empty)),
            ("B123456", Err(WrongLength)),
            ("B123456789", Err(WrongLength)),
            ("B", Err(WrongLength)),
            ("12345678", Err(BadForm)),
            ("BB123456", Err(BadForm)),
            ("Đ1234567", Err(BadForm)),
        ] {
            let got = PassportNumber::parse(text);
            assert_eq!(
                got.as_ref().map(PassportNumber::as_str).map_err(|e| *e),
                want,
                "{text:?}"
            );
        }
    }

    // law: DOC-HC
    #[test]
    fn fields() {
        let want = Ok(date(2030, 12, 31));
        for text in ["2030-12-31", "31/12/2030", " 31/12/2030 "] {
            assert_eq!(parse_expiry(text), want, "{text}");
        }
        for text in [
            "2030-02-30",
            "12/31/2030",
            "31-12-2030x",
            "2030",
            "0001-01-01",
            "30/12/31",
        ] {
            assert_eq!(parse_expiry(text), Err(ExpiryError::NotADate), "{text}");
        }
        assert_eq!(
            PassportClaim::parse("1", "").unwrap_err(),
            [
                Fault::new("passport-number", "passport-number-form"),
                Fault::new("passport-expiry", "passport-expiry-empty")
            ]
        );
        assert!(PassportClaim::parse("b1234567", "31/12/2030").is_ok());
    }
}

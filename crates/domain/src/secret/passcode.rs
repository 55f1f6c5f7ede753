//! The passcode: six digits for acts inside the app, not for sign-in (APP-2).

use zeroize::Zeroizing;

use super::{repeats, runs, six_digits};
use crate::person::BirthDate;
use crate::redacted_debug;

/// A six-digit passcode, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Passcode(Zeroizing<String>);

redacted_debug!(Passcode);

/// Why a passcode is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasscodeError {
    /// Not six digits.
    #[error("not six digits")]
    NotSixDigits,
    /// The same digits again and again, as 000000, 121212 or 123123.
    #[error("repeats itself")]
    Repeats,
    /// Digits in a row, as 123456 or 654321.
    #[error("digits in a row")]
    Sequence,
    /// The holder's date of birth.
    #[error("own date of birth")]
    OwnBirthday,
}

impl PasscodeError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotSixDigits => "passcode-not-six-digits",
            Self::Repeats => "passcode-repeats",
            Self::Sequence => "passcode-sequence",
            Self::OwnBirthday => "passcode-own-birthday",
        }
    }
}

impl Passcode {
    /// A passcode as entered to confirm an act: only its form is judged.
    pub fn entered(text: &str) -> Result<Self, PasscodeError> {
        six_digits(text)
            .map(|digits| Self(Zeroizing::new(digits)))
            .ok_or(PasscodeError::NotSixDigits)
    }

    /// A new passcode: nothing that a thief tries first.
    pub fn choose(text: &str, birth: &BirthDate) -> Result<Self, PasscodeError> {
        let code = Self::entered(text)?;
        let digits = Zeroizing::new(code.0.chars().collect::<Vec<char>>());
        if repeats(&digits, 3) {
            return Err(PasscodeError::Repeats);
        }
        if runs(&digits) {
            return Err(PasscodeError::Sequence);
        }
        if birthdays(*birth).contains(&*code.0) {
            return Err(PasscodeError::OwnBirthday);
        }
        Ok(code)
    }

    /// The digits, for the hash.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Six-digit ways to write a date of birth: ddmmyy, yymmdd, mmyyyy.
fn birthdays(birth: BirthDate) -> Vec<String> {
    let year = birth.year();
    let short = year.rem_euclid(100);
    match birth {
        BirthDate::Year(_) => vec![],
        BirthDate::Month(_, month) => vec![format!("{month:02}{year:04}")],
        BirthDate::Day(date) => {
            let (month, day) = (date.month(), date.day());
            vec![
                format!("{day:02}{month:02}{short:02}"),
                format!("{short:02}{month:02}{day:02}"),
                format!("{month:02}{year:04}"),
            ]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: APP-2
    #[test]
    fn what_a_thief_tries_first_is_refused() {
        use PasscodeError::{NotSixDigits, OwnBirthday, Repeats, Sequence};
        let birth = BirthDate::parse("1990-02-03").unwrap();
        for (text, want) in [
            ("294017", Ok(())),
            ("294 017", Ok(())),
            ("000000", Err(Repeats)),
            ("777777", Err(Repeats)),
            ("121212", Err(Repeats)),
            ("482482", Err(Repeats)),
            ("123456", Err(Sequence)),
            ("567890", Err(Sequence)),
            ("654321", Err(Sequence)),
            ("098765", Err(Sequence)),
            ("030290", Err(OwnBirthday)),
            ("900203", Err(OwnBirthday)),
            ("021990", Err(OwnBirthday)),
            ("030291", Ok(())),
            ("", Err(NotSixDigits)),
            ("12345", Err(NotSixDigits)),
            ("1234567", Err(NotSixDigits)),
            ("29401x", Err(NotSixDigits)),
            ("٢٩٤٠١٧", Err(NotSixDigits)),
        ] {
            assert_eq!(Passcode::choose(text, &birth).map(|_| ()), want, "{text:?}");
        }
        let code = Passcode::entered("000000").unwrap();
        assert_eq!(
            (code.expose(), format!("{code:?}").as_str()),
            ("000000", "Passcode(‹private›)")
        );
    }
}

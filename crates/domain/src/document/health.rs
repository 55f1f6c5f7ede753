//! Health insurance cards (FMT-BH-1..3).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::licence::bare;
use super::record::{Owner, SourceState};
use crate::fault::Fault;
use crate::redacted_debug;

/// The code on a card: fifteen characters, or only the ten-digit social insurance number that
/// cards print since 1 April 2021. No `==` on purpose: compare with [`HealthCode::same_insured`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HealthCode(String);

redacted_debug!(HealthCode, HealthRecord, HealthClaim, HealthFacts);

/// Why a text is not the code of a health card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HealthCodeError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// Neither ten nor fifteen characters.
    #[error("wrong length")]
    WrongLength,
    /// The last ten are not all digits.
    #[error("the insurance number is not digits")]
    NotDigits,
    /// The five characters before them are not group, benefit and province.
    #[error("group, benefit or province is wrong")]
    BadPrefix,
}

/// What the health insurance register holds.
#[derive(Clone, Serialize, Deserialize)]
pub struct HealthRecord {
    /// Code of the card.
    pub code: HealthCode,
    /// Whose it is.
    pub owner: Owner,
    /// First day of cover.
    pub valid_from: Date,
    /// Last day of cover, where it ends.
    pub valid_to: Option<Date>,
    /// Where the holder is registered for first care.
    pub facility: String,
    /// Whether it stands.
    pub state: SourceState,
}

/// DOC-BHYT: what the holder enters.
#[derive(Clone, Serialize, Deserialize)]
pub struct HealthClaim {
    /// Number on the card.
    pub code: HealthCode,
}

/// What the wallet shows of a verified card.
#[derive(Clone, Serialize, Deserialize)]
pub struct HealthFacts {
    /// Code as the register holds it.
    pub code: HealthCode,
    /// First day of cover.
    pub valid_from: Date,
    /// Last day of cover, where it ends.
    pub valid_to: Option<Date>,
    /// Where the holder is registered for first care.
    pub facility: String,
}

impl HealthCodeError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "health-code-empty",
            Self::WrongLength => "health-code-length",
            Self::NotDigits => "health-code-not-digits",
            Self::BadPrefix => "health-code-prefix",
        }
    }
}

impl HealthCode {
    /// Reads a code as typed.
    pub fn parse(text: &str) -> Result<Self, HealthCodeError> {
        let code = bare(text);
        if code.is_empty() {
            return Err(HealthCodeError::Empty);
        }
        if !matches!(code.chars().count(), 10 | 15) {
            return Err(HealthCodeError::WrongLength);
        }
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let at = code.len().saturating_sub(10);
        let (prefix, number) = code
            .split_at_checked(at)
            .ok_or(HealthCodeError::NotDigits)?;
        if !digits(number) {
            return Err(HealthCodeError::NotDigits);
        }
        let fits = match prefix.as_bytes() {
            [] => true,
            [g1, g2, b'1'..=b'5', province @ ..] => {
                [g1, g2].iter().all(|g| g.is_ascii_uppercase())
                    && province.len() == 2
                    && province.iter().all(u8::is_ascii_digit)
            }
            _ => false,
        };
        if fits {
            Ok(Self(code))
        } else {
            Err(HealthCodeError::BadPrefix)
        }
    }

    /// Ten or fifteen characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The social insurance number, by which cards are looked up.
    pub fn insurance_number(&self) -> &str {
        self.0
            .get(self.0.len().saturating_sub(10)..)
            .unwrap_or_default()
    }

    /// FMT-BH-2: the same insured person, whichever form the card prints.
    pub fn same_insured(&self, other: &Self) -> bool {
        self.insurance_number() == other.insurance_number()
    }
}

impl HealthClaim {
    /// Reads the field `health-code`.
    pub fn parse(code: &str) -> Result<Self, Vec<Fault>> {
        HealthCode::parse(code)
            .map(|code| Self { code })
            .map_err(|e| vec![Fault::new("health-code", e.code())])
    }
}

impl From<&HealthRecord> for HealthFacts {
    fn from(record: &HealthRecord) -> Self {
        Self {
            code: record.code.clone(),
            valid_from: record.valid_from,
            valid_to: record.valid_to,
            facility: record.facility.clone(),
        }
    }
}

impl TryFrom<String> for HealthCode {
    type Error = HealthCodeError;

    fn try_from(text: String) -> Result<Self, HealthCodeError> {
        Self::parse(&text)
    }
}

impl From<HealthCode> for String {
    fn from(code: HealthCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // law: FMT-BH-1, FMT-BH-2, FMT-BH-3, DOC-BHYT
    #[test]
    fn codes_of_both_forms() {
        use HealthCodeError::{BadPrefix, Empty, NotDigits, WrongLength};
        for (text, want) in [
            ("DN4790123456789", Ok("DN4790123456789")),
            ("dn 4 79 0123456789", Ok("DN4790123456789")),
            ("zz-1-01-0000000001", Ok("ZZ1010000000001")),
            ("0123456789", Ok("0123456789")),
            ("", Err(Empty)),
            ("012345678", Err(WrongLength)),
            ("DN479012345678", Err(WrongLength)),
            ("DN47901234567890", Err(WrongLength)),
            ("DN479012345678X", Err(NotDigits)),
            ("012345 78X9", Err(NotDigits)),
            ("DN6790123456789", Err(BadPrefix)),
            ("D14790123456789", Err(BadPrefix)),
            ("DN4X90123456789", Err(BadPrefix)),
            ("ĐN4790123456789", Err(BadPrefix)),
            ("01234567đ9", Err(NotDigits)),
        ] {
            let got = HealthCode::parse(text);
            assert_eq!(
                got.as_ref().map(HealthCode::as_str).map_err(|e| *e),
                want,
                "{text:?}"
            );
        }
        assert_eq!(
            HealthClaim::parse("1").unwrap_err(),
            [Fault::new("health-code", "health-code-length")]
        );
    }

    // law: FMT-BH-2
    #[test]
    fn the_last_ten_decide() {
        let code = |text| HealthCode::parse(text).unwrap();
        assert!(code("DN4790123456789").same_insured(&code("0123456789")));
        assert!(code("DN4790123456789").same_insured(&code("HX2010123456789")));
        assert!(!code("DN4790123456789").same_insured(&code("0123456780")));
        assert_eq!(format!("{:?}", code("0123456789")), "HealthCode(‹private›)");
    }

    proptest! {
        #[test]
        fn parsing_never_fails_badly(text in "\\PC{0,24}") {
            if let Ok(code) = HealthCode::parse(&text) {
                prop_assert_eq!(code.insurance_number().len(), 10);
            }
        }
    }
}

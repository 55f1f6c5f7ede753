//! D59-3.5: the code of an organisation: its tax code, else a number the platform sets.

use serde::{Deserialize, Serialize};

/// The code of an organisation. It is public, as the tax code is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrganisationCode(String);

/// FMT-MST-1: which kind of code it is, by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// Ten digits, the last a check digit: an independent organisation.
    Main,
    /// Thirteen digits, shown with a hyphen before the last three: a dependent unit.
    Dependent,
    /// Twelve digits: the personal number of a household's head (since 1 July 2025).
    Household,
    /// `TC` and ten digits, the last a check digit: set by the platform (D59-3.5).
    Generated,
}

impl CodeKind {
    /// Word in register files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Dependent => "dependent",
            Self::Household => "household",
            Self::Generated => "generated",
        }
    }
}

/// Why a text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// Something other than digits.
    #[error("not digits")]
    Strange,
    /// Neither 10, 12 nor 13 digits.
    #[error("wrong length")]
    WrongLength,
    /// A digit was mistyped: the check digit does not fit.
    #[error("wrong check digit")]
    WrongCheck,
}

impl CodeError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "tax-code-empty",
            Self::Strange => "tax-code-strange",
            Self::WrongLength => "tax-code-length",
            Self::WrongCheck => "tax-code-check",
        }
    }
}

const PREFIX: &str = "TC";
const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/// The check digit of nine digits: ten less the remainder by eleven of the weighted sum; nine digits
/// that would give ten are no code.
fn check(nine: &str) -> Option<char> {
    let sum = nine
        .chars()
        .filter_map(|c| c.to_digit(10))
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum::<u32>();
    char::from_digit(10 - sum % 11, 10)
}

fn checked(ten: &str) -> bool {
    match ten.split_at_checked(9) {
        Some((nine, last)) => check(nine).is_some_and(|c| last.starts_with(c)),
        None => false,
    }
}

impl OrganisationCode {
    /// FMT-MST-1: reads a code as people type it: 10, 12 or 13 digits, or one of ours.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let bare: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '–'))
            .take(40)
            .collect::<String>()
            .to_ascii_uppercase();
        let own = bare.strip_prefix(PREFIX);
        let digits = own.unwrap_or(&bare);
        if bare.is_empty() {
            return Err(CodeError::Empty);
        }
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(CodeError::Strange);
        }
        let right = match (digits.len(), own) {
            (10, _) => checked(digits),
            (13, None) => {
                checked(digits.get(..10).unwrap_or_default()) && digits.get(10..) != Some("000")
            }
            (12, None) => true,
            _ => return Err(CodeError::WrongLength),
        };
        if right {
            Ok(Self(bare))
        } else {
            Err(CodeError::WrongCheck)
        }
    }

    /// D59-3.5: a code for an organisation without a tax code, from a number chosen at random. It
    /// begins with letters, as no tax code does; its last digit checks the others.
    pub fn generated(random: u64) -> Self {
        let mut serial = random % 1_000_000_000;
        loop {
            let nine = format!("{serial:09}");
            if let Some(last) = check(&nine) {
                return Self(format!("{PREFIX}{nine}{last}"));
            }
            serial = (serial + 1) % 1_000_000_000;
        }
    }

    /// As stored: no hyphen.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people write it: `0101234567-001`.
    pub fn shown(&self) -> String {
        match (self.kind(), self.0.split_at_checked(10)) {
            (CodeKind::Dependent, Some((main, unit))) => format!("{main}-{unit}"),
            (CodeKind::Main | CodeKind::Household | CodeKind::Generated, _)
            | (CodeKind::Dependent, None) => self.0.clone(),
        }
    }

    /// Its kind, by its form.
    pub fn kind(&self) -> CodeKind {
        match self.0.len() {
            10 => CodeKind::Main,
            13 => CodeKind::Dependent,
            _ if self.0.starts_with(PREFIX) => CodeKind::Generated,
            _ => CodeKind::Household,
        }
    }
}

impl TryFrom<String> for OrganisationCode {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        Self::parse(&text)
    }
}

impl From<OrganisationCode> for String {
    fn from(code: OrganisationCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // law: FMT-MST-1, D59-3.5
    #[test]
    fn codes_are_read_as_people_type_them() {
        for (text, want) in [
            ("0100109106", Ok("0100109106")),
            ("0100 109 106", Ok("0100109106")),
            ("0100109106-001", Ok("0100109106001")),
            ("074190001234", Ok("074190001234")),
            ("", Err(CodeError::Empty)),
            (" - ", Err(CodeError::Empty)),
            ("0100109107", Err(CodeError::WrongCheck)),
            ("0100109107-001", Err(CodeError::WrongCheck)),
            ("0100109106-000", Err(CodeError::WrongCheck)),
            ("010010910", Err(CodeError::WrongLength)),
            ("01001091061", Err(CodeError::WrongLength)),
            ("01001091060011", Err(CodeError::WrongLength)),
            ("01001O9106", Err(CodeError::Strange)),
            ("TC010010910", Err(CodeError::WrongLength)),
            ("TC0100109107", Err(CodeError::WrongCheck)),
            ("tc0100109106", Ok("TC0100109106")),
            ("٠١٠٠١٠٩١٠٦", Err(CodeError::Strange)),
        ] {
            let got = OrganisationCode::parse(text);
            let got = got.as_ref().map(OrganisationCode::as_str).map_err(|e| *e);
            assert_eq!(got, want, "{text:?}");
        }
    }

    // law: FMT-MST-1
    #[test]
    fn a_code_shows_its_kind() {
        for (text, kind, shown) in [
            ("0100109106", CodeKind::Main, "0100109106"),
            ("0100109106001", CodeKind::Dependent, "0100109106-001"),
            ("074190001234", CodeKind::Household, "074190001234"),
            ("TC0100109106", CodeKind::Generated, "TC0100109106"),
        ] {
            let code = OrganisationCode::parse(text).unwrap();
            assert_eq!((code.kind(), code.shown().as_str()), (kind, shown));
        }
    }

    proptest! {
        // law: D59-3.5
        #[test]
        fn a_set_code_reads_back_and_is_no_tax_code(random in any::<u64>(), place in 2_usize..12, other in 1_u8..10) {
            let code = OrganisationCode::generated(random);
            prop_assert_eq!(code.kind(), CodeKind::Generated);
            prop_assert_eq!(OrganisationCode::parse(code.as_str()), Ok(code.clone()));
            let mut wrong = code.as_str().as_bytes().to_vec();
            wrong[place] = b'0' + (wrong[place] - b'0' + other) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert_eq!(OrganisationCode::parse(&wrong), Err(CodeError::WrongCheck));
        }
    }
}

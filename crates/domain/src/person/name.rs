//! Full names: one field, order kept as on the card, compared after NFC.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::redacted_debug;

/// A person's full name, NFC, single spaces.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FullName(String);

redacted_debug!(FullName);

/// Longest name kept, in characters.
const LONGEST: usize = 120;

/// Why a text is not a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// More than 120 characters.
    #[error("too long")]
    TooLong,
    /// Digits, control characters, emoji or other signs that no name has.
    #[error("not a name")]
    Strange,
}

impl NameError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "name-empty",
            Self::TooLong => "name-too-long",
            Self::Strange => "name-strange",
        }
    }
}

impl FullName {
    /// Reads a name as typed; letters of any script, spaces, hyphens, dots and apostrophes.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.len() > LONGEST * 16 {
            return Err(NameError::TooLong);
        }
        let name = text
            .nfc()
            .collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if name.chars().count() > LONGEST {
            return Err(NameError::TooLong);
        }
        let fits = |c: char| {
            c.is_alphabetic() || is_combining_mark(c) || matches!(c, ' ' | '-' | '.' | '\'' | '’')
        };
        if !name.chars().all(fits) || !name.chars().any(char::is_alphabetic) {
            return Err(NameError::Strange);
        }
        Ok(Self(name))
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// First letters only, for screens of somebody else's work: `N. T. Á.`.
    pub fn initials(&self) -> String {
        let first = |word: &str| word.chars().next().map(|c| format!("{c}."));
        let all: Vec<String> = self.0.split(' ').filter_map(first).collect();
        all.join(" ")
    }

    /// Lower case without marks, for searching: `Đặng Thị Ánh` becomes `dang thi anh`.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }

    /// Same letters and marks, whatever the case.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

/// Lower case without Vietnamese marks.
pub fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

impl TryFrom<String> for FullName {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        Self::parse(&text)
    }
}

impl From<FullName> for String {
    fn from(name: FullName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normalised_and_compared_with_their_marks() {
        let decomposed =
            FullName::parse("  Nguye\u{302}\u{303}n   Thi\u{323} A\u{301}nh ").unwrap();
        assert_eq!(decomposed.as_str(), "Nguyễn Thị Ánh");
        assert!(decomposed.matches(&FullName::parse("NGUYỄN THỊ ÁNH").unwrap()));
        assert!(!decomposed.matches(&FullName::parse("Nguyen Thi Anh").unwrap()));
        assert_eq!(
            FullName::parse("ĐẶNG Quỳnh").unwrap().folded(),
            "dang quynh"
        );
        assert!(FullName::parse("H' Hen Niê").is_ok());
        assert_eq!(decomposed.initials(), "N. T. Á.");
    }

    #[test]
    fn what_no_name_has_is_refused() {
        for (text, want) in [
            ("", NameError::Empty),
            (" \t ", NameError::Empty),
            ("An 2", NameError::Strange),
            ("An😀", NameError::Strange),
            ("An\0", NameError::Strange),
            ("---", NameError::Strange),
        ] {
            assert_eq!(FullName::parse(text), Err(want), "{text:?}");
        }
        assert_eq!(FullName::parse(&"ă".repeat(121)), Err(NameError::TooLong));
        assert_eq!(
            FullName::parse(&"a".repeat(10_000_000)),
            Err(NameError::TooLong)
        );
    }
}

//! Classes of driving licences. The letters changed their meaning on 1 January 2025, so a class
//! always carries its list: A1 before is not A1 after (FMT-GP-3..6).

use std::fmt;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// First day on which licences carry the new classes.
pub const NEW_CLASSES_FROM: Date = date(2025, 1, 1);

macro_rules! classes {
    ($(#[$doc:meta])* $name:ident: $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!("Class ", $text, ".")] $variant),+
        }

        impl $name {
            /// Every class of the list.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// As printed on the card.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            fn find(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|class| class.as_str() == text)
            }
        }
    };
}

classes! {
    /// FMT-GP-3: classes of licences issued to 31 December 2024. B11 is B1, automatic only.
    OldClass: A1 = "A1", A2 = "A2", A3 = "A3", A4 = "A4", B1 = "B1", B1Automatic = "B11",
    B2 = "B2", C = "C", D = "D", E = "E", Fb2 = "FB2", Fc = "FC", Fd = "FD", Fe = "FE",
}

classes! {
    /// FMT-GP-4: classes of licences issued from 1 January 2025.
    NewClass: A1 = "A1", A = "A", B1 = "B1", B = "B", C1 = "C1", C = "C", D1 = "D1", D2 = "D2",
    D = "D", Be = "BE", C1e = "C1E", Ce = "CE", D1e = "D1E", D2e = "D2E", De = "DE",
}

/// A class together with the list it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum LicenceClass {
    /// Of a licence issued before 2025.
    Old(OldClass),
    /// Of a licence issued from 2025.
    New(NewClass),
}

/// The class the holder entered, who does not say when the licence was issued: at least one of
/// the lists has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClaimedClass {
    old: Option<OldClass>,
    new: Option<NewClass>,
}

/// Why a text is not a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClassError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// No such class in the list that applies.
    #[error("no such class")]
    Unknown,
}

/// FMT-GP-6: how long a class is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// No limit.
    Unlimited,
    /// So many years from issue.
    Years(u8),
}

/// A limit that a renewed licence carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restriction {
    /// Motorcycles under 175 cc.
    Under175cc,
    /// Automatic gear only.
    AutomaticOnly,
}

/// FMT-GP-5: what an old class becomes on renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewal {
    /// The classes to choose from; none means a tractor certificate instead.
    pub classes: &'static [NewClass],
    /// The limit, if any.
    pub restriction: Option<Restriction>,
}

impl ClassError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "licence-class-empty",
            Self::Unknown => "licence-class-unknown",
        }
    }
}

impl OldClass {
    /// FMT-GP-5: what it becomes on renewal.
    pub const fn renewal(self) -> Renewal {
        let (classes, restriction): (&'static [NewClass], _) = match self {
            Self::A1 => (&[NewClass::A], Some(Restriction::Under175cc)),
            Self::A2 => (&[NewClass::A], None),
            Self::A3 => (&[NewClass::B1], None),
            Self::A4 => (&[], None),
            Self::B1Automatic => (&[NewClass::B], Some(Restriction::AutomaticOnly)),
            Self::B1 | Self::B2 => (&[NewClass::B, NewClass::C1], None),
            Self::C => (&[NewClass::C], None),
            Self::D => (&[NewClass::D2], None),
            Self::E => (&[NewClass::D], None),
            Self::Fb2 => (&[NewClass::Be, NewClass::C1e], None),
            Self::Fc => (&[NewClass::Ce], None),
            Self::Fd => (&[NewClass::D2e], None),
            Self::Fe => (&[NewClass::De], None),
        };
        Renewal {
            classes,
            restriction,
        }
    }
}

impl NewClass {
    /// FMT-GP-6: how long it is valid.
    pub const fn validity(self) -> Validity {
        match self {
            Self::A1 | Self::A | Self::B1 => Validity::Unlimited,
            Self::B | Self::C1 => Validity::Years(10),
            Self::C
            | Self::D1
            | Self::D2
            | Self::D
            | Self::Be
            | Self::C1e
            | Self::Ce
            | Self::D1e
            | Self::D2e
            | Self::De => Validity::Years(5),
        }
    }
}

impl LicenceClass {
    /// Reads a class of a licence issued on that day.
    pub fn parse(text: &str, issued_on: Date) -> Result<Self, ClassError> {
        let claimed = ClaimedClass::parse(text)?;
        let class = if issued_on < NEW_CLASSES_FROM {
            claimed.old.map(Self::Old)
        } else {
            claimed.new.map(Self::New)
        };
        class.ok_or(ClassError::Unknown)
    }

    /// As printed on the card, without its list.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Old(class) => class.as_str(),
            Self::New(class) => class.as_str(),
        }
    }

    /// As stored: `old:A1`, `new:A1`.
    pub fn token(self) -> String {
        let list = match self {
            Self::Old(_) => "old",
            Self::New(_) => "new",
        };
        format!("{list}:{}", self.as_str())
    }

    /// Reads the stored form.
    pub fn from_token(token: &str) -> Option<Self> {
        match token.split_once(':')? {
            ("old", text) => OldClass::find(text).map(Self::Old),
            ("new", text) => NewClass::find(text).map(Self::New),
            _ => None,
        }
    }
}

impl ClaimedClass {
    /// Reads what the holder entered: any case, spaces, dots and hyphens left out.
    pub fn parse(text: &str) -> Result<Self, ClassError> {
        let bare = super::licence::bare(text);
        if bare.is_empty() {
            return Err(ClassError::Empty);
        }
        match (OldClass::find(&bare), NewClass::find(&bare)) {
            (None, None) => Err(ClassError::Unknown),
            (old, new) => Ok(Self { old, new }),
        }
    }

    /// As the holder entered it, tidied.
    pub fn as_str(self) -> &'static str {
        self.old
            .map(OldClass::as_str)
            .or(self.new.map(NewClass::as_str))
            .unwrap_or_default()
    }

    /// Is this the class on the card? The letters are read in the list of the card (FMT-GP-5).
    /// Holders of an automatic B1 may well write B1.
    pub fn names(self, held: LicenceClass) -> bool {
        match held {
            LicenceClass::Old(OldClass::B1Automatic) => {
                matches!(self.old, Some(OldClass::B1Automatic | OldClass::B1))
            }
            LicenceClass::Old(class) => self.old == Some(class),
            LicenceClass::New(class) => self.new == Some(class),
        }
    }
}

impl fmt::Display for LicenceClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<LicenceClass> for String {
    fn from(class: LicenceClass) -> Self {
        class.token()
    }
}

impl TryFrom<String> for LicenceClass {
    type Error = ClassError;

    fn try_from(token: String) -> Result<Self, ClassError> {
        Self::from_token(&token).ok_or(ClassError::Unknown)
    }
}

impl From<ClaimedClass> for String {
    fn from(class: ClaimedClass) -> Self {
        class.as_str().to_owned()
    }
}

impl TryFrom<String> for ClaimedClass {
    type Error = ClassError;

    fn try_from(text: String) -> Result<Self, ClassError> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: Date = date(2024, 12, 31);
    const AFTER: Date = date(2025, 1, 1);

    // law: FMT-GP-3, FMT-GP-4
    #[test]
    fn the_day_of_issue_chooses_the_list() {
        for (text, before, after) in [
            ("A1", true, true),
            ("a2", true, false),
            ("B2", true, false),
            ("b 11", true, false),
            ("FB2", true, false),
            ("A", false, true),
            ("c1e", false, true),
            ("D", true, true),
            ("X", false, false),
        ] {
            assert_eq!(
                LicenceClass::parse(text, BEFORE).is_ok(),
                before,
                "{text} before"
            );
            assert_eq!(
                LicenceClass::parse(text, AFTER).is_ok(),
                after,
                "{text} after"
            );
        }
        assert_eq!(ClaimedClass::parse(" "), Err(ClassError::Empty));
        assert_eq!(ClaimedClass::parse("B9"), Err(ClassError::Unknown));
        assert_eq!((OldClass::ALL.len(), NewClass::ALL.len()), (14, 15));
    }

    // law: FMT-GP-5
    #[test]
    fn same_letters_of_two_lists_are_two_classes() {
        for text in ["A1", "B1", "D", "C"] {
            let before = LicenceClass::parse(text, BEFORE).unwrap();
            let after = LicenceClass::parse(text, AFTER).unwrap();
            assert_ne!(before, after);
            let claimed = ClaimedClass::parse(text).unwrap();
            assert!(claimed.names(before) && claimed.names(after));
            for class in [before, after] {
                assert_eq!(LicenceClass::from_token(&class.token()), Some(class));
            }
        }
        assert!(
            !ClaimedClass::parse("A")
                .unwrap()
                .names(LicenceClass::Old(OldClass::A1))
        );
        let automatic = LicenceClass::Old(OldClass::B1Automatic);
        assert!(ClaimedClass::parse("B1").unwrap().names(automatic));
        assert!(
            !ClaimedClass::parse("B11")
                .unwrap()
                .names(LicenceClass::Old(OldClass::B1))
        );
    }

    // law: FMT-GP-5, FMT-GP-6
    #[test]
    fn renewal_and_validity() {
        assert_eq!(
            OldClass::A1.renewal().restriction,
            Some(Restriction::Under175cc)
        );
        assert_eq!(OldClass::B2.renewal().classes, [NewClass::B, NewClass::C1]);
        assert_eq!(OldClass::A4.renewal().classes, []);
        assert_eq!(OldClass::D.renewal().classes, [NewClass::D2]);
        assert_eq!(OldClass::E.renewal().classes, [NewClass::D]);
        assert_eq!(NewClass::A1.validity(), Validity::Unlimited);
        assert_eq!(NewClass::B.validity(), Validity::Years(10));
        assert_eq!(NewClass::De.validity(), Validity::Years(5));
    }
}

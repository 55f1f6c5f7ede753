//! Driving licences: what the holder enters and what the licence register answers.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::licence_class::{ClaimedClass, LicenceClass};
use super::record::{Owner, SourceState};
use crate::fault::{Fault, Faults};
use crate::redacted_debug;

/// FMT-GP-1: the form of a licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LicenceForm {
    /// Plastic card, twelve digits.
    Pet,
    /// Paper, from before July 2013; often in no register under its number.
    Paper,
}

/// FMT-GP-1: number of a licence, without spaces or signs. What stands inside is not checked
/// (FMT-GP-2).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LicenceNumber(String);

redacted_debug!(LicenceNumber, LicenceRecord, LicenceClaim, LicenceFacts);

/// Why a text is not a licence number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LicenceNumberError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// Something other than letters and digits.
    #[error("strange characters")]
    Strange,
    /// Shorter than any licence's number.
    #[error("too short")]
    TooShort,
    /// Longer than fifteen characters.
    #[error("too long")]
    TooLong,
}

/// QR-9: points left, of twelve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Points(u8);

/// More than twelve points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than twelve points")]
pub struct PointsError;

/// One class on a licence with its term (DOC-r5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldClass {
    /// The class, with its list.
    pub class: LicenceClass,
    /// Last day of its term; none without limit.
    pub expires_on: Option<Date>,
}

/// What the licence register holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceRecord {
    /// Number on the card.
    pub number: LicenceNumber,
    /// Plastic or paper.
    pub form: LicenceForm,
    /// Whose it is.
    pub owner: Owner,
    /// Classes with their terms.
    pub classes: Vec<HeldClass>,
    /// Points left, from 2025.
    pub points: Option<Points>,
    /// Whether it stands.
    pub state: SourceState,
    /// Day of issue.
    pub issued_on: Date,
    /// Issuing authority.
    pub issued_by: String,
}

/// DOC-GPLX: what the holder enters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceClaim {
    /// Number on the card.
    pub number: LicenceNumber,
    /// One of the classes on it.
    pub class: ClaimedClass,
}

/// What the wallet shows of a verified licence.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceFacts {
    /// Number on the card.
    pub number: LicenceNumber,
    /// Plastic or paper.
    pub form: LicenceForm,
    /// Classes with their terms.
    pub classes: Vec<HeldClass>,
    /// Points left, from 2025.
    pub points: Option<Points>,
    /// Day of issue.
    pub issued_on: Date,
    /// Issuing authority.
    pub issued_by: String,
}

impl LicenceNumberError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "licence-number-empty",
            Self::Strange => "licence-number-strange",
            Self::TooShort => "licence-number-too-short",
            Self::TooLong => "licence-number-too-long",
        }
    }
}

impl LicenceNumber {
    /// Reads a number as typed. Any number that is not twelve digits takes the path of old paper
    /// licences instead of a refusal for its form.
    pub fn parse(text: &str) -> Result<Self, LicenceNumberError> {
        let number = bare(text);
        match number.len() {
            0 => Err(LicenceNumberError::Empty),
            _ if !number.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                Err(LicenceNumberError::Strange)
            }
            1..=4 => Err(LicenceNumberError::TooShort),
            5..=15 => Ok(Self(number)),
            _ => Err(LicenceNumberError::TooLong),
        }
    }

    /// The number without spaces or signs.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that numbers of this shape belong to.
    pub fn form(&self) -> LicenceForm {
        if self.0.len() == 12 && self.0.bytes().all(|b| b.is_ascii_digit()) {
            LicenceForm::Pet
        } else {
            LicenceForm::Paper
        }
    }
}

impl LicenceClaim {
    /// Reads the fields `licence-number` and `licence-class`; all faults at once.
    pub fn parse(number: &str, class: &str) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let number = faults
            .take(LicenceNumber::parse(number).map_err(|e| Fault::new("licence-number", e.code())));
        let class = faults
            .take(ClaimedClass::parse(class).map_err(|e| Fault::new("licence-class", e.code())));
        match (number, class) {
            (Some(number), Some(class)) => Ok(Self { number, class }),
            (None, _) | (_, None) => Err(faults.into_vec()),
        }
    }
}

impl LicenceFacts {
    /// The last day on which any class is in force; none if one has no limit.
    pub fn expires_on(&self) -> Option<Date> {
        let ends: Option<Vec<Date>> = self.classes.iter().map(|held| held.expires_on).collect();
        ends.and_then(|ends| ends.into_iter().max())
    }

    /// FMT-GP-6: the end to look out for: of the classes in force the first that ends, none where those
    /// left have no limit; when all are over, the last that ended.
    pub fn next_end(&self, today: Date) -> Option<Date> {
        let ends = self.classes.iter().filter_map(|held| held.expires_on);
        let to_come = ends.filter(|last| *last >= today).min();
        to_come.or_else(|| self.expires_on())
    }
}

impl From<&LicenceRecord> for LicenceFacts {
    fn from(record: &LicenceRecord) -> Self {
        Self {
            number: record.number.clone(),
            form: record.form,
            classes: record.classes.clone(),
            points: record.points,
            issued_on: record.issued_on,
            issued_by: record.issued_by.clone(),
        }
    }
}

impl Points {
    /// All twelve.
    pub const FULL: Self = Self(12);

    /// Zero to twelve.
    pub const fn new(points: u8) -> Result<Self, PointsError> {
        if points <= 12 {
            Ok(Self(points))
        } else {
            Err(PointsError)
        }
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// Upper case, without the spaces, dots, hyphens and slashes that people type.
pub(super) fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/'))
        .flat_map(char::to_uppercase)
        .take(64)
        .collect()
}

impl TryFrom<String> for LicenceNumber {
    type Error = LicenceNumberError;

    fn try_from(text: String) -> Result<Self, LicenceNumberError> {
        Self::parse(&text)
    }
}

impl From<LicenceNumber> for String {
    fn from(number: LicenceNumber) -> Self {
        number.0
    }
}

impl TryFrom<u8> for Points {
    type Error = PointsError;

    fn try_from(points: u8) -> Result<Self, PointsError> {
        Self::new(points)
    }
}

impl From<Points> for u8 {
    fn from(points: Points) -> Self {
        points.0
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    // law: FMT-GP-1, FMT-GP-2
    #[test]
    fn any_number_of_a_licence_is_taken_and_tells_its_form() {
        use LicenceNumberError::{Empty, Strange, TooLong, TooShort};
        for (text, want) in [
            ("790123456789", Ok(("790123456789", LicenceForm::Pet))),
            (" 790 123-456.789 ", Ok(("790123456789", LicenceForm::Pet))),
            ("ar 123456", Ok(("AR123456", LicenceForm::Paper))),
            ("79012345678", Ok(("79012345678", LicenceForm::Paper))),
            ("", Err(Empty)),
            (" - ", Err(Empty)),
            ("1234", Err(TooShort)),
            ("1234567890123456", Err(TooLong)),
            ("79012345678đ", Err(Strange)),
            ("790123456;78", Err(Strange)),
        ] {
            let got = LicenceNumber::parse(text);
            assert_eq!(
                got.as_ref().map(|n| (n.as_str(), n.form())).map_err(|e| *e),
                want,
                "{text:?}"
            );
        }
    }

    // law: DOC-GPLX
    #[test]
    fn faults_name_their_fields() {
        assert!(LicenceClaim::parse("790123456789", "a1").is_ok());
        let faults = LicenceClaim::parse("", "Z").unwrap_err();
        assert_eq!(
            faults,
            [
                Fault::new("licence-number", "licence-number-empty"),
                Fault::new("licence-class", "licence-class-unknown")
            ]
        );
        let claim = LicenceClaim::parse("790123456789", "A1").unwrap();
        assert!(!format!("{claim:?}").contains("790123456789"));
    }

    // law: DOC-r5, QR-9
    #[test]
    fn a_licence_ends_with_its_last_class() {
        let held = |text: &str, expires_on| HeldClass {
            class: LicenceClass::from_token(text).unwrap(),
            expires_on,
        };
        let facts = |classes| LicenceFacts {
            number: LicenceNumber::parse("790123456789").unwrap(),
            form: LicenceForm::Pet,
            classes,
            points: Some(Points::FULL),
            issued_on: date(2020, 1, 1),
            issued_by: String::new(),
        };
        let (b2, c) = (date(2030, 1, 1), date(2025, 1, 1));
        let car = vec![held("old:B2", Some(b2)), held("old:C", Some(c))];
        assert_eq!(facts(car.clone()).expires_on(), Some(b2));
        assert_eq!(
            facts([car.clone(), vec![held("old:A1", None)]].concat()).expires_on(),
            None
        );
        for (today, end) in [
            (date(2024, 6, 1), Some(c)),
            (c, Some(c)),
            (date(2025, 1, 2), Some(b2)),
            (date(2031, 1, 1), Some(b2)),
        ] {
            assert_eq!(facts(car.clone()).next_end(today), end, "{today}");
        }
        let unlimited = [car, vec![held("old:A1", None)]].concat();
        assert_eq!(facts(unlimited.clone()).next_end(c), Some(c));
        assert_eq!(facts(unlimited).next_end(date(2031, 1, 1)), None);
        assert_eq!(
            (Points::new(12).map(Points::get), Points::new(13)),
            (Ok(12), Err(PointsError))
        );
    }

    proptest! {
        #[test]
        fn parsing_never_fails_badly_and_is_stable(text in "\\PC{0,40}") {
            if let Ok(number) = LicenceNumber::parse(&text) {
                prop_assert_eq!(LicenceNumber::parse(number.as_str()), Ok(number.clone()));
                prop_assert!((5..=15).contains(&number.as_str().len()));
            }
        }
    }
}

//! A row of a telecom's file.

use super::{Fault, Field, Name, Reason, StatedBirth, StatedNumber, Telephone};
use crate::person::{Sex, fold};

/// The fields of a row as they stand in the file; what the file has no column for is empty.
#[derive(Clone, Copy, Default)]
pub struct Stated<'a> {
    /// Telephone number.
    pub phone: &'a str,
    /// Number of the identity paper, new or old.
    pub number: &'a str,
    /// Full name.
    pub name: &'a str,
    /// Date of birth.
    pub birth: &'a str,
    /// Sex.
    pub sex: &'a str,
}

/// A row that can be read. Telephone and name must stand; the rest may be missing.
#[derive(Clone)]
pub struct Subscriber {
    /// Telephone number in its normal form.
    pub phone: Telephone,
    /// Number of the identity paper.
    pub number: Option<StatedNumber>,
    /// The name's words.
    pub name: Name,
    /// Date of birth.
    pub birth: Option<StatedBirth>,
    /// Sex.
    pub sex: Option<Sex>,
}

crate::redacted_debug!(Subscriber);

impl Subscriber {
    /// Reads a row; the first field that is wrong is told.
    pub fn read(stated: &Stated<'_>) -> Result<Self, Fault> {
        let wrong = |field| move |reason| Fault { field, reason };
        Ok(Self {
            phone: Telephone::parse(stated.phone).map_err(wrong(Field::Phone))?,
            number: StatedNumber::parse(stated.number).map_err(wrong(Field::Number))?,
            name: Name::parse(stated.name).map_err(wrong(Field::Name))?,
            birth: StatedBirth::parse(stated.birth).map_err(wrong(Field::Birth))?,
            sex: sex(stated.sex).map_err(wrong(Field::Sex))?,
        })
    }
}

/// A sex in Vietnamese or English, whole or by its first letter; nothing where the field is empty.
fn sex(text: &str) -> Result<Option<Sex>, Reason> {
    match fold(text.trim()).as_str() {
        "" => Ok(None),
        "nam" | "male" | "m" => Ok(Some(Sex::Male)),
        "nu" | "female" | "f" => Ok(Some(Sex::Female)),
        _ => Err(Reason::Word),
    }
}

//! What can be said of a subscriber.

use super::coded::coded;
use super::{Coded, Set};

coded! {
    /// A field of a row.
    Field {
        /// The row itself.
        Line = "line";
        /// The telephone number.
        Phone = "phone";
        /// The number of the identity paper.
        Number = "number";
        /// The name.
        Name = "name";
        /// The date of birth.
        Birth = "birth";
        /// The sex.
        Sex = "sex";
    }
}

coded! {
    /// In what a row differs from the register and still means one person.
    Difference {
        /// Vietnamese marks are left out of the name.
        MarksMissing = "marks-missing";
        /// A tone stands on another vowel of the same word.
        TonePlace = "tone-place";
        /// The same words in another order.
        WordOrder = "word-order";
        /// Words between the first and the last are left out.
        MiddleLeftOut = "middle-left-out";
        /// One letter of the name is wrong, missing, too much, or changed places with its neighbour.
        NameSlip = "name-slip";
        /// The number is the old one of nine digits (FMT-ID-7).
        OldNumber = "old-number";
        /// A spreadsheet took the number for a quantity: leading zeros lost, or `.0` at the end.
        SpreadsheetNumber = "spreadsheet-number";
        /// No number that the register knows; name and full date of birth are one person's alone.
        NumberMissing = "number-missing";
        /// One digit of the number is wrong, or changed places with its neighbour.
        NumberSlip = "number-slip";
        /// Only the year, or the month, is stated or held, and agrees.
        BirthPart = "year-only";
        /// No date of birth.
        BirthMissing = "birth-missing";
        /// Day and month changed places.
        DayMonth = "day-month";
        /// The date is a spreadsheet's count of days.
        SpreadsheetDate = "spreadsheet-date";
        /// One digit of the date is wrong, or changed places with its neighbour.
        BirthSlip = "birth-slip";
    }
}

coded! {
    /// Why nobody was found.
    Absence {
        /// The register does not know the number.
        Unknown = "number-unknown";
        /// No number, and nobody of that name was born on that day.
        Nobody = "nobody";
        /// More than one person fits equally well.
        Several = "several";
    }
}

coded! {
    /// What is wrong with a field.
    Reason {
        /// Nothing where something must stand.
        Empty = "empty";
        /// Something other than digits.
        NotDigits = "not-digits";
        /// Not as many digits as such a number has.
        Length = "length";
        /// A spreadsheet's scientific notation (`7,9E+10`): the last digits are lost.
        Scientific = "scientific";
        /// No mobile number of Viet Nam.
        NotMobile = "not-mobile";
        /// Signs that no name has.
        NotAName = "not-a-name";
        /// More than 120 characters.
        TooLong = "too-long";
        /// Not a date in a known form, or no such day.
        NotADate = "not-a-date";
        /// A year before 1900 or after 2399.
        Range = "out-of-range";
        /// No word for a sex.
        Word = "word";
        /// More or fewer fields than the header has.
        FieldCount = "field-count";
        /// Bytes that are no text of the file's encoding.
        NotText = "not-text";
        /// More than 64 KiB.
        LineTooLong = "line-too-long";
    }
}

/// What makes a row unreadable: the first field that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fault {
    /// Which field.
    pub field: Field,
    /// What is wrong.
    pub reason: Reason,
}

/// R50-2: what can be said of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Number, name with its marks and date of birth are those of one person.
    Exact,
    /// One person's but for the named differences.
    Likely(Set<Difference>),
    /// The number is somebody's with whom these fields do not agree.
    Conflict(Set<Field>),
    /// It agrees with somebody who has died.
    Deceased,
    /// An earlier row of the file has the telephone number.
    DuplicateNumber,
    /// Nobody in the register, or nobody alone.
    NotFound(Absence),
    /// The row cannot be read.
    Malformed(Fault),
}

impl Verdict {
    /// Codes of all verdicts, the best first.
    pub const CODES: [&'static str; 7] = [
        "exact",
        "likely",
        "conflict",
        "deceased",
        "duplicate-number",
        "not-found",
        "malformed",
    ];

    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Likely(_) => "likely",
            Self::Conflict(_) => "conflict",
            Self::Deceased => "deceased",
            Self::DuplicateNumber => "duplicate-number",
            Self::NotFound(_) => "not-found",
            Self::Malformed(_) => "malformed",
        }
    }

    /// Codes of what lies behind it: differences, fields or the absence.
    pub fn why(self) -> String {
        match self {
            Self::Exact | Self::Deceased | Self::DuplicateNumber => String::new(),
            Self::Likely(differences) => differences.codes(),
            Self::Conflict(fields) => fields.codes(),
            Self::NotFound(absence) => absence.code().to_owned(),
            Self::Malformed(fault) => format!("{} {}", fault.field.code(), fault.reason.code()),
        }
    }
}

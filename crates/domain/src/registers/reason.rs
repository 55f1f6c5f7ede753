//! Why a line of a register file, or a whole file, cannot be taken.

use std::fmt;

/// Declares reasons with their stable codes (`import-<code>` in the locales) and English words.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)+) => {
        /// What is wrong with a line or one of its fields.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason { $($(#[$doc])* $name,)+ }

        impl Reason {
            /// All reasons.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Stable kebab-case code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }

        impl fmt::Display for Reason {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$name => $text,)+ })
            }
        }
    };
}

reasons! {
    /// More than 64 KiB.
    LineTooLong = "line-too-long", "the line is longer than 64 KiB";
    /// Bytes that are no UTF-8.
    NotUtf8 = "not-utf8", "the line is not UTF-8";
    /// A NUL byte.
    Nul = "nul", "the line has a NUL byte";
    /// A quote that does not end on its line, or text after the closing quote.
    Quote = "quote", "a quoted field does not end where it should";
    /// More or fewer fields than the header has.
    FieldCount = "field-count", "the line has not as many fields as the header";
    /// Nothing where something must stand.
    Empty = "empty", "must not be empty";
    /// More characters than the column takes.
    TooLong = "too-long", "too long";
    /// Control characters.
    Control = "control", "has control characters";
    /// FMT-ID-1.
    Number = "number", "not a number of 12 digits";
    /// D59-3.4: foreigners' numbers begin with 9 and are made by the platform.
    NotCitizen = "not-citizen", "not a person of this register: a number that begins with 9 is a foreigner's, others are citizens'";
    /// FMT-ID-7.
    OldNumber = "old-number", "not a number of 9 digits";
    /// Owner of a paper.
    OwnerNumber = "owner-number", "not a number of 12 or 9 digits";
    /// No name of a person.
    Name = "name", "not a name";
    /// Not a day.
    Date = "date", "not a date of the form YYYY-MM-DD";
    /// Not a date of birth.
    BirthDate = "birth-date", "not a date of the form YYYY-MM-DD, YYYY-MM or YYYY";
    /// The end lies before the beginning.
    DateOrder = "date-order", "lies before the date it must follow";
    /// None of the column's words.
    Word = "word", "none of the words that this column takes";
    /// FMT-ID-2.
    Province = "province", "not a code of 3 digits";
    /// A day of death for somebody living.
    Living = "living", "a day of death, but the status is living";
    /// Somebody his own guardian.
    OwnGuardian = "own-guardian", "nobody is his own guardian";
    /// Two guardians in one line.
    TwoGuardians = "two-guardians", "a guardian stands in two columns: take one out";
    /// FMT-GP-1.
    LicenceNumber = "licence-number", "not the number of a licence of this form";
    /// Not `CLASS:FROM:TO` joined by `;`.
    ClassForm = "class-form", "not of the form CLASS:VALID_FROM:VALID_TO;…";
    /// FMT-GP-3, FMT-GP-4.
    Class = "class", "no such class on the day of issue";
    /// One class, two terms.
    ClassTwice = "class-twice", "the same class stands twice";
    /// QR-9.
    Points = "points", "not a number of points from 0 to 12";
    /// FMT-BH-1, FMT-BH-2.
    HealthCode = "health-code", "not the code of a health-insurance card";
    /// FMT-HC-1.
    PassportNumber = "passport-number", "not the number of a passport";
    /// ICAO 9303-3.
    Nationality = "nationality", "not the three letters of a country other than Viet Nam";
    /// ICAO 9303-4.
    TravelNumber = "travel-number", "not up to nine letters and digits";
    /// The immigration register's own key.
    FileNumber = "file-number", "not a file number of up to 40 characters";
    /// FMT-MST-1.
    TaxCode = "tax-code", "not a tax code of 10, 12 or 13 digits";
    /// WD-5.
    NotWeekend = "not-weekend", "a working day is swapped in for a Saturday or Sunday only";
    /// A path that leads out of the file's folder.
    PortraitPath = "portrait-path", "the path of the portrait leads out of the folder of the file";
    /// No such file.
    PortraitMissing = "portrait-missing", "the portrait cannot be read";
    /// More than 1 MiB or 4096 pixels.
    PortraitTooLarge = "portrait-too-large", "the portrait is larger than 1 MiB or 4096 pixels";
    /// Neither JPEG nor PNG.
    PortraitFormat = "portrait-format", "the portrait is neither JPEG nor PNG";
    /// Not `FINGER:PATH` joined by `;`.
    FingerForm = "finger-form", "not of the form FINGER:PATH;…, each finger once";
    /// A path that leads out of the file's folder.
    PrintPath = "print-path", "the path of a fingerprint leads out of the folder of the file";
    /// No such file.
    PrintMissing = "print-missing", "a fingerprint cannot be read";
    /// More than 1 MiB or 1000 pixels.
    PrintTooLarge = "print-too-large", "a fingerprint is larger than 1 MiB or 1000 pixels a side";
    /// Neither WSQ nor JPEG nor PNG.
    PrintFormat = "print-format", "a fingerprint is neither WSQ nor JPEG nor PNG";
    /// The register's own identifier of an event.
    EventId = "event-id", "not an identifier of 1 to 64 visible ASCII characters";
    /// D59-10.1.
    Change = "change", "no change that this register tells";
    /// When an event occurred.
    Moment = "moment", "neither a day (YYYY-MM-DD) nor an instant of RFC 3339";
    /// Order within an instant.
    Sequence = "sequence", "not a whole number from 0 on";
}

/// What is wrong with one line: the column, empty where it is the line itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowError {
    /// Name of the column.
    pub column: &'static str,
    /// What is wrong.
    pub reason: Reason,
}

impl RowError {
    /// The line itself is wrong.
    pub const fn line(reason: Reason) -> Self {
        Self { column: "", reason }
    }
}

/// Why no line of a file is read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Nothing in the file.
    #[error("the file is empty")]
    Empty,
    /// No text in UTF-8.
    #[error("the first line is not UTF-8 text")]
    NotText,
    /// Fields are separated by something else.
    #[error("columns are separated by {0:?} instead of a comma")]
    Delimiter(char),
    /// The first line names no column of this register.
    #[error("the first line does not name the columns")]
    NoHeader,
    /// A column that the register does not have.
    #[error("unknown column {0}")]
    Unknown(String),
    /// A column named twice.
    #[error("column {0} stands twice")]
    Twice(&'static str),
    /// A column that must be there.
    #[error("column {0} is missing")]
    Missing(&'static str),
}

impl HeaderError {
    /// Stable kebab-case code (`import-<code>`).
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::NotText => "header-not-text",
            Self::Delimiter(_) => "header-delimiter",
            Self::NoHeader => "header-none",
            Self::Unknown(_) => "header-unknown",
            Self::Twice(_) => "header-twice",
            Self::Missing(_) => "header-missing",
        }
    }

    /// The column, or the sign, that the message names.
    pub fn subject(&self) -> Option<String> {
        match self {
            Self::Empty | Self::NotText | Self::NoHeader => None,
            Self::Delimiter(sign) => Some(sign.to_string()),
            Self::Unknown(name) => Some(name.clone()),
            Self::Twice(name) | Self::Missing(name) => Some((*name).to_owned()),
        }
    }
}

//! Which column of a file is which field, by the names that telecoms' files have.

use domain::person::fold;

use super::error::FileError;

/// A field that is compared. Every other column goes through as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Telephone number.
    Phone,
    /// Number of the identity paper.
    Number,
    /// Full name.
    Name,
    /// Date of birth.
    Birth,
    /// Sex; may be missing.
    Sex,
}

/// Known names, folded to lower-case letters without marks and digits alone.
const NAMES: [(Column, &[&str]); 5] = [
    (
        Column::Phone,
        &[
            "phone",
            "phonenumber",
            "telephone",
            "mobile",
            "mobilenumber",
            "msisdn",
            "isdn",
            "subscribernumber",
            "sodienthoai",
            "dienthoai",
            "sdt",
            "sothuebao",
            "thuebao",
            "sodidong",
        ],
    ),
    (
        Column::Number,
        &[
            "idnumber",
            "idno",
            "nationalid",
            "personalnumber",
            "cccd",
            "socccd",
            "cmnd",
            "socmnd",
            "cccdcmnd",
            "cmndcccd",
            "socccdcmnd",
            "socmndcccd",
            "sogiayto",
            "sogtt",
            "sogttt",
            "sodinhdanh",
            "sodinhdanhcanhan",
            "socancuoc",
            "socancuoccongdan",
        ],
    ),
    (
        Column::Name,
        &[
            "name",
            "fullname",
            "customername",
            "subscribername",
            "hoten",
            "hovaten",
            "tenthuebao",
            "tenkhachhang",
            "hotenkhachhang",
            "tenchuthuebao",
            "hotenchuthuebao",
        ],
    ),
    (
        Column::Birth,
        &[
            "birth",
            "birthdate",
            "birthday",
            "dateofbirth",
            "dob",
            "ngaysinh",
            "ngaythangnamsinh",
            "ntns",
            "namsinh",
        ],
    ),
    (Column::Sex, &["sex", "gender", "gioitinh", "phai"]),
];

impl Column {
    /// All, in the order of their places.
    pub const ALL: [Self; 5] = [
        Self::Phone,
        Self::Number,
        Self::Name,
        Self::Birth,
        Self::Sex,
    ];

    /// Word on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Number => "number",
            Self::Name => "name",
            Self::Birth => "birth",
            Self::Sex => "sex",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == text)
    }

    /// The field of a heading.
    fn named(heading: &str) -> Option<Self> {
        let bare: String = fold(heading)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let known = |(_, names): &&(Self, &[&str])| names.contains(&bare.as_str());
        NAMES.iter().find(known).map(|(column, _)| *column)
    }
}

/// Where each field stands in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Places {
    pub(super) phone: usize,
    pub(super) number: usize,
    pub(super) name: usize,
    pub(super) birth: usize,
    pub(super) sex: Option<usize>,
    /// Fields of a row.
    pub(super) width: usize,
}

impl Places {
    /// From the headings; what is given by hand is taken at its word.
    pub(super) fn find(
        headings: &[String],
        given: &[(Column, String)],
        reserved: &[&'static str],
    ) -> Result<Self, FileError> {
        let taken = |name: &&&'static str| headings.iter().any(|h| h.trim() == **name);
        if let Some(name) = reserved.iter().find(taken) {
            return Err(FileError::Reserved(name));
        }
        let place = |column: Column| -> Result<Option<usize>, FileError> {
            let by_hand = given.iter().find(|(of, _)| *of == column);
            let fits = |heading: &str| match by_hand {
                Some((_, name)) => heading.trim() == name.trim(),
                None => Column::named(heading) == Some(column),
            };
            let mut fitting = headings.iter().enumerate().filter(|(_, h)| fits(h));
            match (fitting.next(), fitting.next(), by_hand) {
                (Some((at, _)), None, _) => Ok(Some(at)),
                (_, _, Some(_)) => Err(FileError::NoSuchColumn(column.as_str())),
                (Some(_), Some(_), None) => Err(FileError::Twice(column.as_str())),
                (None, _, None) => Ok(None),
            }
        };
        let must = |column| place(column)?.ok_or(FileError::missing(column));
        Ok(Self {
            phone: must(Column::Phone)?,
            number: must(Column::Number)?,
            name: must(Column::Name)?,
            birth: must(Column::Birth)?,
            sex: place(Column::Sex)?,
            width: headings.len(),
        })
    }
}

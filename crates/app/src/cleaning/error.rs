//! Why a file of subscribers is not cleaned. Nothing is left behind then.

use std::io;
use std::path::PathBuf;

use super::columns::Column;

/// What is wrong with a file, for the person at the shell; no field of a row is ever in it.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be opened or read.
    #[error("cannot read the file: {0}")]
    Read(io::Error),
    /// A folder, a device, a pipe.
    #[error("not a file: the run goes over it more than once")]
    NotAFile,
    /// It was here and is not any more.
    #[error("the file is not here any more")]
    Lost,
    /// Other bytes than were stated.
    #[error("the file has another SHA-256 than was stated")]
    Digest,
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// UTF-16, as spreadsheets save "Unicode text".
    #[error("the file is UTF-16; save it as CSV UTF-8")]
    Utf16,
    /// Neither UTF-8 nor clearly one of the old encodings.
    #[error("the encoding of the file is not clear; say --encoding utf-8, windows-1258 or tcvn3")]
    Encoding,
    /// No known separator in the first line.
    #[error("line 1 has no columns separated by a comma, a semicolon, a tab or |")]
    Delimiter,
    /// A column that must be there.
    #[error("line 1 names no column for the {0}; say --columns {0}=NAME")]
    Missing(&'static str),
    /// Two columns for one field.
    #[error("line 1 names two columns for the {0}; say --columns {0}=NAME")]
    Twice(&'static str),
    /// A name given by `--columns` that the file has not, or has twice.
    #[error("line 1 does not have the column that --columns gives for the {0} exactly once")]
    NoSuchColumn(&'static str),
    /// A column that the result adds.
    #[error("line 1 has a column {0}, which the result adds; rename it")]
    Reserved(&'static str),
    /// A quoted field without its end.
    #[error(
        "line {line}: a quoted field begins and does not end within 64 KiB or before the end of the file"
    )]
    Quote {
        /// Where it begins.
        line: u64,
    },
    /// A line that does not end.
    #[error("line {line} does not end within 1 MiB")]
    Line {
        /// Where it begins.
        line: u64,
    },
    /// Not the file that an unfinished run began with.
    #[error("the file was changed since the unfinished run began; remove {0} and start anew")]
    Changed(PathBuf),
    /// Results of an earlier run.
    #[error("{0} exists already; move it away first")]
    Exists(PathBuf),
    /// Another process works on it.
    #[error("another run writes to {0}")]
    Busy(PathBuf),
    /// The results cannot be written; what was done is kept for the next run.
    #[error("cannot write {}: {cause}", path.display())]
    Write {
        /// What.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
}

impl FileError {
    pub(super) const fn missing(column: Column) -> Self {
        Self::Missing(column.as_str())
    }

    /// What is wrong with the file itself: stable code, the column, the line. `None` where the place is at fault and
    /// another try may do.
    pub(super) fn told(&self) -> Option<(&'static str, Option<&'static str>, Option<u64>)> {
        let plain = |code: &'static str| Some((code, None, None));
        let column = |code: &'static str, column: &'static str| Some((code, Some(column), None));
        match self {
            Self::Read(_) | Self::Exists(_) | Self::Busy(_) | Self::Write { .. } => None,
            Self::NotAFile => plain("not-a-file"),
            Self::Lost => plain("file-lost"),
            Self::Digest => plain("digest"),
            Self::Empty => plain("empty"),
            Self::Utf16 => plain("utf16"),
            Self::Encoding => plain("encoding"),
            Self::Delimiter => plain("delimiter"),
            Self::Changed(_) => plain("changed"),
            Self::Missing(field) => column("column-missing", field),
            Self::Twice(field) => column("column-twice", field),
            Self::NoSuchColumn(field) => column("column-unknown", field),
            Self::Reserved(name) => column("column-reserved", name),
            Self::Quote { line } => Some(("quote", None, Some(*line))),
            Self::Line { line } => Some(("line-long", None, Some(*line))),
        }
    }

    /// Whether the next run may go on where this one stopped.
    pub(super) const fn keeps(&self) -> bool {
        matches!(
            self,
            Self::Write { .. } | Self::Read(_) | Self::Exists(_) | Self::Busy(_) | Self::Changed(_)
        )
    }
}

/// Why a run ends without a result.
#[derive(Debug, thiserror::Error)]
pub enum CleanError {
    /// The file, or the place of the results.
    #[error("{0}")]
    File(#[from] FileError),
    /// All else.
    #[error("{0}")]
    App(#[from] crate::Error),
}

impl From<store::Error> for CleanError {
    fn from(error: store::Error) -> Self {
        Self::App(error.into())
    }
}

impl From<domain::authority::Denied> for CleanError {
    fn from(error: domain::authority::Denied) -> Self {
        Self::App(error.into())
    }
}

//! Letters on paper: text in, tagged PDF out (PDF/UA-1, ISO 14289-1); workbooks: rows in, XLSX out. No I/O, no clock.
//!
//! The font is Be Vietnam Pro, as on the screens; `fonts` holds it as TrueType with its licence.

mod book;
mod lines;
mod pdf;

pub use book::{Book, Entry, Page, xlsx};
pub use pdf::{Date, pdf};

/// A part of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The title of the letter: one, a heading.
    Title(String),
    /// A paragraph; line ends inside it are kept.
    Text(String),
    /// A paragraph in bold.
    Strong(String),
    /// A field of a form: what it asks for, and what stands there. Empty leaves room to write.
    Field(String, String),
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// BCP 47 tag of its language.
    pub lang: String,
    /// Title of the document, as a reader shows it.
    pub title: String,
    /// Its parts in reading order.
    pub blocks: Vec<Block>,
}

/// Why a letter or a workbook cannot be made: a defect of ours, never of the text.
#[derive(Debug, thiserror::Error)]
#[error("what is printed cannot be made: {0}")]
pub struct Error(pub(crate) String);

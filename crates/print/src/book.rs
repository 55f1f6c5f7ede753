//! A workbook: rows in, XLSX out (ECMA-376). The same rows and the same day give the same bytes.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use crate::Error;

/// What stands in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Words; never a formula, whatever they begin with.
    Text(String),
    /// A number, as a number.
    Number(i64),
    /// Nothing.
    Empty,
}

/// One sheet; its first row is its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Name: at most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// Its rows.
    pub rows: Vec<Vec<Entry>>,
}

/// A workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Title of the document.
    pub title: String,
    /// Its sheets.
    pub pages: Vec<Page>,
}

fn defect(error: &XlsxError) -> Error {
    Error(error.to_string())
}

/// Writes a workbook that says it was made at an instant, in seconds since 1970 (UTC).
///
/// # Errors
/// [`Error`] where a name or a size is none that a workbook may have.
pub fn xlsx(book: &Book, at: i64) -> Result<Vec<u8>, Error> {
    let made = ExcelDateTime::from_timestamp(at).map_err(|e| defect(&e))?;
    let mut file = Workbook::new();
    let properties = DocProperties::new()
        .set_title(&book.title)
        .set_creation_datetime(&made);
    file.set_properties(&properties);
    let head = Format::new().set_bold().set_text_wrap();
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for page in &book.pages {
        let sheet = file.add_worksheet();
        sheet.set_name(&page.name).map_err(|e| defect(&e))?;
        sheet.set_freeze_panes(1, 0).map_err(|e| defect(&e))?;
        sheet.set_column_width(0, 32).map_err(|e| defect(&e))?;
        for (row, entries) in (0_u32..).zip(&page.rows) {
            for (column, entry) in (0_u16..).zip(entries) {
                let format = if row == 0 { &head } else { &text };
                let written = match entry {
                    Entry::Text(words) => {
                        sheet.write_string_with_format(row, column, words, format)
                    }
                    Entry::Number(number) => match i32::try_from(*number) {
                        Ok(number) => sheet.write_number(row, column, f64::from(number)),
                        // Larger than a spreadsheet's number is sure to hold: as digits.
                        Err(_) => sheet.write_string(row, column, number.to_string()),
                    },
                    Entry::Empty => continue,
                };
                written.map_err(|e| defect(&e))?;
            }
        }
    }
    file.save_to_buffer().map_err(|e| defect(&e))
}

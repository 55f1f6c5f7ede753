//! The activity page as a file.

use crate::{Error, Result};

/// Rows as CSV. A cell that a spreadsheet would take for a formula gets an apostrophe.
pub fn to_csv(header: &[String], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>> {
    let broken = |e: csv::Error| Error::Internal(e.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).map_err(broken)?;
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| harmless(cell)))
            .map_err(broken)?;
    }
    writer
        .into_inner()
        .map_err(|e| Error::Internal(e.to_string()))
}

fn harmless(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        Some(_) | None => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        let rows = [vec!["=1+1".to_owned(), "a,b \"c\"".to_owned()]];
        let file = to_csv(&["x".to_owned(), "y".to_owned()], rows).unwrap();
        assert_eq!(
            String::from_utf8(file).unwrap(),
            "x,y\n'=1+1,\"a,b \"\"c\"\"\"\n"
        );
    }
}

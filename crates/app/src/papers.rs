//! Papers that come with a request or a record: PDF, few, of bounded size.

use domain::fault::Fault;

/// A paper as it was uploaded.
#[derive(Debug)]
pub struct File<'a> {
    /// Name of the file.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

const FILES: usize = 3;
const FILE: usize = 3 * 1024 * 1024;

/// Names of the papers that may be kept.
pub(crate) fn names(files: &[File<'_>]) -> std::result::Result<Vec<String>, Fault> {
    let field = "papers";
    if files.len() > FILES {
        return Err(Fault::new(field, "papers-many").with("limit", FILES));
    }
    files
        .iter()
        .map(|file| {
            if file.bytes.len() > FILE {
                Err(Fault::new(field, "papers-large").with("limit", FILE / (1024 * 1024)))
            } else if file.bytes.starts_with(b"%PDF-") {
                let readable = file.name.chars().filter(|c| !c.is_control());
                Ok(readable.take(100).collect())
            } else {
                Err(Fault::new(field, "papers-not-pdf"))
            }
        })
        .collect()
}

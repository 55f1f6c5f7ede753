//! Opening a file: what it is, how it is written, which column is which, before anything is read of it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::block::scan;
use super::columns::{Column, Places};
use super::encoding::Encoding;
use super::error::FileError;
use super::{BLOCK, LONGEST};
use crate::registers::import::open::digest;

/// How rows stand in a file.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) encoding: Encoding,
    pub(super) delimiter: u8,
    pub(super) places: Places,
}

/// A file ready to be read.
pub(super) struct Opened {
    pub(super) file: File,
    /// Name without folders, for audit and summary.
    pub(super) name: String,
    pub(super) length: u64,
    /// Tells files apart without reading them whole.
    pub(super) mark: String,
    pub(super) layout: Layout,
    /// Whether it begins with a byte order mark; the result then does too.
    pub(super) bom: bool,
    pub(super) headings: Vec<String>,
    /// All up to the second record.
    pub(super) head: Vec<u8>,
}

const BOM: &[u8] = b"\xef\xbb\xbf";

impl Opened {
    pub(super) fn new(
        path: &Path,
        encoding: Option<Encoding>,
        columns: &[(Column, String)],
        reserved: &[&'static str],
    ) -> Result<Self, FileError> {
        let mut file = File::open(path).map_err(FileError::Read)?;
        let about = file.metadata().map_err(FileError::Read)?;
        if !about.is_file() {
            return Err(FileError::NotAFile);
        }
        let mark = digest(&mut file, about.len()).map_err(FileError::Read)?;
        file.seek(SeekFrom::Start(0)).map_err(FileError::Read)?;
        let mut head = Vec::new();
        let most = u64::try_from(BLOCK).unwrap_or(u64::MAX);
        let begin = Read::by_ref(&mut file).take(most).read_to_end(&mut head);
        begin.map_err(FileError::Read)?;
        let bom = head.starts_with(BOM);
        let text = if bom { BOM.len() } else { 0 };
        let begin = head.get(text..).unwrap_or_default();
        if begin.iter().all(u8::is_ascii_whitespace) {
            return Err(FileError::Empty);
        }
        let encoding = match encoding {
            Some(said) => said,
            None => Encoding::detect(begin)?,
        };
        let delimiter = delimiter(begin)?;
        let whole = head.len() as u64 == about.len();
        let (headings, body) = header(begin, encoding, delimiter, whole)?;
        let places = Places::find(&headings, columns, reserved)?;
        head.truncate(text + body);
        Ok(Self {
            file,
            name: path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            length: about.len(),
            mark,
            layout: Layout {
                encoding,
                delimiter,
                places,
            },
            bom,
            headings,
            head,
        })
    }
}

/// The separator that the first line has most of.
fn delimiter(begin: &[u8]) -> Result<u8, FileError> {
    let line = begin.split(|b| *b == b'\n').find(|line| !line.is_empty());
    let mut quoted = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in line.unwrap_or_default() {
        if *byte == b'"' {
            quoted = !quoted;
        }
        let counted = counts.iter_mut().find(|(sign, _)| sign == byte);
        if let Some((_, count)) = counted.filter(|_| !quoted) {
            *count += 1;
        }
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| *count > 0)
        .map(|(sign, _)| sign)
        .ok_or(FileError::Delimiter)
}

/// The headings, and where the next record begins.
fn header(
    begin: &[u8],
    encoding: Encoding,
    delimiter: u8,
    whole: bool,
) -> Result<(Vec<String>, usize), FileError> {
    let scanned = scan(begin, delimiter);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .from_reader(begin);
    let mut record = csv::ByteRecord::new();
    // Reading from memory, any number of fields: nothing can fail.
    reader.read_byte_record(&mut record).unwrap_or_default();
    let body = usize::try_from(reader.position().byte()).unwrap_or(begin.len());
    if scanned.open.is_some_and(|open| open < body) {
        return Err(FileError::Quote { line: 1 });
    }
    if record.as_slice().len() > LONGEST || body == begin.len() && !whole {
        return Err(FileError::Line { line: 1 });
    }
    let heading = |field: &[u8]| encoding.text(field).map(std::borrow::Cow::into_owned);
    let headings: Option<Vec<String>> = record.iter().map(heading).collect();
    Ok((headings.ok_or(FileError::Encoding)?, body))
}

//! A file in blocks that begin and end with a record: a quoted field may hold line ends, and is never cut.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use aws_lc_rs::digest::{Context, SHA256};

use super::error::FileError;
use super::{BLOCK, LONGEST};

/// Some whole records.
pub(super) struct Block {
    pub(super) bytes: Vec<u8>,
    /// Number of its first line; the heading is line 1.
    pub(super) line: u64,
    /// Bytes of the file up to its end.
    pub(super) end: u64,
    /// Number of the line behind it.
    pub(super) next_line: u64,
    /// SHA-256 of the file up to its end.
    pub(super) digest: [u8; 32],
    /// An earlier run has written what came of it.
    pub(super) known: bool,
}

/// Reads a file block by block.
pub(super) struct Blocks {
    file: File,
    buffer: Vec<u8>,
    /// Where the buffer begins.
    offset: u64,
    line: u64,
    delimiter: u8,
    size: usize,
    /// Up to here an earlier run got; a record ends there.
    resume: u64,
    hash: Context,
}

impl Blocks {
    /// Behind the headings.
    pub(super) fn new(
        mut file: File,
        head: &[u8],
        delimiter: u8,
        size: usize,
        resume: u64,
    ) -> Result<Self, FileError> {
        let offset = length(head.len());
        file.seek(SeekFrom::Start(offset))
            .map_err(FileError::Read)?;
        let mut hash = Context::new(&SHA256);
        hash.update(head);
        Ok(Self {
            file,
            buffer: Vec::new(),
            offset,
            line: 1 + lines(head),
            delimiter,
            size: size.clamp(1, BLOCK),
            resume,
            hash,
        })
    }

    /// The next block; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Block>, FileError> {
        let mut want = self.size;
        loop {
            let left = self.resume.checked_sub(self.offset).filter(|l| *l > 0);
            let limit = left.map_or(usize::MAX, |left| {
                usize::try_from(left).unwrap_or(usize::MAX)
            });
            let over = self.fill(want.min(limit))?;
            let last = over || self.buffer.len() >= limit;
            if self.buffer.is_empty() {
                return Ok(None);
            }
            let scanned = scan(&self.buffer, self.delimiter);
            let open = scanned.open.filter(|open| {
                let unfinished = scanned.long || last;
                unfinished || self.buffer.len() - open > LONGEST
            });
            if let Some(open) = open {
                let before = self.buffer.get(..open).unwrap_or_default();
                let line = self.line + lines(before);
                return Err(FileError::Quote { line });
            }
            let end = if last {
                Some(self.buffer.len())
            } else {
                scanned.end
            };
            match end {
                Some(end) => return Ok(Some(self.cut(end))),
                None if self.buffer.len() >= BLOCK => {
                    return Err(FileError::Line { line: self.line });
                }
                None => want += self.size,
            }
        }
    }

    /// Reads until the buffer has so many bytes; `true` at the end of the file.
    fn fill(&mut self, want: usize) -> Result<bool, FileError> {
        let missing = length(want.saturating_sub(self.buffer.len()));
        let read = Read::by_ref(&mut self.file)
            .take(missing)
            .read_to_end(&mut self.buffer)
            .map_err(FileError::Read)?;
        Ok(length(read) < missing)
    }

    fn cut(&mut self, end: usize) -> Block {
        let rest = self.buffer.split_off(end);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        self.hash.update(&bytes);
        let mut digest = [0; 32];
        for (to, from) in digest.iter_mut().zip(self.hash.clone().finish().as_ref()) {
            *to = *from;
        }
        let line = self.line;
        self.offset += length(bytes.len());
        self.line += lines(&bytes);
        Block {
            line,
            end: self.offset,
            next_line: self.line,
            digest,
            known: self.offset <= self.resume,
            bytes,
        }
    }
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

fn lines(bytes: &[u8]) -> u64 {
    bytes.iter().map(|b| u64::from(*b == b'\n')).sum()
}

/// Where records end in some bytes that begin with one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scan {
    /// Behind the last line end that ends a record.
    pub(super) end: Option<usize>,
    /// A quoted field that does not end here, or not within 64 KiB.
    pub(super) open: Option<usize>,
    /// It is the second.
    pub(super) long: bool,
}

/// A quote opens a field only where the field begins; elsewhere it is a letter like others, as readers of CSV have it.
pub(super) fn scan(bytes: &[u8], delimiter: u8) -> Scan {
    let mut found = Scan {
        end: None,
        open: None,
        long: false,
    };
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let quote = rest.iter().position(|b| *b == b'"');
        let outside = rest.get(..quote.unwrap_or(rest.len())).unwrap_or_default();
        if let Some(newline) = outside.iter().rposition(|b| *b == b'\n') {
            found.end = Some(at + newline + 1);
        }
        let Some(quote) = quote.map(|quote| at + quote) else {
            return found;
        };
        let before = quote.checked_sub(1).and_then(|before| bytes.get(before));
        let begins = before.is_none_or(|b| *b == delimiter || matches!(b, b'\n' | b'\r'));
        if !begins {
            at = quote + 1;
            continue;
        }
        let close = close(bytes, quote + 1);
        if close.is_none_or(|close| close - quote > LONGEST) {
            found.open = Some(quote);
            found.long = close.is_some();
            return found;
        }
        at = close.unwrap_or(bytes.len());
    }
}

/// Behind the quote that ends a field; two quotes are one in the field.
fn close(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = bytes.get(at..)?;
        let quote = at + rest.iter().position(|b| *b == b'"')?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote + 1);
        }
        at = quote + 2;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(end: Option<usize>, open: Option<usize>) -> Scan {
        Scan {
            end,
            open,
            long: false,
        }
    }

    #[test]
    fn a_record_ends_where_no_field_is_open() {
        for (bytes, want) in [
            ("", found(None, None)),
            ("a,b", found(None, None)),
            ("a,b\nc", found(Some(4), None)),
            ("\"a\nb\",c\nd", found(Some(8), None)),
            ("a,\"b\nc\n", found(None, Some(2))),
            ("a\n\"b\"\"\nc\"\n", found(Some(10), None)),
            ("a\"b\nc\"\n", found(Some(7), None)),
            ("\"a\"b\"\nc", found(Some(6), None)),
            ("x\n\"a", found(Some(2), Some(2))),
        ] {
            assert_eq!(scan(bytes.as_bytes(), b','), want, "{bytes:?}");
        }
        let long = format!("\"{}\"\n", "x".repeat(LONGEST));
        assert!(scan(long.as_bytes(), b',').long);
    }

    proptest! {
        /// Another reader of CSV finds a record's end wherever we do.
        #[test]
        fn blocks_hold_whole_records(text in "[ab,;\"\n\r]{0,60}") {
            let bytes = text.as_bytes();
            let records = |bytes: &[u8]| {
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .from_reader(bytes);
                reader.byte_records().map(Result::unwrap).collect::<Vec<_>>()
            };
            if let Some(end) = scan(bytes, b',').end {
                let (first, second) = bytes.split_at(end);
                let parts = [records(first), records(second)].concat();
                prop_assert_eq!(parts, records(bytes));
            }
        }
    }
}

//! Reading and checking lines on a thread of its own, while the database writes the ones before.

use std::borrow::Cow;
use std::fs::File;

use domain::registers::{Header, Reason, Register, RowError, line};
use store::Keys;
use store::registers::Cell;
use store::registers::portrait::Sealed;
use store::registers::progress::Checkpoint;
use tokio::sync::mpsc;

use super::lines::Lines;
use super::open::Opened;
use super::rejected::Rejected;
use super::row::{self, Portrait};
use super::{Complaint, SAMPLE, portrait};
use crate::{Error, Result};

/// Lines that travel together.
pub(super) const CHUNK_LINES: u64 = 2_000;
const CHUNK_BYTES: usize = 1 << 20;

/// Some lines, and where they end.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) cells: Vec<Cell>,
    pub(super) portraits: Vec<Sealed>,
    /// Bytes of sealed portraits.
    pub(super) bytes: usize,
    pub(super) accepted: i64,
    pub(super) rejected: i64,
    pub(super) warnings: i64,
    pub(super) sample: Vec<Complaint>,
    pub(super) offset: i64,
    pub(super) line: i64,
    pub(super) rejected_bytes: i64,
}

struct Reader<'a> {
    register: Register,
    header: Header,
    lines: Lines<File>,
    rejected: Rejected,
    folder: std::path::PathBuf,
    keys: &'a Keys,
}

/// Sends the file from a place on, until its end or until nobody listens.
pub(super) fn read(
    opened: Opened,
    from: Checkpoint,
    keys: &Keys,
    lines: u64,
    to: &mpsc::Sender<Result<Chunk>>,
) {
    let begun = Reader::new(opened, from, keys);
    let result = begun.and_then(|mut reader| {
        loop {
            let before = reader.lines.line;
            let chunk = reader.chunk(lines)?;
            let end = reader.lines.line == before;
            if end || to.blocking_send(Ok(chunk)).is_err() {
                return Ok(());
            }
        }
    });
    if let Err(error) = result {
        to.blocking_send(Err(error)).ok();
    }
}

fn cannot(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("register file: {error}"))
}

impl<'a> Reader<'a> {
    fn new(opened: Opened, from: Checkpoint, keys: &'a Keys) -> Result<Self> {
        let (offset, line) = match u64::try_from(from.offset) {
            Ok(offset) if offset > 0 => (offset, u64::try_from(from.line).unwrap_or(1)),
            Ok(_) | Err(_) => (opened.body, 1),
        };
        Ok(Self {
            register: opened.register,
            header: opened.header,
            lines: Lines::at(opened.file, offset, line).map_err(cannot)?,
            rejected: Rejected::open(opened.rejected, from.rejected_bytes).map_err(cannot)?,
            folder: opened.folder,
            keys,
        })
    }

    fn chunk(&mut self, most: u64) -> Result<Chunk> {
        let mut chunk = Chunk::default();
        let from = self.lines.line;
        while self.lines.line - from < most && chunk.bytes < CHUNK_BYTES {
            if !self.line(&mut chunk)? {
                break;
            }
        }
        chunk.rejected_bytes = self.rejected.flush().map_err(cannot)?;
        chunk.offset = i64::try_from(self.lines.offset).map_err(cannot)?;
        chunk.line = i64::try_from(self.lines.line).map_err(cannot)?;
        Ok(chunk)
    }

    fn line(&mut self, chunk: &mut Chunk) -> Result<bool> {
        let number = self.lines.line + 1;
        let Some(line) = self.lines.next().map_err(cannot)? else {
            return Ok(false);
        };
        if line.bytes.iter().all(u8::is_ascii_whitespace) && !line.too_long {
            return Ok(true);
        }
        let start = chunk.cells.len();
        let read = if line.too_long {
            Err(RowError::line(Reason::LineTooLong))
        } else {
            take(self.register, &self.header, line.bytes, &mut chunk.cells)
        };
        let complaint = match read {
            Ok(path) => {
                chunk.accepted += 1;
                let sealed = path
                    .map(|path| seal(&self.folder, self.keys, path))
                    .transpose()?;
                match sealed {
                    Some(Ok(sealed)) => {
                        chunk.bytes += sealed.size();
                        chunk.portraits.push(sealed);
                        None
                    }
                    Some(Err(reason)) => {
                        chunk.warnings += 1;
                        Some(RowError {
                            column: "portrait",
                            reason,
                        })
                    }
                    None => None,
                }
            }
            Err(error) => {
                chunk.cells.truncate(start);
                chunk.rejected += 1;
                Some(error)
            }
        };
        if let Some(RowError { column, reason }) = complaint {
            let complaint = Complaint {
                line: number,
                column,
                reason,
            };
            self.rejected.add(&complaint, line.bytes).map_err(cannot)?;
            if chunk.sample.len() < SAMPLE {
                chunk.sample.push(complaint);
            }
        }
        Ok(true)
    }
}

/// The row of a line, and the portrait it names.
fn take(
    register: Register,
    header: &Header,
    bytes: &[u8],
    cells: &mut Vec<Cell>,
) -> std::result::Result<Option<Portrait>, RowError> {
    let text = line::text(bytes).map_err(RowError::line)?;
    let mut values: Vec<Cow<'_, str>> = Vec::with_capacity(16);
    line::split(&text, &mut values).map_err(RowError::line)?;
    row::take(register, &header.fields(&values)?, cells)
}

fn seal(
    folder: &std::path::Path,
    keys: &Keys,
    wanted: Portrait,
) -> Result<std::result::Result<Sealed, Reason>> {
    match portrait::load(folder, &wanted.path) {
        Ok(image) => Ok(Ok(Sealed::new(keys, wanted.key, wanted.source, &image)?)),
        Err(reason) => Ok(Err(reason)),
    }
}

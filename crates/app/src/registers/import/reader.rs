//! Reading and checking lines on a thread of its own, while the database writes the ones before.

use std::borrow::Cow;
use std::fs::File;
use std::path::Path;

use domain::finger::Finger;
use domain::registers::{Header, PortraitSource, Reason, Register, RowError, line};
use store::Keys;
use store::registers::Cell;
use store::registers::portrait::Sealed;
use store::registers::print::Sealed as SealedPrint;
use store::registers::progress::Checkpoint;
use tokio::sync::mpsc;

use super::lines::Lines;
use super::open::Opened;
use super::rejected::Rejected;
use super::row::{self, Pictures};
use super::{Complaint, SAMPLE, portrait, print};
use crate::{Error, Result};

/// Lines that travel together.
pub(super) const CHUNK_LINES: u64 = 2_000;
const CHUNK_BYTES: usize = 1 << 20;

/// The prints of a person: those that could be taken, and every finger that the line names.
pub(super) struct Taken {
    pub(super) key: String,
    pub(super) source: PortraitSource,
    pub(super) named: Vec<Finger>,
    pub(super) sealed: Vec<SealedPrint>,
}

/// Some lines, and where they end.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) cells: Vec<Cell>,
    pub(super) portraits: Vec<Sealed>,
    pub(super) prints: Vec<Taken>,
    /// Bytes of sealed pictures.
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
        let complaints = match read {
            Ok(pictures) => {
                chunk.accepted += 1;
                seal(&self.folder, self.keys, pictures, chunk)?
            }
            Err(error) => {
                chunk.cells.truncate(start);
                chunk.rejected += 1;
                vec![error]
            }
        };
        for RowError { column, reason } in complaints {
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

/// The row of a line, and the pictures it names.
fn take(
    register: Register,
    header: &Header,
    bytes: &[u8],
    cells: &mut Vec<Cell>,
) -> std::result::Result<Pictures, RowError> {
    let text = line::text(bytes).map_err(RowError::line)?;
    let mut values: Vec<Cow<'_, str>> = Vec::with_capacity(16);
    line::split(&text, &mut values).map_err(RowError::line)?;
    row::take(register, &header.fields(&values)?, cells)
}

/// Seals the pictures of a line; gives what is wrong with those that could not be taken.
fn seal(folder: &Path, keys: &Keys, wanted: Pictures, chunk: &mut Chunk) -> Result<Vec<RowError>> {
    let mut wrong = Vec::new();
    let complaint = |column, reason| RowError { column, reason };
    if let Some(one) = wanted.portrait {
        match portrait::load(folder, &one.path) {
            Ok(image) => {
                let sealed = Sealed::new(keys, one.key, one.source, &image)?;
                chunk.bytes += sealed.size();
                chunk.portraits.push(sealed);
            }
            Err(reason) => wrong.push(complaint("portrait", reason)),
        }
    }
    if let Some(prints) = wanted.prints {
        let mut taken = Taken {
            named: prints.fingers.iter().map(|(finger, _)| *finger).collect(),
            key: prints.key,
            source: prints.source,
            sealed: Vec::new(),
        };
        for (finger, path) in prints.fingers {
            match print::load(folder, &path) {
                Ok(image) => {
                    let place = (taken.source, finger);
                    let sealed = SealedPrint::new(keys, taken.key.clone(), place, &image)?;
                    chunk.bytes += sealed.size();
                    taken.sealed.push(sealed);
                }
                Err(reason) => wrong.push(complaint("fingers", reason)),
            }
        }
        chunk.prints.push(taken);
    }
    chunk.warnings += i64::try_from(wrong.len()).map_err(cannot)?;
    Ok(wrong)
}

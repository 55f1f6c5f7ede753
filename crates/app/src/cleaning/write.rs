//! Writing what came of the blocks, in the order of the file.

use std::fs::File;
use std::io::Write;

use domain::cleaning::Verdict;

use super::counts::Tally;
use super::error::FileError;
use super::folder::{CLEANED, Folder, REJECTS};
use super::journal::{Journal, hex};
use super::seen::Seen;
use super::work::Done;

pub(super) struct Writer<'a> {
    folder: &'a Folder,
    cleaned: File,
    rejects: File,
    seen: Seen,
    tally: Tally,
    /// How far the results are.
    pub(super) journal: Journal,
    /// How far the journal on disk is.
    kept: u64,
    checkpoint: u64,
    /// What a row whose telephone number came before ends in.
    duplicate: Vec<u8>,
}

/// What stands in front of the rows, and behind a row whose telephone number came before.
pub(super) struct Frame {
    pub(super) cleaned: Vec<u8>,
    pub(super) rejects: Vec<u8>,
    pub(super) duplicate: Vec<u8>,
}

impl<'a> Writer<'a> {
    /// Goes on at a journal's place: what a killed run wrote behind it is cut off.
    pub(super) fn open(
        folder: &'a Folder,
        journal: Journal,
        frame: Frame,
        checkpoint: u64,
    ) -> Result<Self, FileError> {
        let mut writer = Self {
            folder,
            cleaned: folder.begin(CLEANED, journal.cleaned)?,
            rejects: folder.begin(REJECTS, journal.rejects)?,
            seen: Seen::none(),
            tally: Tally::default(),
            kept: journal.offset,
            journal,
            checkpoint,
            duplicate: frame.duplicate,
        };
        if writer.journal.offset == 0 {
            writer.append(&frame.cleaned, &frame.rejects)?;
        }
        Ok(writer)
    }

    fn append(&mut self, cleaned: &[u8], rejects: &[u8]) -> Result<(), FileError> {
        let length = |bytes: &[u8]| u64::try_from(bytes.len()).unwrap_or(0);
        for (file, name, bytes) in [
            (&mut self.cleaned, CLEANED, cleaned),
            (&mut self.rejects, REJECTS, rejects),
        ] {
            file.write_all(bytes).map_err(self.folder.cannot(name))?;
        }
        self.journal.cleaned += length(cleaned);
        self.journal.rejects += length(rejects);
        Ok(())
    }

    /// Takes a block; the first row with a telephone number keeps it.
    pub(super) fn take(&mut self, done: &Done) -> Result<(), FileError> {
        if done.known {
            for row in &done.rows {
                self.seen.first(row.phone);
            }
            let changed = done.end == self.kept && hex(&done.digest) != self.journal.digest;
            return if changed {
                Err(FileError::Changed(self.folder.path().to_path_buf()))
            } else {
                Ok(())
            };
        }
        let mut cleaned = Vec::new();
        let mut from = 0;
        for row in &done.rows {
            let first = self.seen.first(row.phone);
            let (verdict, level_two) = if first {
                (row.verdict, row.level_two)
            } else {
                // Everything up to here as it is; of this row its own fields alone.
                cleaned.extend(done.cleaned.get(from..row.own).unwrap_or_default());
                cleaned.extend(&self.duplicate);
                from = row.end;
                (Verdict::DuplicateNumber, false)
            };
            self.tally.count(verdict, row.province, level_two);
        }
        for fault in &done.faults {
            self.tally.count(Verdict::Malformed(*fault), None, false);
        }
        if from == 0 {
            self.append(&done.cleaned, &done.rejects)?;
        } else {
            cleaned.extend(done.cleaned.get(from..).unwrap_or_default());
            self.append(&cleaned, &done.rejects)?;
        }
        self.journal.offset = done.end;
        self.journal.line = done.next_line;
        self.journal.digest = hex(&done.digest);
        if done.end - self.kept >= self.checkpoint {
            self.sync()?;
            self.folder.keep(&self.journal)?;
            self.kept = done.end;
        }
        Ok(())
    }

    /// Makes all that was written durable.
    pub(super) fn sync(&mut self) -> Result<(), FileError> {
        self.tally.pour(&mut self.journal.counts);
        for (file, name) in [(&self.cleaned, CLEANED), (&self.rejects, REJECTS)] {
            file.sync_data().map_err(self.folder.cannot(name))?;
        }
        Ok(())
    }

    /// Rows of this and earlier runs up to the last place on disk.
    pub(super) fn rows(&mut self) -> u64 {
        self.tally.pour(&mut self.journal.counts);
        self.journal.counts.rows
    }
}

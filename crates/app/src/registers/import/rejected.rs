//! `FILE.rejected.csv`: every line that was refused, or taken without one of its pictures.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::Complaint;

/// Beside the file: `cards.csv` has `cards.rejected.csv`.
pub(crate) fn path(file: &Path) -> PathBuf {
    file.with_extension("rejected.csv")
}

pub(crate) struct Rejected {
    path: PathBuf,
    file: Option<File>,
    length: u64,
    waiting: csv::Writer<Vec<u8>>,
}

impl Rejected {
    /// Goes on at a recorded length: what a killed run wrote behind it would come twice. At length
    /// zero an earlier file of that name goes away.
    pub(crate) fn open(path: PathBuf, length: i64) -> io::Result<Self> {
        let length = u64::try_from(length).unwrap_or(0);
        let mut rejected = Self {
            path,
            file: None,
            length: 0,
            waiting: csv::Writer::from_writer(Vec::new()),
        };
        let there = fs::metadata(&rejected.path).map_or(0, |about| about.len());
        if length > 0 && there >= length {
            let mut file = OpenOptions::new().write(true).open(&rejected.path)?;
            file.set_len(length)?;
            file.seek(SeekFrom::End(0))?;
            rejected.file = Some(file);
            rejected.length = length;
            return Ok(rejected);
        }
        match fs::remove_file(&rejected.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(rejected),
        }
    }

    /// Keeps a line with what is wrong with it. Bytes that are no text are shown as well as can be.
    pub(crate) fn add(&mut self, complaint: &Complaint, line: &[u8]) -> io::Result<()> {
        if self.file.is_none() {
            let mut open = OpenOptions::new();
            // The lines are personal data: for the owner's eyes only.
            self.file = Some(
                open.write(true)
                    .create(true)
                    .truncate(true)
                    .mode(0o600)
                    .open(&self.path)?,
            );
            self.waiting
                .write_record(["line", "column", "reason", "raw"])?;
        }
        let raw = String::from_utf8_lossy(line).replace('\0', "\u{2400}");
        let (number, reason) = (complaint.line.to_string(), complaint.reason.to_string());
        self.waiting
            .write_record([&number, complaint.column, &reason, &raw])?;
        Ok(())
    }

    /// Makes it durable; gives the length.
    pub(crate) fn flush(&mut self) -> io::Result<i64> {
        let waiting = std::mem::replace(&mut self.waiting, csv::Writer::from_writer(Vec::new()));
        let bytes = waiting
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))?;
        if let (Some(file), false) = (&mut self.file, bytes.is_empty()) {
            file.write_all(&bytes)?;
            file.sync_data()?;
            self.length += u64::try_from(bytes.len()).unwrap_or(0);
        }
        i64::try_from(self.length).map_err(io::Error::other)
    }
}

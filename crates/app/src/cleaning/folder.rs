//! The folder of the results. Until a run is done they are called `.part`; the rows are personal data, so that only the
//! owner reads them.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::error::FileError;
use super::journal::Journal;

/// Rows with their verdicts.
pub(super) const CLEANED: &str = "cleaned.csv";
/// Rows that cannot be read.
pub(super) const REJECTS: &str = "rejects.csv";
/// Counts.
pub(super) const SUMMARY: &str = "summary.json";
const JOURNAL: &str = "journal.json";
const LOCK: &str = "lock";

pub(super) struct Folder {
    path: PathBuf,
    /// Whether this run made it.
    made: bool,
    /// Held until the run ends.
    _lock: File,
}

fn cannot(path: &Path) -> impl FnOnce(std::io::Error) -> FileError + use<> {
    let path = path.to_path_buf();
    move |cause| FileError::Write { path, cause }
}

impl Folder {
    /// Makes or takes it; results that lie there are never written over.
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        let made = match DirBuilder::new().mode(0o700).create(path) {
            Ok(()) => true,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => false,
            Err(error) => return Err(cannot(path)(error)),
        };
        let lock = path.join(LOCK);
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&lock)
            .map_err(cannot(&lock))?;
        if file.try_lock().is_err() {
            return Err(FileError::Busy(path.to_path_buf()));
        }
        Ok(Self {
            path: path.to_path_buf(),
            made,
            _lock: file,
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Says so where a result lies there already.
    pub(super) fn vacant(&self) -> Result<(), FileError> {
        let taken = [CLEANED, REJECTS, SUMMARY].map(|name| self.path.join(name));
        match taken.into_iter().find(|path| path.exists()) {
            Some(path) => Err(FileError::Exists(path)),
            None => Ok(()),
        }
    }

    /// A failure to write a result, with its place.
    pub(super) fn cannot(&self, name: &str) -> impl FnOnce(std::io::Error) -> FileError + use<> {
        cannot(&self.part(name))
    }

    pub(super) fn part(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.part"))
    }

    /// A result in the making, cut to a length.
    pub(super) fn begin(&self, name: &str, length: u64) -> Result<File, FileError> {
        let path = self.part(name);
        let open = || {
            let mut file = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(false)
                .mode(0o600)
                .open(&path)?;
            file.set_len(length)?;
            file.seek(SeekFrom::End(0))?;
            Ok(file)
        };
        open().map_err(cannot(&path))
    }

    /// Bytes of a result in the making.
    pub(super) fn length(&self, name: &str) -> u64 {
        fs::metadata(self.part(name)).map_or(0, |about| about.len())
    }

    /// What an earlier run left; one that cannot be read counts as none.
    pub(super) fn journal(&self) -> Option<Journal> {
        let text = fs::read(self.path.join(JOURNAL)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Writes it as a whole, on disk before it has its name.
    pub(super) fn keep(&self, journal: &Journal) -> Result<(), FileError> {
        let text = serde_json::to_vec(journal).unwrap_or_default();
        self.whole(JOURNAL, &text)?;
        let path = self.path.join(JOURNAL);
        fs::rename(self.part(JOURNAL), &path).map_err(cannot(&path))?;
        self.settle()
    }

    /// Makes new names durable.
    fn settle(&self) -> Result<(), FileError> {
        let folder = File::open(&self.path).and_then(|folder| folder.sync_all());
        folder.map_err(cannot(&self.path))
    }

    /// A result that is written at once.
    pub(super) fn whole(&self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        let path = self.part(name);
        let mut file = self.begin(name, 0)?;
        let write = file.write_all(bytes).and_then(|()| file.sync_all());
        write.map_err(cannot(&path))
    }

    /// Gives the results their names. Doing it again is safe.
    pub(super) fn publish(&self) -> Result<(), FileError> {
        for name in [CLEANED, REJECTS, SUMMARY] {
            let (part, path) = (self.part(name), self.path.join(name));
            if part.exists() {
                fs::rename(&part, &path).map_err(cannot(&path))?;
            }
        }
        self.settle()?;
        self.forget();
        Ok(())
    }

    /// Removes results and what an earlier run left, to begin anew; it stays held.
    pub(super) fn empty(&self) -> Result<(), FileError> {
        let names = [CLEANED, REJECTS, SUMMARY];
        let paths = names
            .into_iter()
            .flat_map(|name| [self.part(name), self.path.join(name)]);
        for path in paths.chain([self.path.join(JOURNAL)]) {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(cannot(&path)(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Removes all that a run made.
    pub(super) fn clear(&self) {
        for name in [CLEANED, REJECTS, SUMMARY, JOURNAL] {
            fs::remove_file(self.part(name)).ok();
        }
        self.forget();
        if self.made {
            fs::remove_dir(&self.path).ok();
        }
    }

    fn forget(&self) {
        fs::remove_file(self.path.join(JOURNAL)).ok();
        fs::remove_file(self.path.join(LOCK)).ok();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_file(self.path.join(LOCK)).ok();
    }
}

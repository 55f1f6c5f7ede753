//! The folder of one batch. Its rows are personal data: only the owner of the process reads them.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;

use aws_lc_rs::digest::{Context, SHA256};
use domain::ids::SubscriberBatchId;

use crate::cleaning::folder::{CLEANED, REJECTS};
use crate::cleaning::journal::hex;
use crate::{App, Error, Result};

/// Files that a telecom may fetch. The summary stays here: it tells of the register.
pub(super) const FETCHED: [&str; 2] = [CLEANED, REJECTS];

/// Where a batch's files lie.
#[derive(Debug, Clone)]
pub(super) struct Files {
    home: PathBuf,
    name: String,
}

impl Files {
    pub(super) fn of(app: &App, id: SubscriberBatchId) -> Self {
        let name = id.to_string();
        Self {
            home: app.config.cleaning.folder.join(&name),
            name,
        }
    }

    /// The telecom's file. Its name is the batch's, so that the record of its judging names the batch.
    pub(super) fn upload(&self) -> PathBuf {
        self.home.join(format!("{}.csv", self.name))
    }

    /// The folder of the results.
    pub(super) fn results(&self) -> PathBuf {
        self.home.join("results")
    }

    /// Makes the folder; one that is there already is as good.
    pub(super) fn make(&self) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(0o700).create(&self.home)
    }

    /// Opens the file for one at a time, until every copy of the handle is gone; `None`: somebody else has it.
    pub(super) fn hold(&self) -> io::Result<Option<File>> {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(self.upload())?;
        Ok(file.try_lock().is_ok().then_some(file))
    }

    /// How many bytes of the file are there.
    pub(super) fn length(&self) -> u64 {
        fs::metadata(self.upload()).map_or(0, |about| about.len())
    }

    /// SHA-256 of the whole file, in hexadecimal digits; the file is on disk then.
    pub(super) fn digest(&self) -> io::Result<String> {
        let mut file = File::open(self.upload())?;
        file.sync_all()?;
        let (mut context, mut part) = (Context::new(&SHA256), vec![0; 1 << 20]);
        loop {
            let read = file.read(&mut part)?;
            if read == 0 {
                return Ok(hex(context.finish().as_ref()));
            }
            context.update(part.get(..read).unwrap_or_default());
        }
    }

    /// A result to be read.
    pub(super) fn result(&self, name: &str) -> io::Result<File> {
        File::open(self.results().join(name))
    }

    /// Removes the results; there may be none.
    pub(super) fn drop_results(&self) -> io::Result<()> {
        remove(fs::remove_dir_all(self.results()))
    }

    /// Removes everything; there may be nothing.
    pub(super) fn drop_all(&self) -> io::Result<()> {
        remove(fs::remove_dir_all(&self.home))
    }
}

fn remove(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// Cuts the file to its first bytes, to be written on behind them; `false`: it has not so many.
pub(super) fn cut(file: &mut File, from: u64) -> io::Result<bool> {
    if from > file.metadata()?.len() {
        return Ok(false);
    }
    file.set_len(from)?;
    file.seek(SeekFrom::Start(from))?;
    Ok(true)
}

/// Work on files, off the threads that serve.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    let done = done.map_err(|e| Error::Internal(e.to_string()))?;
    done.map_err(|e| Error::Internal(format!("files of a subscriber batch: {e}")))
}

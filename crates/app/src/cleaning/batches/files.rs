//! The folder of one batch. Its rows are personal data: only the owner of the process reads them.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
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
    fn make(&self) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(0o700).create(&self.home)
    }

    /// Opens the file for one at a time, until every copy of the handle is gone; `None`: somebody else has it, or
    /// deletes it just now.
    pub(super) fn hold(&self) -> io::Result<Option<File>> {
        self.make()?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(self.upload());
        match file {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            file => Ok(Some(file?).filter(|file| file.try_lock().is_ok())),
        }
    }

    /// The file's name is on disk then; whoever deletes the folder meanwhile ended the batch before.
    pub(super) fn settle(&self) -> io::Result<()> {
        let above = self.home.parent().unwrap_or(&self.home);
        for folder in [self.home.as_path(), above] {
            remove(File::open(folder).and_then(|folder| folder.sync_all()))?;
        }
        Ok(())
    }

    /// How many bytes of the file are there.
    pub(super) fn length(&self) -> u64 {
        fs::metadata(self.upload()).map_or(0, |about| about.len())
    }

    /// SHA-256 of the whole file, in hexadecimal digits; `None`: it is not there.
    pub(super) fn digest(&self) -> io::Result<Option<String>> {
        let mut file = match File::open(self.upload()) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        let (mut context, mut part) = (Context::new(&SHA256), vec![0; 1 << 20]);
        loop {
            let read = file.read(&mut part)?;
            if read == 0 {
                return Ok(Some(hex(context.finish().as_ref())));
            }
            context.update(part.get(..read).unwrap_or_default());
        }
    }

    /// A result to be read.
    pub(super) fn result(&self, name: &str) -> io::Result<File> {
        File::open(self.results().join(name))
    }

    /// Removes the telecom's file; there may be none.
    pub(super) fn drop_upload(&self) -> io::Result<()> {
        remove(fs::remove_file(self.upload()))
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

/// Work on files, off the threads that serve.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    let done = done.map_err(|e| Error::Internal(e.to_string()))?;
    done.map_err(|e| Error::Internal(format!("files of a subscriber batch: {e}")))
}

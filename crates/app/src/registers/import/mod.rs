//! Loading a register's file: streamed, in transactions of many lines, each with the place up to
//! which the file is done. A bad line goes to `FILE.rejected.csv` and stops nothing.

pub(crate) mod lines;
pub(crate) mod open;
mod picture;
mod portrait;
mod print;
mod reader;
pub(crate) mod rejected;
mod row;

pub use portrait::is_portrait;
pub use print::is_print;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use domain::authority::{Operation, require};
use domain::event::Event;
use domain::registers::{Reason, Register};
use store::audit::{Audit, NOBODY};
use store::registers::progress::{self, Checkpoint};
use store::registers::{Loader, portrait as portraits, print as prints, state, table};
use tokio::sync::mpsc;

use crate::counter::proofing;
use crate::record::entry_with;
use crate::{App, Cx, Error, Result, holds};
use open::Opened;
use reader::Chunk;

/// Lines of one transaction: enough to make the commit cheap, few enough that others get a turn.
pub const BATCH_LINES: u64 = 50_000;
/// Bytes of one transaction, where pictures make lines heavy.
const BATCH_BYTES: usize = 8 << 20;
/// Complaints kept for the report; all of them are in the file of rejected lines.
const SAMPLE: usize = 20;

/// Loads a file into a register.
pub struct Import<'a> {
    /// Which register.
    pub register: Register,
    /// The file (docs/registers.md).
    pub file: &'a Path,
    /// Lines of one transaction, usually [`BATCH_LINES`].
    pub batch_lines: u64,
    /// Told after each transaction; `Break` stops there, and the next run goes on from there.
    pub progress: &'a mut (dyn FnMut(Progress) -> ControlFlow<()> + Send),
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes done.
    pub bytes: u64,
    /// Bytes of the file.
    pub of: u64,
    /// Rows taken.
    pub accepted: u64,
    /// Lines refused.
    pub rejected: u64,
}

/// A line that was refused, or taken without one of its pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Complaint {
    /// Number of the line; the header is line 1.
    pub line: u64,
    /// The column, empty where it is the line itself.
    pub column: &'static str,
    /// What is wrong (`import-<code>` in the locales).
    pub reason: Reason,
}

/// What came of an import. Counts are of the whole file, earlier runs included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whether the whole file is done; otherwise the next run goes on.
    pub finished: bool,
    /// The line after which an earlier run had stopped.
    pub resumed_after: Option<u64>,
    /// Rows taken.
    pub accepted: u64,
    /// Of those, the ones that were there already, the same.
    pub unchanged: u64,
    /// Lines refused.
    pub rejected: u64,
    /// Pictures that lines name and that could not be taken; the lines were.
    pub warnings: u64,
    /// Portraits taken.
    pub portraits: u64,
    /// Fingerprints taken.
    pub prints: u64,
    /// Rows the register holds now; 0 while unfinished.
    pub held: u64,
    /// The first complaints of this run.
    pub sample: Vec<Complaint>,
    /// Where all complaints stand, if there are any.
    pub rejected_file: Option<PathBuf>,
}

/// Loads a file, or goes on with it where an earlier run stopped. Loading a file again is calm.
pub async fn import(app: &App, cx: &Cx, command: Import<'_>) -> Result<Report> {
    require(&cx.actor, Operation::RunRegister)?;
    let Import {
        register,
        file,
        batch_lines,
        progress,
    } = command;
    let path = file.to_path_buf();
    let opened = blocking(move || Opened::new(register, &path)).await??;
    let mut run = Run::begin(app, register, &opened).await?;
    let resumed = run.point.offset > 0;
    let resumed_after = resumed.then(|| count(run.point.line));
    let rejected_file = rejected::path(file);
    let of = opened.length;
    let (send, chunks) = mpsc::channel(4);
    let (start, keys) = (run.point, app.db.clone());
    let lines = batch_lines.clamp(1, reader::CHUNK_LINES);
    let reading =
        tokio::task::spawn_blocking(move || reader::read(opened, start, keys.keys(), lines, &send));
    let mut tell = |point: &Checkpoint| {
        progress(Progress {
            bytes: count(point.offset),
            of,
            accepted: count(point.accepted),
            rejected: count(point.rejected),
        })
    };
    let finished = run.load(app, chunks, batch_lines, &mut tell).await?;
    reading.await.map_err(|e| Error::Internal(e.to_string()))?;
    let held = if finished {
        run.finish(app, cx).await?
    } else {
        0
    };
    let point = run.point;
    Ok(Report {
        finished,
        resumed_after,
        accepted: count(point.accepted),
        unchanged: count(point.unchanged),
        rejected: count(point.rejected),
        warnings: count(point.warnings),
        portraits: count(point.portraits),
        prints: count(point.prints),
        held,
        sample: run.sample,
        rejected_file: (point.rejected_bytes > 0).then_some(rejected_file),
    })
}

fn count(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Error::Internal(e.to_string()))
}

struct Run {
    register: Register,
    digest: String,
    file: String,
    point: Checkpoint,
    sample: Vec<Complaint>,
}

impl Run {
    /// Finds where an unfinished import of the same file stopped, or begins anew.
    async fn begin(app: &App, register: Register, opened: &Opened) -> Result<Self> {
        let digest = opened.digest.clone();
        let known = progress::find(&mut app.db.read().await?, register, &digest).await?;
        let point = match known {
            Some(point) if point.finished.is_none() => point,
            Some(_) | None => {
                let mut tx = app.db.begin().await?;
                progress::start(&mut tx, register, &digest).await?;
                tx.commit(Audit::Bookkeeping("register import begins"))
                    .await?;
                Checkpoint::default()
            }
        };
        Ok(Self {
            register,
            digest,
            file: opened.name.clone(),
            point,
            sample: Vec::new(),
        })
    }

    /// Writes what the reader sends; `false` when it was told to stop.
    async fn load(
        &mut self,
        app: &App,
        mut chunks: mpsc::Receiver<Result<Chunk>>,
        batch_lines: u64,
        progress: &mut (dyn FnMut(&Checkpoint) -> ControlFlow<()> + Send),
    ) -> Result<bool> {
        // The writer is asked for only when there is something to write.
        while let Some(first) = chunks.recv().await {
            self.batch(app, first?, &mut chunks, batch_lines).await?;
            if progress(&self.point).is_break() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// One transaction: rows, pictures and the place up to which the file is done.
    async fn batch(
        &mut self,
        app: &App,
        first: Chunk,
        chunks: &mut mpsc::Receiver<Result<Chunk>>,
        batch_lines: u64,
    ) -> Result<()> {
        let from = self.point;
        let mut point = from;
        let mut tx = app.db.begin().await?;
        let mut loader = Loader::new(table(self.register));
        let mut bytes = 0;
        let mut chunk = first;
        loop {
            bytes += chunk.bytes;
            self.take(&mut tx, &mut loader, chunk, &mut point).await?;
            if count(point.line - from.line) >= batch_lines || bytes >= BATCH_BYTES {
                break;
            }
            match chunks.recv().await {
                Some(next) => chunk = next?,
                None => break,
            }
        }
        let touched = loader.finish(&mut tx).await?;
        let rows = count(point.accepted - from.accepted);
        point.unchanged += i64::try_from(rows.saturating_sub(touched)).unwrap_or(0);
        progress::advance(&mut tx, self.register, &self.digest, from.offset, &point).await?;
        tx.commit(Audit::Bookkeeping("register import")).await?;
        self.point = point;
        Ok(())
    }

    async fn take(
        &mut self,
        tx: &mut store::Tx,
        loader: &mut Loader,
        chunk: Chunk,
        point: &mut Checkpoint,
    ) -> Result<()> {
        point.offset = chunk.offset;
        point.line = chunk.line;
        point.rejected_bytes = chunk.rejected_bytes;
        point.accepted += chunk.accepted;
        point.rejected += chunk.rejected;
        point.warnings += chunk.warnings;
        let room = SAMPLE.saturating_sub(self.sample.len());
        self.sample.extend(chunk.sample.into_iter().take(room));
        loader.rows(tx, chunk.cells).await?;
        for portrait in chunk.portraits {
            portraits::save(tx, portrait).await?;
            point.portraits += 1;
        }
        for taken in chunk.prints {
            let of = (taken.key.as_str(), taken.source);
            prints::withdraw(tx, of, &taken.named).await?;
            for print in taken.sealed {
                prints::save(tx, print).await?;
                point.prints += 1;
            }
        }
        Ok(())
    }

    /// The register answers from now on, and the log says what was loaded.
    async fn finish(&mut self, app: &App, cx: &Cx) -> Result<u64> {
        let mut point = self.point;
        point.finished = Some(cx.now);
        let mut tx = app.db.begin().await?;
        progress::advance(&mut tx, self.register, &self.digest, point.offset, &point).await?;
        let held = state::loaded(&mut tx, self.register, cx.now).await?;
        // DOC-r1: who waited for the register is asked again at once.
        crate::documents::wake(&mut tx, app, cx, None).await?;
        if self.register == Register::Foreigners {
            holds::follow_register(&mut tx, app, cx, "").await?;
        }
        // D59-14.2.b: who waits for a card is asked about at once.
        if self.register == Register::Cards {
            proofing::wake(&mut tx, cx).await?;
        }
        let detail = serde_json::json!({
            "register": self.register.as_str(),
            "file": self.file,
            "digest": self.digest,
            "accepted": point.accepted,
            "unchanged": point.unchanged,
            "rejected": point.rejected,
            "held": held,
        });
        tx.commit(entry_with(app, cx, Event::RegisterLoaded, NOBODY, detail))
            .await?;
        self.point = point;
        app.wake.notify_one();
        Ok(count(held))
    }
}

//! The use case: a file in, its rows with their verdicts out, one entry in the audit log.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::cleaning::{Difference, Held, Verdict};
use domain::event::Event;
use domain::ids::{ClientId, SubscriberBatchId};
use jiff::Timestamp;
use store::audit::NOBODY;
use store::cleaning::sample::Drawn;
use tokio::sync::mpsc;

use super::columns::Column;
use super::counts::Counts;
use super::encoding::Encoding;
use super::error::{CleanError, FileError};
use super::folder::{CLEANED, Folder, REJECTS, SUMMARY};
use super::index::Index;
use super::journal::{Journal, Terms, VERSION};
use super::open::Opened;
use super::run::{ADDED, Job, run};
use super::sample::Draw;
use super::snapshot::{self, Snapshot};
use super::summary::About;
use crate::record::entry_with;
use crate::{App, Cx, Error};

/// Which fields of the register a telecom's legal basis lets it have; none unless it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Correct {
    /// The name as held.
    pub name: bool,
    /// The number of twelve digits, for an old one or one that a spreadsheet damaged.
    pub number: bool,
}

impl Correct {
    /// Reads words with a blank between.
    pub fn read(words: &str) -> Self {
        let said = |word: &str| words.split(' ').any(|said| said == word);
        Self {
            name: said("name"),
            number: said("number"),
        }
    }

    /// Whether all that the other gives back may be given back.
    pub const fn covers(self, other: Self) -> bool {
        (self.name || !other.name) && (self.number || !other.number)
    }

    /// Words on the command line.
    pub(super) fn words(self) -> Vec<&'static str> {
        let all = [(self.name, "name"), (self.number, "number")];
        let asked = all.into_iter().filter(|(asked, _)| *asked);
        asked.map(|(_, word)| word).collect()
    }

    /// Least data back: only where a number that was stated points at the person, so that nobody learns one.
    pub(super) fn of(self, verdict: Verdict, held: &Held<'_>, index: &Index) -> (String, String) {
        let differences = match verdict {
            Verdict::Likely(differences) => differences,
            Verdict::Exact
            | Verdict::Conflict(_)
            | Verdict::Deceased
            | Verdict::DuplicateNumber
            | Verdict::NotFound(_)
            | Verdict::Malformed(_) => return Default::default(),
        };
        let unproven = [Difference::NumberMissing, Difference::NumberSlip];
        if unproven.iter().any(|d| differences.has(*d)) {
            return Default::default();
        }
        let named = [
            Difference::MarksMissing,
            Difference::TonePlace,
            Difference::WordOrder,
            Difference::MiddleLeftOut,
            Difference::NameSlip,
        ];
        let mended = [Difference::OldNumber, Difference::SpreadsheetNumber];
        let name = self.name && named.iter().any(|d| differences.has(*d));
        let number = self.number && mended.iter().any(|d| differences.has(*d));
        let text =
            |asked: bool, text: &dyn Fn() -> String| if asked { text() } else { String::new() };
        (
            text(name, &|| index.name(held.place)),
            text(number, &|| format!("{:012}", held.number)),
        )
    }
}

/// Cleans a file.
pub struct Clean<'a> {
    /// The file (docs/subscribers.md).
    pub file: &'a Path,
    /// Folder of the results; `FILE.cleaned` beside the file where none is said.
    pub folder: Option<&'a Path>,
    /// Columns by hand, over the known names.
    pub columns: &'a [(Column, String)],
    /// Encoding by hand.
    pub encoding: Option<Encoding>,
    /// What may be given back.
    pub correct: Correct,
    /// Bytes of a block, usually [`super::BLOCK`].
    pub block: usize,
    /// Bytes between two places to go on from, usually [`super::CHECKPOINT`].
    pub checkpoint: u64,
    /// Rows to be drawn at random for officers to look at; none at the shell.
    pub sample: Option<Draw>,
    /// Told after each block; `Break` stops there, and the next run goes on from the last checkpoint.
    pub progress: &'a mut (dyn FnMut(Progress) -> ControlFlow<()> + Send),
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes done.
    pub bytes: u64,
    /// Bytes of the file.
    pub of: u64,
    /// Rows done.
    pub rows: u64,
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whether the whole file is done; otherwise the same command goes on.
    pub finished: bool,
    /// The line before which an earlier run had stopped.
    pub resumed_at: Option<u64>,
    /// Counts of the whole file, earlier runs included; nothing while unfinished.
    pub counts: Counts,
    /// SHA-256 of the file.
    pub digest: String,
    /// Rows that were drawn.
    pub sample: Vec<Drawn>,
    /// Where the results are.
    pub folder: PathBuf,
}

/// R50-2: holds a telecom's subscribers against the population register.
pub async fn clean(app: &App, cx: &Cx, command: Clean<'_>) -> Result<Report, CleanError> {
    require(&cx.actor, Operation::CleanSubscribers)?;
    let cx = &cx.with_purpose(Purpose::SubscriberCleaning);
    let (path, encoding) = (command.file.to_path_buf(), command.encoding);
    let columns = command.columns.to_vec();
    let place = command
        .folder
        .map_or_else(|| command.file.with_extension("cleaned"), Path::to_path_buf);
    let opened = blocking(move || Opened::new(&path, encoding, &columns, &ADDED)).await??;
    let folder = Folder::open(&place)?;
    if let Some(journal) = folder.journal().filter(|journal| journal.finished) {
        folder.publish()?;
        return Ok(report(journal, None, place, Vec::new()));
    }
    folder.vacant()?;
    let done = Cleaning {
        app,
        cx,
        folder: Arc::new(folder),
    };
    let outcome = done.run(opened, command).await;
    let keeps = |error: &CleanError| match error {
        CleanError::File(error) => error.keeps(),
        CleanError::App(_) => done.folder.journal().is_some(),
    };
    if outcome.as_ref().is_err_and(|error| !keeps(error)) {
        done.folder.clear();
    }
    let (journal, resumed_at) = outcome?;
    Ok(match journal {
        Some((journal, sample)) => report(journal, resumed_at, place, sample),
        None => Report {
            finished: false,
            resumed_at,
            counts: Counts::default(),
            digest: String::new(),
            sample: Vec::new(),
            folder: place,
        },
    })
}

fn report(
    journal: Journal,
    resumed_at: Option<u64>,
    folder: PathBuf,
    sample: Vec<Drawn>,
) -> Report {
    Report {
        finished: true,
        resumed_at,
        counts: journal.counts,
        digest: journal.digest,
        sample,
        folder,
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Error::Internal(e.to_string()))
}

struct Cleaning<'a> {
    app: &'a App,
    cx: &'a Cx,
    folder: Arc<Folder>,
}

type Ended = (Option<(Journal, Vec<Drawn>)>, Option<u64>);

impl Cleaning<'_> {
    async fn run(&self, opened: Opened, command: Clean<'_>) -> Result<Ended, CleanError> {
        let taken_at = self.app.clock.now();
        let snapshot = snapshot::take(self.app).await?;
        let journal = self.journal(&opened, &snapshot, command.correct, taken_at);
        let resumed_at = (journal.offset > 0).then_some(journal.line);
        let mut about = About::new(&opened, command.correct, self.app.clock.now());
        about.people = snapshot.index.people();
        about.index_bytes = snapshot.index.bytes();
        about.from_rows = journal.counts.rows;
        let of = command.sample.map(|draw| (draw.batch, draw.client));
        let ended = self.work(opened, snapshot, journal, command).await?;
        if let Some((mut journal, sample)) = ended {
            self.finish(&mut journal, &about, of).await?;
            return Ok((Some((journal, sample)), resumed_at));
        }
        Ok((None, resumed_at))
    }

    /// Where an unfinished run over the same things stopped, or the beginning.
    fn journal(
        &self,
        opened: &Opened,
        snapshot: &Snapshot,
        correct: Correct,
        taken_at: Timestamp,
    ) -> Journal {
        let terms = Terms {
            version: VERSION,
            mark: opened.mark.clone(),
            snapshot: snapshot.digest.clone(),
            options: format!("{:?} {correct:?}", opened.layout),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let begun = self.folder.journal().filter(|journal| {
            journal.terms == terms
                && self.folder.length(CLEANED) >= journal.cleaned
                && self.folder.length(REJECTS) >= journal.rejects
        });
        begun.unwrap_or_else(|| Journal::begin(terms, taken_at))
    }

    /// The threads, and the progress they tell.
    async fn work(
        &self,
        opened: Opened,
        snapshot: Snapshot,
        journal: Journal,
        command: Clean<'_>,
    ) -> Result<Option<(Journal, Vec<Drawn>)>, CleanError> {
        let stop = Arc::new(AtomicBool::new(false));
        let (send, mut told) = mpsc::channel(1);
        let (folder, stopped) = (self.folder.clone(), stop.clone());
        let (correct, block, checkpoint) = (command.correct, command.block, command.checkpoint);
        let (draw, layout) = (command.sample, opened.layout.clone());
        let task = tokio::task::spawn_blocking(move || {
            let job = Job {
                opened,
                index: &snapshot.index,
                correct,
                folder: &folder,
                journal,
                block,
                checkpoint,
                stop: &stopped,
            };
            let ended = run(job, &|progress| {
                // Whoever waited for it is gone: it goes on from its journal another time.
                if send.blocking_send(progress).is_err() {
                    stopped.store(true, Ordering::Relaxed);
                }
            })?;
            let Some(journal) = ended else {
                return Ok(None);
            };
            let sample = match draw {
                Some(draw) => draw.from(&folder, &layout, &snapshot.index)?,
                None => Vec::new(),
            };
            Ok::<_, FileError>(Some((journal, sample)))
        });
        while let Some(progress) = told.recv().await {
            if (command.progress)(progress).is_break() {
                stop.store(true, Ordering::Relaxed);
            }
        }
        let ended = task.await.map_err(|e| Error::Internal(e.to_string()))?;
        Ok(ended?)
    }

    /// The summary, the entry in the audit log, then the results' names: nothing is handed out that is not on record.
    async fn finish(
        &self,
        journal: &mut Journal,
        about: &About,
        of: Option<(SubscriberBatchId, ClientId)>,
    ) -> Result<(), CleanError> {
        let summary = about.summary(journal, self.app.clock.now());
        let text =
            serde_json::to_vec_pretty(&summary).map_err(|e| Error::Internal(e.to_string()))?;
        self.folder.whole(SUMMARY, &text)?;
        let detail = serde_json::json!({
            "rule": "R50-2",
            "file": about.file,
            "digest": journal.digest,
            "rows": journal.counts.rows,
            "verdicts": journal.counts.verdicts,
            "corrected": about.correct.words(),
            "batch": of.map(|(batch, _)| batch),
            "client": of.map(|(_, client)| client),
        });
        let cx = &Cx {
            now: self.app.clock.now(),
            ..self.cx.clone()
        };
        let tx = self.app.db.begin().await?;
        let entry = entry_with(self.app, cx, Event::SubscribersCleaned, NOBODY, detail);
        tx.commit(entry).await?;
        journal.finished = true;
        self.folder.keep(journal)?;
        self.folder.publish()?;
        Ok(())
    }
}

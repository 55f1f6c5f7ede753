//! The threads of a run: one reads, all cores judge, one writes in order.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::block::{Block, Blocks};
use super::clean::{Correct, Progress};
use super::error::FileError;
use super::folder::Folder;
use super::index::Index;
use super::journal::Journal;
use super::open::Opened;
use super::work::{Done, Worker, push};
use super::write::{Frame, Writer};

/// What a run goes over.
pub(super) struct Job<'a> {
    pub(super) opened: Opened,
    pub(super) index: &'a Index,
    pub(super) correct: Correct,
    pub(super) folder: &'a Folder,
    pub(super) journal: Journal,
    pub(super) block: usize,
    pub(super) checkpoint: u64,
    /// Set when the run is to stop.
    pub(super) stop: &'a AtomicBool,
}

/// Blocks that wait at a core, and results that wait to be written.
const WAITING: usize = 2;

/// Runs to the end of the file; `None` where it was told to stop.
pub(super) fn run(job: Job<'_>, tell: &dyn Fn(Progress)) -> Result<Option<Journal>, FileError> {
    let layout = job.opened.layout.clone();
    let frame = frame(&job.opened, job.correct);
    let (of, resume) = (job.opened.length, job.journal.offset);
    let blocks = Blocks::new(
        job.opened.file,
        &job.opened.head,
        layout.delimiter,
        job.block,
        resume,
    )?;
    let mut writer = Writer::open(job.folder, job.journal, frame, job.checkpoint)?;
    let worker = Worker {
        layout: &layout,
        index: job.index,
        correct: job.correct,
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        let (mut lanes, mut desks) = (Vec::new(), Vec::new());
        for _ in 0..cores {
            let (lane, given) = sync_channel(WAITING);
            let (send, desk) = sync_channel(WAITING);
            let worker = &worker;
            scope.spawn(move || judge(worker, &given, &send));
            lanes.push(lane);
            desks.push(desk);
        }
        scope.spawn(move || read(blocks, &lanes));
        // A desk that closes means the end, or a panic, which the scope repeats.
        for desk in desks.iter().cycle() {
            let Ok(done) = desk.recv() else { break };
            let done = done?;
            writer.take(&done)?;
            tell(Progress {
                bytes: done.end,
                of,
                rows: writer.rows(),
            });
            if job.stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
        }
        writer.sync()?;
        Ok(Some(writer.journal))
    })
}

type Lane = SyncSender<Result<Block, FileError>>;

/// Shares the blocks out in turn, until the end or until nobody takes them any more.
fn read(mut blocks: Blocks, lanes: &[Lane]) {
    for lane in lanes.iter().cycle() {
        let Some(block) = blocks.next().transpose() else {
            return;
        };
        let failed = block.is_err();
        if lane.send(block).is_err() || failed {
            return;
        }
    }
}

fn judge(
    worker: &Worker<'_>,
    given: &Receiver<Result<Block, FileError>>,
    send: &SyncSender<Result<Done, FileError>>,
) {
    for block in given {
        if send.send(block.map(|block| worker.work(&block))).is_err() {
            return;
        }
    }
}

/// Columns that the result adds.
pub(super) const ADDED: [&str; 4] = ["verdict", "why", "correct_name", "correct_number"];

fn frame(opened: &Opened, correct: Correct) -> Frame {
    let sign = opened.layout.delimiter;
    let row = |fields: &[&str]| {
        let mut out = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                out.push(sign);
            }
            push(&mut out, field, sign);
        }
        out.push(b'\n');
        out
    };
    let [verdict, why, name, number] = ADDED;
    let corrections = [(correct.name, name), (correct.number, number)];
    let asked = corrections.iter().filter(|(asked, _)| *asked);
    let mut headings: Vec<&str> = opened.headings.iter().map(String::as_str).collect();
    headings.extend([verdict, why]);
    headings.extend(asked.clone().map(|(_, heading)| *heading));
    let mut duplicate = vec![domain::cleaning::Verdict::DuplicateNumber.code(), ""];
    duplicate.extend(asked.map(|_| ""));
    let bom: &[u8] = if opened.bom { b"\xef\xbb\xbf" } else { b"" };
    Frame {
        cleaned: [bom, &row(&headings)].concat(),
        rejects: [bom, &row(&["line", "field", "reason", "row"])].concat(),
        duplicate: row(&duplicate),
    }
}

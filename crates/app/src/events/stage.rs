//! A file becomes a batch: read, kept, rehearsed. Nothing locks yet.

use std::io::{Read, Seek};
use std::path::PathBuf;

use domain::actor::{Actor, Purpose};
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::event_batch::{Door, State};
use domain::ids::BatchId;
use domain::register_event::Teller;
use jiff::Timestamp;
use store::audit::NOBODY;
use store::event_batch::{self, Batch, Rehearsal};
use store::event_item::{self, New};
use store::event_list::{self, BadLine};
use store::{Audit, Entry, Tx};

use super::parse::{Bad, Good, Parsed, parse};
use super::rehearse;
use crate::registers::Complaint;
use crate::registers::import::rejected::{self, Rejected};
use crate::{App, Cx, Error, Result, entry_with};

/// Events written in one transaction.
const CHUNK: usize = 2000;
/// Complaints that are given back; all of them are kept.
const SHOWN: usize = 20;

/// A file to be staged.
pub struct Stage<'a, F> {
    /// Who tells.
    pub teller: Teller,
    /// By which door it comes.
    pub door: Door,
    /// Name of the file, without folders.
    pub name: String,
    /// Its bytes.
    pub file: F,
    /// Where its refused lines go besides the database (`FILE.rejected.csv`).
    pub beside: Option<PathBuf>,
    /// Told after each transaction: events written, all events.
    pub progress: &'a mut (dyn FnMut(usize, usize) + Send),
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Staged {
    /// The batch.
    pub id: BatchId,
    /// Events in it.
    pub events: i64,
    /// Lines that could not be read.
    pub bad_lines: i64,
    /// The first of them.
    pub complaints: Vec<Complaint>,
    /// Where all of them stand besides the database.
    pub rejected_file: Option<PathBuf>,
    /// What a release would do.
    pub rehearsal: Rehearsal,
}

/// D59-10.1: takes a register's file of events in as a batch.
pub async fn stage<F: Read + Seek + Send + 'static>(
    app: &App,
    cx: &Cx,
    command: Stage<'_, F>,
) -> Result<Staged> {
    require(&cx.actor, Operation::TellRegisterEvent)?;
    let cx = &cx.with_purpose(Purpose::RegisterUpdate);
    let (teller, file, beside) = (command.teller, command.file, command.beside);
    let read = move || -> Result<(Parsed, Option<PathBuf>)> {
        let parsed = parse(file, teller)?;
        let rejected = beside.map(|file| keep(&file, &parsed.bad)).transpose()?;
        Ok((parsed, rejected.flatten()))
    };
    let read = tokio::task::spawn_blocking(read).await;
    let (parsed, rejected_file) = read.map_err(|e| Error::Internal(e.to_string()))??;
    let mut batch = fresh(app, cx, (teller, command.door, command.name), &parsed);
    let mut tx = app.db.begin().await?;
    event_batch::insert(&mut tx, &batch).await?;
    write_bad(&mut tx, batch.id, &parsed.bad).await?;
    tx.commit(Audit::Bookkeeping("events begin")).await?;
    let of = parsed.good.len();
    let mut place = 1;
    for chunk in parsed.good.chunks(CHUNK) {
        let mut tx = app.db.begin().await?;
        place = write(&mut tx, batch.id, place, chunk).await?;
        tx.commit(Audit::Bookkeeping("events staged")).await?;
        (command.progress)(usize::try_from(place - 1).unwrap_or(of), of);
    }
    finish(app, cx, &mut batch).await?;
    let complaints = parsed.bad.iter().map(|bad| bad.complaint).take(SHOWN);
    Ok(Staged {
        id: batch.id,
        events: batch.events,
        bad_lines: batch.bad_lines,
        complaints: complaints.collect(),
        rejected_file,
        rehearsal: batch.rehearsal,
    })
}

/// A batch that is not written yet.
pub(super) fn fresh(
    app: &App,
    cx: &Cx,
    (teller, door, name): (Teller, Door, String),
    parsed: &Parsed,
) -> Batch {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let by = match &cx.actor {
        Actor::Staff { id, .. } => Some(*id),
        Actor::Public
        | Actor::Holder { .. }
        | Actor::System
        | Actor::Register(_)
        | Actor::Party(_)
        | Actor::Operator => None,
    };
    Batch {
        id: app.id(BatchId::from_bytes),
        teller,
        door,
        name: name.chars().filter(|c| !c.is_control()).take(120).collect(),
        received: cx.now,
        by,
        state: State::Staging,
        events: count(parsed.good.len()),
        bad_lines: count(parsed.bad.len()),
        done: 0,
        rehearsal: Rehearsal::default(),
        rehearsed: Timestamp::UNIX_EPOCH,
        finished: None,
        revision: 1,
    }
}

/// Writes events from a place on; gives the next place.
pub(super) async fn write(tx: &mut Tx, batch: BatchId, from: i64, events: &[Good]) -> Result<i64> {
    let mut place = from;
    for good in events {
        let (kind, value) = &good.lookup;
        let new = New {
            line: i64::try_from(good.line).unwrap_or(i64::MAX),
            record: &good.record,
            lookup: (kind.as_str(), value),
        };
        event_item::insert(tx, batch, place, &new).await?;
        place += 1;
    }
    Ok(place)
}

/// Keeps what could not be read.
pub(super) async fn write_bad(tx: &mut Tx, batch: BatchId, bad: &[Bad]) -> Result<()> {
    for Bad { complaint, raw } in bad {
        let row = BadLine {
            line: i64::try_from(complaint.line).unwrap_or(i64::MAX),
            field: complaint.column.to_owned(),
            reason: complaint.reason.code().to_owned(),
        };
        event_list::add_bad(tx, batch, &row, raw).await?;
    }
    Ok(())
}

/// Rehearses the batch and puts it before the officers.
async fn finish(app: &App, cx: &Cx, batch: &mut Batch) -> Result<()> {
    let entry = staged_entry(app, cx, batch);
    put(app, cx, batch, entry.into()).await
}

/// Rehearses a batch that is staged already.
pub(super) async fn rehearse_staged(app: &App, cx: &Cx, batch: &mut Batch) -> Result<()> {
    put(app, cx, batch, Audit::Bookkeeping("events rehearsed")).await
}

/// What came, on record.
pub(super) fn staged_entry(app: &App, cx: &Cx, batch: &Batch) -> Entry {
    let detail = serde_json::json!({
        "batch": batch.id, "register": batch.teller.as_str(), "door": batch.door.as_str(), "name": batch.name,
        "events": batch.events, "bad-lines": batch.bad_lines,
    });
    entry_with(app, cx, Event::EventsStaged, NOBODY, detail)
}

async fn put(app: &App, cx: &Cx, batch: &mut Batch, audit: Audit) -> Result<()> {
    batch.rehearsal = rehearse::run(app, cx, batch).await?;
    batch.rehearsed = cx.now;
    batch.state = State::Staged;
    let mut tx = app.db.begin().await?;
    event_batch::save(&mut tx, batch).await?;
    batch.revision += 1;
    Ok(tx.commit(audit).await?)
}

/// `FILE.rejected.csv`, as an import of a register keeps it.
fn keep(file: &std::path::Path, bad: &[Bad]) -> Result<Option<PathBuf>> {
    let failed = |error: std::io::Error| Error::Internal(format!("rejected lines: {error}"));
    let path = rejected::path(file);
    let mut rejected = Rejected::open(path.clone(), 0).map_err(failed)?;
    for Bad { complaint, raw } in bad {
        rejected.add(complaint, raw).map_err(failed)?;
    }
    rejected.flush().map_err(failed)?;
    Ok((!bad.is_empty()).then_some(path))
}

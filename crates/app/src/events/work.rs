//! The work on a released batch: chunks, each one transaction with the place up to which it is done.
//! Killed at any moment, it goes on where it was.

use std::collections::{BTreeSet, HashSet};

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::event_batch::State;
use domain::ids::{BatchId, JobId, SubjectId};
use store::audit::NOBODY;
use store::event_batch::{self, Batch};
use store::event_item::{self, Item};
use store::job::{self, Job};
use store::{Audit, Tx, account};

use super::carry::{Work, carry};
use super::subject::listed;
use super::undo::take_back;
use crate::jobs::{self, Finished};
use crate::{App, Cx, Error, Result, entry_with};

/// Kind of the job.
pub const KIND: &str = "event-batch";

/// Events of one transaction: the commit is cheap, and others wait a moment only.
const CHUNK: i64 = 500;
/// Chunks of one run, after which other jobs have their turn.
const CHUNKS: usize = 4;

/// How far the work on a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Events done.
    pub done: i64,
    /// All events.
    pub of: i64,
    /// Whether nothing is left to do.
    pub finished: bool,
}

/// Adds the job that does the work.
pub(super) async fn enqueue(tx: &mut Tx, app: &App, cx: &Cx, batch: BatchId) -> Result<()> {
    let job = Job::new(
        (app.id(JobId::from_bytes), NOBODY),
        KIND,
        cx.now,
        serde_json::json!({ "batch": batch }),
    );
    jobs::enqueue(tx, app, &job).await
}

/// Job `event-batch`.
pub(crate) async fn job(app: &App, cx: &Cx, leased: &Job) -> Result<Finished> {
    let id: BatchId = jobs::payload(leased, "batch")?;
    let mut finished = false;
    for done in 0..CHUNKS {
        finished = match step(app, id).await {
            Ok(progress) => progress.finished,
            // The register is being spared: what was done before is done.
            Err(Error::Busy { .. }) if done > 0 => break,
            Err(Error::Busy { .. }) => return Ok(Finished::Later),
            Err(other) => return Err(other),
        };
        if finished {
            break;
        }
    }
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, leased).await?;
    if !finished {
        // A fresh one: each lease counts as a try, and going on is no failure.
        enqueue(&mut tx, app, cx, id).await?;
    }
    tx.commit(Audit::Bookkeeping("events go on")).await?;
    Ok(Finished::Done)
}

/// Does the next chunk of a batch. Two runs at once do no harm: one of them is told [`Error::Stale`].
pub async fn step(app: &App, id: BatchId) -> Result<Progress> {
    let batch = event_batch::load(&mut app.db.read().await?, id).await?;
    let batch = batch.ok_or(Error::NotFound)?;
    match batch.state {
        State::Releasing => forward(app, batch).await,
        State::Undoing => backward(app, batch).await,
        State::Staging
        | State::Staged
        | State::Approved
        | State::Released
        | State::UndoAsked
        | State::Undone
        | State::Withdrawn => Ok(Progress {
            done: batch.events,
            of: batch.events,
            finished: true,
        }),
    }
}

/// Places of events whose subjects have no account and are not in the register. Asked before the
/// transaction begins. Where the register is not asked any more now, only the events before stay: they are done, so
/// that a chunk of many strangers comes to its end.
async fn unlisted(app: &App, batch: &Batch, items: &mut Vec<Item>) -> Result<HashSet<i64>> {
    let mut unlisted = HashSet::new();
    for at in 0..items.len() {
        let Some(item) = items.get(at).filter(|item| item.account.is_none()) else {
            continue;
        };
        match listed(app, batch.teller, &item.told).await {
            Ok(true) => {}
            Ok(false) => {
                unlisted.insert(item.place);
            }
            Err(Error::Busy { .. }) if at > 0 => {
                items.truncate(at);
                break;
            }
            Err(other) => return Err(other),
        }
    }
    Ok(unlisted)
}

/// Holds the accounts of a chunk until it is done, each in the same order: what is judged stays as it is
/// read, whatever other doors do meanwhile.
pub(super) async fn hold_rows(
    tx: &mut Tx,
    subjects: impl Iterator<Item = SubjectId> + Send,
) -> Result<()> {
    let subjects: BTreeSet<SubjectId> = subjects.collect();
    for subject in subjects {
        account::hold_row(tx, subject).await?;
    }
    Ok(())
}

async fn forward(app: &App, mut batch: Batch) -> Result<Progress> {
    let cx = app.acting(
        Actor::Register(batch.teller.as_str()),
        Purpose::RegisterUpdate,
    );
    let of = (batch.id, batch.teller);
    let after = batch.done;
    let mut items = event_item::chunk(&mut app.db.scan().await?, of, after, CHUNK).await?;
    let unlisted = unlisted(app, &batch, &mut items).await?;
    let length = i64::try_from(items.len()).unwrap_or(CHUNK);
    batch.done = items.last().map_or(batch.events, |item| item.place);
    if batch.done >= batch.events {
        batch.state = State::Released;
        batch.finished = Some(cx.now);
    }
    let mut tx = app.db.begin().await?;
    event_batch::advance(&mut tx, &batch).await?;
    let subjects = items.iter().filter_map(|item| Some(item.account?.0));
    hold_rows(&mut tx, subjects).await?;
    let items = event_item::chunk(&mut tx, of, after, length).await?;
    let work = Work {
        batch: batch.id,
        teller: batch.teller,
        items: &items,
        unlisted: &unlisted,
    };
    let (_, mut entries) = carry(&mut tx, app, &cx, &work).await?;
    if batch.state == State::Released {
        let outcomes = event_batch::outcomes(&mut tx, batch.id).await?;
        let counts: Vec<_> = outcomes.iter().map(|(o, n)| (o.as_str(), n)).collect();
        let detail = serde_json::json!({ "batch": batch.id, "register": batch.teller.as_str(), "outcomes": counts });
        entries.push(entry_with(
            app,
            &cx,
            Event::EventsCarriedOut,
            NOBODY,
            detail,
        ));
    }
    tx.commit(entries).await?;
    Ok(Progress {
        done: batch.done,
        of: batch.events,
        finished: batch.state == State::Released,
    })
}

async fn backward(app: &App, mut batch: Batch) -> Result<Progress> {
    let cx = app.acting(Actor::System, Purpose::RegisterUpdate);
    let (of, until) = ((batch.id, batch.teller), batch.done);
    let past = event_item::past(&mut app.db.scan().await?, of, until, CHUNK).await?;
    let next = past.last().map_or(0, |past| past.place - 1);
    batch.done = next;
    if next <= 0 {
        batch.state = State::Undone;
        batch.finished = Some(cx.now);
    }
    let mut tx = app.db.begin().await?;
    event_batch::advance(&mut tx, &batch).await?;
    hold_rows(&mut tx, past.iter().filter_map(|past| past.done.subject)).await?;
    let past = event_item::past(&mut tx, of, until, CHUNK).await?;
    let mut entries = take_back(&mut tx, app, &cx, (&batch, &past)).await?;
    if batch.state == State::Undone {
        let detail = serde_json::json!({ "batch": batch.id, "register": batch.teller.as_str(), "events": batch.events });
        entries.push(entry_with(app, &cx, Event::EventsUndone, NOBODY, detail));
    }
    tx.commit(entries).await?;
    Ok(Progress {
        done: batch.events - batch.done,
        of: batch.events,
        finished: batch.state == State::Undone,
    })
}

//! Job `subscriber-judging`: holds a batch's file against the register, and draws the sample. It may take hours; a
//! killed run goes on where its journal is.

use std::ops::ControlFlow;

use domain::actor::Purpose;
use domain::cleaning::batch::{NONE, State, judge as may};
use domain::event::Event;
use domain::ids::SubscriberBatchId;
use jiff::SignedDuration;
use store::audit::NOBODY;
use store::cleaning::batch::{self, Batch, Done, Failure};
use store::cleaning::sample::Drawn;
use store::cleaning::{grant, sample};
use store::job::{self, Job};
use store::{Audit, Tx};
use tokio::sync::watch;

use super::begin::Options;
use super::files::{Files, blocking};
use crate::cleaning::folder::{Folder, SUMMARY};
use crate::cleaning::{
    BLOCK, CHECKPOINT, Clean, CleanError, Correct, Draw, FileError, Progress, Report, clean,
};
use crate::jobs::{Finished, payload, postpone};
use crate::{App, Cx, Error, Result, entry_with};

/// Kind of the job.
pub const JUDGE: &str = "subscriber-judging";
/// How long a run has the job before it says that it lives; after a kill nobody takes it up earlier. Reading the
/// register tells nothing meanwhile.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_mins(15);
/// How often it says so at least: a third of that.
const BEAT: std::time::Duration = std::time::Duration::from_mins(5);
/// How often a run tells how far it is.
const TELL: SignedDuration = SignedDuration::from_secs(2);

/// Runs the job.
pub(crate) async fn judge(app: &App, cx: &Cx, leased: &Job) -> Result<Finished> {
    let cx = &cx.with_purpose(Purpose::SubscriberCleaning);
    let id: SubscriberBatchId = payload(leased, "batch")?;
    let mut leased = leased.clone();
    let mut tx = app.db.begin().await?;
    let found = batch::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let Ok(state) = may(found.state) else {
        return drop_job(tx, &leased).await;
    };
    let Some(grant) = grant::find(&mut tx, found.client).await? else {
        let failure = told("grant-ended", None, None);
        return fail(tx, app, cx, (found, failure, &leased)).await;
    };
    let begun = Batch {
        state,
        correct: grant.correct,
        done: Done {
            began: Some(cx.now),
            ..Done::default()
        },
        ..found
    };
    batch::save(&mut tx, &begun).await?;
    tx.commit(Audit::Bookkeeping("judging of subscribers begun"))
        .await?;
    let begun = Batch {
        revision: begun.revision + 1,
        ..begun
    };
    let (send, seen) = watch::channel(None);
    let seed = u64::from_be_bytes(app.random());
    let ended = tokio::select! {
        done = run(app, cx, &begun, (seed, send)) => done,
        lost = follow(app, &begun, &mut leased, seen) => Err(lost.into()),
    };
    let done = match ended {
        Ok(report) if report.finished && others(&report, &begun) => {
            let tx = app.db.begin().await?;
            let failure = told("changed", None, None);
            fail_now(tx, app, cx, (id, failure, &leased)).await
        }
        Ok(report) if report.finished => finish(app, id, (report, seed), &leased).await,
        Ok(_) => Ok(Finished::Later),
        Err(CleanError::App(error)) => Err(error),
        Err(CleanError::File(error)) => match error.told() {
            Some((code, field, line)) => {
                let tx = app.db.begin().await?;
                fail_now(tx, app, cx, (id, told(code, field, line), &leased)).await
            }
            None => Err(Error::Internal(error.to_string())),
        },
    };
    close(app, &leased, done).await
}

/// Tries again later with the lease as it is by now: whoever called knows the first alone.
async fn close(app: &App, leased: &Job, done: Result<Finished>) -> Result<Finished> {
    match done {
        Ok(Finished::Done | Finished::Never) => Ok(Finished::Done),
        Err(Error::Stale) => Err(Error::Stale),
        later => {
            if let Err(error) = later {
                tracing::warn!(job = %leased.id, tries = leased.tries, %error, "judging failed; it goes on");
            }
            postpone(app, &app.system(), leased, false).await?;
            Ok(Finished::Done)
        }
    }
}

/// Whether other bytes were judged than the telecom stated; of a file without rows nothing was.
fn others(report: &Report, begun: &Batch) -> bool {
    !report.digest.is_empty() && report.digest != begun.digest
}

async fn drop_job(mut tx: Tx, leased: &Job) -> Result<Finished> {
    job::done(&mut tx, leased).await?;
    tx.commit(Audit::Bookkeeping("nothing to judge")).await?;
    Ok(Finished::Done)
}

async fn run(
    app: &App,
    cx: &Cx,
    begun: &Batch,
    (seed, send): (u64, watch::Sender<Option<Progress>>),
) -> std::result::Result<Report, CleanError> {
    let files = Files::of(app, begun.id);
    let place = files.clone();
    match blocking(move || place.digest()).await? {
        None => return Err(FileError::Lost.into()),
        Some(digest) if digest != begun.digest => return Err(FileError::Digest.into()),
        Some(_) => {}
    }
    let place = files.clone();
    let cleared = tokio::task::spawn_blocking(move || unfinished(&place)).await;
    cleared.map_err(|e| Error::Internal(e.to_string()))??;
    let options: Options = serde_json::from_str(&begun.options)
        .map_err(|_| Error::Internal("options of a subscriber batch".into()))?;
    let (upload, results) = (files.upload(), files.results());
    let columns = options.columns();
    let command = Clean {
        file: &upload,
        folder: Some(&results),
        columns: &columns,
        encoding: options.encoding(),
        correct: Correct::read(&begun.correct),
        block: BLOCK,
        checkpoint: CHECKPOINT,
        sample: Some(Draw {
            each: app.config.cleaning.sample,
            seed,
            batch: begun.id,
            client: begun.client,
        }),
        progress: &mut |progress| {
            send.send_replace(Some(progress));
            ControlFlow::Continue(())
        },
    };
    clean(app, cx, command).await
}

/// A run that was killed between its entry in the audit log and ours left results without a sample: they are made
/// anew. Only while nobody else holds the folder.
fn unfinished(files: &Files) -> std::result::Result<(), FileError> {
    let folder = Folder::open(&files.results())?;
    let finished = folder.journal().is_some_and(|journal| journal.finished);
    if finished || files.results().join(SUMMARY).exists() {
        folder.empty()?;
    }
    Ok(())
}

/// Tells how far the run is, and keeps its lease by the clock, whatever the run does just then; ends only where
/// another run has the job or the batch is judged no more.
async fn follow(
    app: &App,
    begun: &Batch,
    leased: &mut Job,
    mut seen: watch::Receiver<Option<Progress>>,
) -> Error {
    let (mut last, mut open, mut done) = (app.clock.now(), true, begun.done);
    let mut beat = tokio::time::interval(BEAT);
    loop {
        tokio::select! {
            changed = seen.changed(), if open => {
                open = changed.is_ok();
                let (now, progress) = (app.clock.now(), *seen.borrow_and_update());
                let Some(progress) = progress.filter(|_| now >= last + TELL) else {
                    continue;
                };
                last = now;
                done = Done {
                    bytes: i64::try_from(progress.bytes).unwrap_or(i64::MAX),
                    rows: i64::try_from(progress.rows).unwrap_or(i64::MAX),
                    told: Some(now),
                    ..begun.done
                };
            }
            _ = beat.tick() => {}
        }
        match tell(app, begun.id, &done, leased).await {
            Err(Error::Stale) => return Error::Stale,
            Err(error) => tracing::warn!(%error, "judging could not tell how far it is"),
            Ok(()) => {}
        }
    }
}

async fn tell(app: &App, id: SubscriberBatchId, done: &Done, leased: &mut Job) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let kept = if leased.lease < now + LEASE * 2 / 3 {
        Some(job::renew(&mut tx, leased, now + LEASE).await?)
    } else {
        None
    };
    batch::tell(&mut tx, id, done).await?;
    tx.commit(Audit::Bookkeeping("subscribers judged so far"))
        .await?;
    if let Some(kept) = kept {
        *leased = kept;
    }
    Ok(())
}

/// Counts and sample are there; the entry of the judging was written with the results.
async fn finish(
    app: &App,
    id: SubscriberBatchId,
    (mut report, seed): (Report, u64),
    leased: &Job,
) -> Result<Finished> {
    let mut tx = app.db.begin().await?;
    let found = batch::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if found.state != State::Judging {
        return drop_job(tx, leased).await;
    }
    job::done(&mut tx, leased).await?;
    if report.sample.is_empty() {
        report.sample.push(nobody());
    }
    let counts = serde_json::to_string(&report.counts);
    let judged = Batch {
        state: State::Judged,
        counts: Some(counts.map_err(|e| Error::Internal(e.to_string()))?),
        seed: Some(i64::from_ne_bytes(seed.to_ne_bytes())),
        done: Done {
            bytes: found.length,
            rows: i64::try_from(report.counts.rows).unwrap_or(i64::MAX),
            told: Some(app.clock.now()),
            ..found.done
        },
        ..found
    };
    batch::save(&mut tx, &judged).await?;
    sample::insert(&mut tx, id, &report.sample).await?;
    tx.commit(Audit::Bookkeeping("subscribers judged")).await?;
    // Nothing reads it any more. What cannot be deleted now is deleted with the results.
    let files = Files::of(app, id);
    log(blocking(move || files.drop_upload()).await);
    Ok(Finished::Done)
}

/// Where no verdict speaks of one person, an officer sees that.
fn nobody() -> Drawn {
    Drawn {
        verdict: NONE.to_owned(),
        why: String::new(),
        stated: Default::default(),
        person: None,
    }
}

fn log(deleted: Result<()>) {
    if let Err(error) = deleted {
        tracing::warn!(%error, "files of a subscriber batch stay until their time is over");
    }
}

fn told(code: &str, field: Option<&str>, line: Option<u64>) -> Failure {
    Failure {
        code: code.to_owned(),
        field: field.map(str::to_owned),
        line: line.and_then(|line| i64::try_from(line).ok()),
    }
}

async fn fail_now(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (id, failure, leased): (SubscriberBatchId, Failure, &Job),
) -> Result<Finished> {
    let found = batch::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    fail(tx, app, cx, (found, failure, leased)).await
}

/// The file cannot be judged: the reason is kept, the file is not.
async fn fail(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (found, failure, leased): (Batch, Failure, &Job),
) -> Result<Finished> {
    if may(found.state).is_err() {
        return drop_job(tx, leased).await;
    }
    job::done(&mut tx, leased).await?;
    let files = Files::of(app, found.id);
    let cx = &Cx {
        now: app.clock.now(),
        ..cx.clone()
    };
    let detail = serde_json::json!({
        "rule": "R50-2",
        "batch": found.id,
        "client": found.client,
        "reason": failure.code,
        "line": failure.line,
    });
    let failed = Batch {
        state: State::Failed,
        failure: Some(failure),
        gone: true,
        ..found
    };
    batch::save(&mut tx, &failed).await?;
    let entry = entry_with(app, cx, Event::SubscribersFailed, NOBODY, detail);
    tx.commit(entry).await?;
    // Behind the commit: a run that lost its job deletes nothing under the one that has it.
    log(blocking(move || files.drop_all()).await);
    Ok(Finished::Done)
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Self::Internal(error.to_string())
    }
}

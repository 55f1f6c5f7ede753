//! The worker's loop body: leases due jobs and hands each to its use case.

use std::collections::BTreeMap;
use std::str::FromStr;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use store::job::{self, Job};
use store::{Audit, Tx};

use crate::cleaning::batches;
use crate::counter::{alike, proofing};
use crate::{
    App, Cx, Error, Result, calls, cases, documents, events, holds, lost_phone, notify,
    organisations, registration, relying_parties, visits,
};

/// What became of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finished {
    /// Done; its handler removed it, or set its next time, in its own transaction.
    Done,
    /// To be tried again after a pause that grows with each try.
    Later,
    /// Nobody can carry it out; kept for people to look at.
    Never,
}

const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Few at once: the others of a batch wait for a slow gateway.
const AT_ONCE: i64 = 8;

/// Most calls that one run makes one after another: five seconds each at most, they fit into the half of a lease
/// that a run has at least when it begins ([`keep`]).
pub(crate) const CALLS: usize = 5;

/// Kind of the jobs that call services on addresses of the services' own choosing.
pub const OUTWARD: &str = "party-signal";

/// Which jobs a run takes: neither a service that keeps us waiting nor work that takes hours delays the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Our own work.
    Home,
    /// Calls to services, side by side.
    Outward,
    /// Judging of whole files, one after the other; it renews its lease itself.
    Long,
}

const APART: [&str; 2] = [OUTWARD, batches::JUDGE];

/// Adds a job and wakes the worker when it is there.
pub async fn enqueue(tx: &mut Tx, app: &App, job: &Job) -> Result<()> {
    job::enqueue(tx, job).await?;
    tx.wakes(&app.wake);
    Ok(())
}

/// The same for a job that may be there already (see [`job::ensure`]).
pub(crate) async fn ensure(tx: &mut Tx, app: &App, job: &Job) -> Result<()> {
    job::ensure(tx, job).await?;
    tx.wakes(&app.wake);
    Ok(())
}

/// Reads an identifier out of a job's payload.
pub fn payload<T: FromStr>(job: &Job, name: &str) -> Result<T> {
    job.payload
        .get(name)
        .and_then(serde_json::Value::as_str)
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Error::Internal(format!("job {} has no {name}", job.kind)))
}

/// Takes what is due in a lane, so many at most.
pub async fn take(app: &App, lane: Lane, limit: i64) -> Result<Vec<Job>> {
    let mut tx = app.db.begin().await?;
    let (of, hold) = match lane {
        Lane::Home => (job::Of::AllBut(APART), LEASE),
        Lane::Outward => (job::Of::First(APART), LEASE),
        Lane::Long => (job::Of::Second(APART), batches::LEASE),
    };
    let jobs = job::lease(&mut tx, app.clock.now(), hold, (limit, of)).await?;
    if !jobs.is_empty() {
        tx.commit(Audit::Bookkeeping("lease")).await?;
    }
    Ok(jobs)
}

/// Puts jobs back that were taken and not tried, each until its time; and with them all else that waits for the
/// same service, so that its heap is not taken up and put back piece by piece while others wait.
pub async fn put_back(app: &App, jobs: &[(Job, Timestamp)]) -> Result<()> {
    if jobs.is_empty() {
        return Ok(());
    }
    let now = app.clock.now();
    let busy: BTreeMap<_, _> = jobs
        .iter()
        .map(|(job, due)| (calls::service(job), *due))
        .collect();
    let mut tx = app.db.begin().await?;
    for (client, due) in busy {
        job::rest(&mut tx, (OUTWARD, &client.to_string()), (now, due)).await?;
    }
    for (job, due) in jobs {
        match job::put_back(&mut tx, job, *due).await {
            Ok(()) | Err(store::Error::Stale) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(tx.commit(Audit::Bookkeeping("job put back")).await?)
}

/// Runs what is due in a lane once; gives how many jobs were taken.
pub async fn run_due(app: &App, lane: Lane) -> Result<usize> {
    let limit = if lane == Lane::Long { 1 } else { AT_ONCE };
    let jobs = take(app, lane, limit).await?;
    let taken = jobs.len();
    match lane {
        Lane::Home | Lane::Long => {
            for job in jobs {
                one(app, job).await?;
            }
        }
        Lane::Outward => {
            for done in join_all(jobs.into_iter().map(|job| one(app, job))).await {
                done?;
            }
        }
    }
    Ok(taken)
}

/// Runs a job that was taken; `false`: it must be tried again.
pub async fn one(app: &App, job: Job) -> Result<bool> {
    match run(app, job).await {
        Err(Error::Stale) => {
            tracing::warn!("a job took longer than its lease; another run has it");
            Ok(true)
        }
        done => done,
    }
}

/// Runs one job. [`Error::Stale`] where another run has it by now.
async fn run(app: &App, job: Job) -> Result<bool> {
    let cx = app.system();
    let job = keep(app, &cx, job).await?;
    let dead = match handle(app, &cx, &job).await {
        Ok(Finished::Done) => return Ok(true),
        Ok(Finished::Later) => false,
        Ok(Finished::Never) => true,
        Err(error) => {
            tracing::warn!(job = %job.id, kind = job.kind, tries = job.tries, %error, "job failed");
            false
        }
    };
    postpone(app, &app.system(), &job, dead).await?;
    Ok(false)
}

/// The jobs before it in the batch took their time: with less than half of the lease left it begins
/// with a fresh one.
async fn keep(app: &App, cx: &Cx, job: Job) -> Result<Job> {
    if cx.now + LEASE / 2 < job.lease {
        return Ok(job);
    }
    let mut tx = app.db.begin().await?;
    let job = job::renew(&mut tx, &job, cx.now + LEASE).await?;
    tx.commit(Audit::Bookkeeping("lease renewed")).await?;
    Ok(job)
}

/// Runs until nothing is due: for tests and commands.
pub async fn run_all_due(app: &App) -> Result<usize> {
    let mut total = 0;
    loop {
        let home = run_due(app, Lane::Home).await?;
        match home + run_due(app, Lane::Outward).await? + run_due(app, Lane::Long).await? {
            0 => return Ok(total),
            n => total += n,
        }
    }
}

async fn handle(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    match job.kind.as_str() {
        "deliver" => notify::deliver(app, cx, job).await,
        "registration-check" => registration::check::run(app, cx, job).await,
        "registration-due" => registration::late::run(app, cx, job).await,
        "registration-draft" => registration::forget(app, cx, job).await,
        proofing::KIND => proofing::run(app, cx, job).await,
        crate::activity::retention::KIND => crate::activity::retention::run(app, cx, job).await,
        alike::KIND => alike::run(app, cx, job).await,
        holds::FOLLOW => holds::follow(app, cx, job).await,
        holds::BEGINS => holds::hold_begins(app, cx, job).await,
        holds::EXPIRED => holds::expired(app, cx, job).await,
        organisations::CHECK => organisations::check(app, cx, job).await,
        OUTWARD => relying_parties::signal::run(app, cx, job).await,
        relying_parties::WATCH => relying_parties::watch(app, cx, job).await,
        lost_phone::RIPEN => lost_phone::ripen(app, cx, job).await,
        visits::REMIND => visits::remind(app, cx, job).await,
        visits::NIGHT => visits::night(app, cx, job).await,
        cases::WATCH => cases::watch(app, cx, job).await,
        events::KIND => events::job(app, cx, job).await,
        batches::JUDGE => batches::judge(app, cx, job).await,
        batches::FORGET => batches::forget(app, cx, job).await,
        documents::CHECK => documents::integration_check(app, cx, job).await,
        documents::LATE => documents::integration_late(app, cx, job).await,
        documents::FROM_REGISTRATION => {
            documents::integration_from_registration(app, cx, job).await
        }
        other => {
            tracing::error!(job = %job.id, kind = other, "no handler for this kind of job");
            Ok(Finished::Never)
        }
    }
}

/// Five seconds, doubling to an hour, and hourly from then on: what the law wants done is never given
/// up. Only a job that nobody can carry out is dead.
pub(crate) async fn postpone(app: &App, cx: &Cx, job: &Job, dead: bool) -> Result<()> {
    let doublings = u32::try_from(job.tries.clamp(1, 10) - 1).unwrap_or(0);
    let pause = SignedDuration::from_secs((5_i64 << doublings).min(3600));
    let mut tx = app.db.begin().await?;
    job::again(&mut tx, job, cx.now + pause, dead).await?;
    Ok(tx.commit(Audit::Bookkeeping("postpone")).await?)
}

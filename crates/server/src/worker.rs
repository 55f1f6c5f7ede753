//! The waiting work: due jobs, and places in the audit log's tree.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use app::App;
use app::calls::{Calls, Turn, service};
use app::jobs::Lane;
use domain::ids::ClientId;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;

use crate::stop::{Stop, asked};

const PAUSE: Duration = Duration::from_millis(500);
/// Services are told at once when the act is done here; of an act that another process did, or of another try,
/// within so long.
const OUTWARD_PAUSE: Duration = Duration::from_millis(250);
const SEQUENCE_PAUSE: Duration = Duration::from_millis(200);
const AFTER_FAILURE: Duration = Duration::from_secs(2);

/// Templates of other nodes are in memory before somebody waits for them.
const GALLERY_PAUSE: Duration = Duration::from_secs(5);

/// When the worker last came round.
pub(crate) struct Heartbeat {
    started: Instant,
    last_ms: AtomicU64,
}

impl Heartbeat {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            started: Instant::now(),
            last_ms: AtomicU64::new(0),
        })
    }

    fn beat(&self) {
        let since = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last_ms.store(since, Ordering::Relaxed);
    }

    /// How long ago it was.
    pub(crate) fn age(&self) -> Duration {
        self.started
            .elapsed()
            .saturating_sub(Duration::from_millis(self.last_ms.load(Ordering::Relaxed)))
    }
}

/// The running work.
pub(crate) struct Worker {
    pub(crate) heartbeat: Arc<Heartbeat>,
    loops: Vec<JoinHandle<()>>,
}

impl Worker {
    /// Starts it; it ends, after the job in hand, when the process is asked to stop.
    #[expect(clippy::disallowed_methods, reason = "the worker's supervisor")]
    pub(crate) fn start(app: &App, stop: &Stop) -> Self {
        let heartbeat = Heartbeat::new();
        let jobs = tokio::spawn(home(app.clone(), heartbeat.clone(), stop.clone()));
        let outward = tokio::spawn(outward(app.clone(), stop.clone()));
        let sequence = tokio::spawn(sequence(app.clone(), stop.clone()));
        let long = tokio::spawn(long(app.clone(), stop.clone()));
        Self {
            heartbeat,
            loops: vec![jobs, outward, sequence, long],
        }
    }

    /// Waits for its end.
    pub(crate) async fn finish(self) {
        for task in self.loops {
            task.await.ok();
        }
    }
}

async fn home(app: App, heartbeat: Arc<Heartbeat>, stop: Stop) {
    if let Err(error) = app::activity::retention::schedule(&app, &app.system()).await {
        tracing::error!(%error, "the keeping of history could not be scheduled");
    }
    if let Err(error) = app::counter::alike::schedule(&app, &app.system()).await {
        tracing::error!(%error, "the making of face templates could not be scheduled");
    }
    if let Err(error) = app::visits::schedule(&app, &app.system()).await {
        tracing::error!(%error, "the end of the counters' days could not be scheduled");
    }
    jobs(&app, &stop, &heartbeat).await;
}

/// D59-3.1: reads the templates of faces into memory, then what is added, on each node that serves people.
pub(crate) async fn gallery(app: App, stop: Stop) {
    while app.faces.is_some() && !*stop.borrow() {
        let inner = app.clone();
        let pause = match one_turn(async move { app::counter::alike::follow(&inner).await }).await {
            Some(0) => GALLERY_PAUSE,
            Some(_) => continue,
            None => AFTER_FAILURE,
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = asked(stop.clone()) => {}
        }
    }
}

/// A loop of its own: services that keep us waiting hold up nothing of ours, nor one another. Calls under way
/// are waited for at the end.
async fn outward(app: App, stop: Stop) {
    let mut calls = Calls::default();
    let mut running: JoinSet<(ClientId, bool)> = JoinSet::new();
    while !*stop.borrow() {
        let pause = match begin(&app, &mut calls, &mut running).await {
            Ok(true) => continue,
            Ok(false) => OUTWARD_PAUSE,
            Err(error) => {
                tracing::error!(%error, "calls to services could not be taken up");
                AFTER_FAILURE
            }
        };
        tokio::select! {
            Some(Ok((client, taken))) = running.join_next() => {
                calls.ended(client, taken, app.clock.now());
            }
            () = app.wake.notified() => {}
            () = tokio::time::sleep(pause) => {}
            () = asked(stop.clone()) => {}
        }
    }
    while running.join_next().await.is_some() {}
}

/// A loop of its own for work that takes hours. It is not waited for at the end: it goes on where its journal is.
async fn long(app: App, stop: Stop) {
    while !*stop.borrow() {
        let mut turn = JoinSet::new();
        let inner = app.clone();
        turn.spawn(async move { app::jobs::run_due(&inner, Lane::Long).await });
        let pause = tokio::select! {
            done = turn.join_next() => match done {
                Some(Ok(Ok(0))) => PAUSE,
                Some(Ok(Ok(_))) => continue,
                failed => {
                    tracing::error!(?failed, "long work failed; it goes on");
                    AFTER_FAILURE
                }
            },
            () = asked(stop.clone()) => return,
        };
        tokio::select! {
            () = app.wake.notified() => {}
            () = tokio::time::sleep(pause) => {}
            () = asked(stop.clone()) => {}
        }
    }
}

/// Begins what is due and may begin; `true` where there may be more.
async fn begin(
    app: &App,
    calls: &mut Calls,
    running: &mut JoinSet<(ClientId, bool)>,
) -> app::Result<bool> {
    let room = calls.room();
    if room == 0 {
        return Ok(false);
    }
    let limit = i64::try_from(room).unwrap_or(1);
    let jobs = app::jobs::take(app, Lane::Outward, limit).await?;
    let full = jobs.len() >= room;
    let (now, mut back) = (app.clock.now(), Vec::new());
    for job in jobs {
        let client = service(&job);
        match calls.begin(client, now) {
            Turn::Later(due) => back.push((job, due)),
            Turn::Now => {
                let inner = app.clone();
                let turn = async move { app::jobs::one(&inner, job).await.map(usize::from) };
                running.spawn(async move { (client, one_turn(turn).await == Some(1)) });
            }
        }
    }
    app::jobs::put_back(app, &back).await?;
    Ok(full)
}

async fn jobs(app: &App, stop: &Stop, heartbeat: &Heartbeat) {
    while !*stop.borrow() {
        heartbeat.beat();
        let inner = app.clone();
        let turn = async move { app::jobs::run_due(&inner, Lane::Home).await };
        let pause = match one_turn(turn).await {
            Some(0) => PAUSE,
            Some(_) => continue,
            None => AFTER_FAILURE,
        };
        tokio::select! {
            () = app.wake.notified() => {}
            () = tokio::time::sleep(pause) => {}
            () = asked(stop.clone()) => {}
        }
    }
}

async fn sequence(app: App, stop: Stop) {
    loop {
        let inner = app.clone();
        let done = one_turn(async move { app::audit_log::sequence(&inner).await }).await;
        if *stop.borrow() && done.is_none_or(|n| n == 0) {
            return;
        }
        let pause = if done.is_some() {
            SEQUENCE_PAUSE
        } else {
            AFTER_FAILURE
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = asked(stop.clone()), if !*stop.borrow() => {}
        }
    }
}

/// One turn in a task of its own: a defect in one job must not end the worker.
async fn one_turn(
    turn: impl Future<Output = app::Result<usize>> + Send + 'static,
) -> Option<usize> {
    #[expect(clippy::disallowed_methods, reason = "the worker's supervisor")]
    match tokio::spawn(turn).await {
        Ok(Ok(count)) => Some(count),
        Ok(Err(error)) => {
            tracing::error!(%error, "the worker failed; it goes on");
            None
        }
        Err(error) => {
            tracing::error!(%error, "the worker broke; it goes on");
            None
        }
    }
}

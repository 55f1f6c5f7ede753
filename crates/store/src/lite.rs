//! The single writer of SQLite, with group commit.
//!
//! Every use case runs inside a savepoint of one shared transaction. Whoever finishes while others
//! wait leaves the commit to the committer, whose turn in the queue comes after those who waited: one
//! `fdatasync` then serves them all, and each is answered only after it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::SqliteConnection;
use tokio::sync::{Mutex, Notify, OwnedMutexGuard, oneshot};

use crate::{Error, Result};

pub(crate) struct Slot {
    conn: SqliteConnection,
    /// `BEGIN IMMEDIATE` was sent and not yet ended.
    open: bool,
    /// A savepoint whose owner may have gone away: rolled back by whoever comes next.
    unfinished: bool,
    /// A statement was sent and its answer not seen, because its owner went away: nobody knows where
    /// the transaction stands, so whoever comes next takes all of it back.
    in_doubt: bool,
    waiting_for_commit: Vec<oneshot::Sender<bool>>,
}

pub(crate) struct Writer {
    slot: Arc<Mutex<Slot>>,
    queue: Arc<AtomicUsize>,
    committer: Arc<Notify>,
}

/// One use case's part of the shared transaction. Dropped without commit, it leaves no trace.
pub(crate) struct LiteTx {
    guard: OwnedMutexGuard<Slot>,
    queue: Arc<AtomicUsize>,
    committer: Arc<Notify>,
}

struct InQueue(Arc<AtomicUsize>);

impl Drop for InQueue {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

async fn run(conn: &mut SqliteConnection, sql: &'static str) -> Result<()> {
    sqlx::query(sql).execute(conn).await?;
    Ok(())
}

impl Slot {
    /// Runs one statement of the transaction's frame.
    async fn step(&mut self, sql: &'static str) -> Result<()> {
        self.in_doubt = true;
        run(&mut self.conn, sql).await?;
        self.in_doubt = false;
        Ok(())
    }

    /// Nothing that was not answered is kept; those who wait are told that their commit failed.
    async fn clear_doubt(&mut self) {
        if self.in_doubt {
            run(&mut self.conn, "ROLLBACK").await.ok();
            (self.open, self.unfinished, self.in_doubt) = (false, false, false);
            self.answer(false);
        }
    }

    fn answer(&mut self, kept: bool) {
        for waiter in self.waiting_for_commit.drain(..) {
            waiter.send(kept).ok();
        }
    }

    /// Takes back what an owner left unfinished, then makes the finished part durable.
    async fn settle(&mut self) -> Result<()> {
        self.forget_unfinished().await?;
        if !self.open {
            return Ok(());
        }
        let committed = self.step("COMMIT").await;
        match &committed {
            Ok(()) => {
                self.open = false;
                self.answer(true);
            }
            Err(_) => self.clear_doubt().await,
        }
        committed
    }

    async fn forget_unfinished(&mut self) -> Result<()> {
        self.clear_doubt().await;
        if self.unfinished {
            self.step("ROLLBACK TO use_case").await?;
            self.step("RELEASE use_case").await?;
            self.unfinished = false;
        }
        Ok(())
    }
}

impl Writer {
    pub(crate) fn new(conn: SqliteConnection) -> Self {
        let slot = Slot {
            conn,
            open: false,
            unfinished: false,
            in_doubt: false,
            waiting_for_commit: Vec::new(),
        };
        let writer = Self {
            slot: Arc::new(Mutex::new(slot)),
            queue: Arc::new(AtomicUsize::new(0)),
            committer: Arc::new(Notify::new()),
        };
        let (slot, wake) = (Arc::downgrade(&writer.slot), writer.committer.clone());
        #[expect(
            clippy::disallowed_methods,
            reason = "the one committer of the one writer"
        )]
        tokio::spawn(async move {
            loop {
                wake.notified().await;
                let Some(slot) = slot.upgrade() else { return };
                if let Err(error) = slot.lock().await.settle().await {
                    tracing::error!(%error, "group commit failed");
                }
            }
        });
        writer
    }

    pub(crate) async fn begin(&self) -> Result<LiteTx> {
        self.queue.fetch_add(1, Ordering::AcqRel);
        let in_queue = InQueue(self.queue.clone());
        let mut guard = self.slot.clone().lock_owned().await;
        drop(in_queue);
        guard.forget_unfinished().await?;
        if !guard.open {
            guard.step("BEGIN IMMEDIATE").await?;
            guard.open = true;
        }
        guard.step("SAVEPOINT use_case").await?;
        guard.unfinished = true;
        Ok(LiteTx {
            guard,
            queue: self.queue.clone(),
            committer: self.committer.clone(),
        })
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.committer.notify_one();
    }
}

impl LiteTx {
    pub(crate) fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.guard.conn
    }

    pub(crate) async fn commit(mut self) -> Result<()> {
        self.guard.step("RELEASE use_case").await?;
        self.guard.unfinished = false;
        if self.queue.load(Ordering::Acquire) == 0 {
            return self.guard.settle().await;
        }
        let (done, answer) = oneshot::channel();
        self.guard.waiting_for_commit.push(done);
        self.committer.notify_one();
        drop(self);
        if answer.await.unwrap_or(false) {
            Ok(())
        } else {
            Err(Error::CommitFailed)
        }
    }
}

impl Drop for LiteTx {
    fn drop(&mut self) {
        if self.guard.unfinished || self.guard.in_doubt {
            self.committer.notify_one();
        }
    }
}

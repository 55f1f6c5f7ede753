//! The single writer of SQLite, with group commit.
//!
//! Every use case runs inside a savepoint of one shared transaction, on its own thread: a statement
//! takes microseconds. Whoever finishes leaves the commit to the committer, whose turn in the queue
//! comes after those who waited: one `fdatasync` then serves them all, and each is answered only after
//! it.

use std::sync::Arc;

use tokio::sync::{Mutex, Notify, OwnedMutexGuard, oneshot};

use crate::local::Local;
use crate::{Error, Result};

pub(crate) struct Slot {
    /// Framed while there is a savepoint whose owner may have gone away: rolled back by whoever comes next.
    conn: Local,
    waiting_for_commit: Vec<oneshot::Sender<bool>>,
}

pub(crate) struct Writer {
    slot: Arc<Mutex<Slot>>,
    committer: Arc<Notify>,
}

/// One use case's part of the shared transaction. Dropped without commit, it leaves no trace.
pub(crate) struct LiteTx {
    guard: OwnedMutexGuard<Slot>,
    committer: Arc<Notify>,
}

/// Work that waits for the disk or another process, on a thread for that. It ends and gives the slot
/// back even where its owner goes away meanwhile.
async fn aside(
    mut guard: OwnedMutexGuard<Slot>,
    work: fn(&mut Slot) -> Result<()>,
) -> Result<OwnedMutexGuard<Slot>> {
    let done = tokio::task::spawn_blocking(move || {
        let done = work(&mut guard);
        (guard, done)
    });
    let (guard, done) = done.await.map_err(|_| Error::CommitFailed)?;
    done.map(|()| guard)
}

impl Slot {
    fn answer(&mut self, kept: bool) {
        for waiter in self.waiting_for_commit.drain(..) {
            waiter.send(kept).ok();
        }
    }

    /// Takes back what an owner left unfinished, then makes the finished part durable. Nothing of a
    /// commit that failed is kept, and those who wait are told.
    fn settle(&mut self) -> Result<()> {
        self.forget_unfinished();
        if !self.conn.in_transaction() {
            self.answer(false);
            return Ok(());
        }
        let committed = self.conn.step("COMMIT", true);
        if committed.is_err() {
            self.conn.step("ROLLBACK", true).ok();
        }
        self.answer(committed.is_ok());
        committed
    }

    fn forget_unfinished(&mut self) {
        if !std::mem::take(&mut self.conn.framed) {
            return;
        }
        // SQLite itself took back the whole transaction where it could not go on, such as on a full disk.
        let back = self.conn.in_transaction()
            && self.conn.step("ROLLBACK TO use_case", true).is_ok()
            && self.conn.step("RELEASE use_case", true).is_ok();
        if !back {
            self.conn.step("ROLLBACK", true).ok();
            self.answer(false);
        }
    }

    fn begin(&mut self) -> Result<()> {
        self.conn.step("BEGIN IMMEDIATE", true)
    }
}

impl Writer {
    pub(crate) fn new(conn: Local) -> Self {
        let slot = Slot {
            conn,
            waiting_for_commit: Vec::new(),
        };
        let writer = Self {
            slot: Arc::new(Mutex::new(slot)),
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
                let guard = slot.lock_owned().await;
                if let Err(error) = aside(guard, Slot::settle).await {
                    tracing::error!(%error, "group commit failed");
                }
            }
        });
        writer
    }

    pub(crate) async fn begin(&self) -> Result<LiteTx> {
        let mut guard = self.slot.clone().lock_owned().await;
        guard.forget_unfinished();
        // Nobody waits for another process on a thread that answers requests.
        if !guard.conn.in_transaction() && guard.conn.step("BEGIN IMMEDIATE", false).is_err() {
            // Whoever goes away while it waits leaves a lock that the committer gives back.
            self.committer.notify_one();
            guard = aside(guard, Slot::begin).await?;
        }
        if let Err(failed) = guard.conn.step("SAVEPOINT use_case", true) {
            self.committer.notify_one();
            return Err(failed);
        }
        guard.conn.framed = true;
        Ok(LiteTx {
            guard,
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
    pub(crate) fn conn(&mut self) -> &mut Local {
        &mut self.guard.conn
    }

    pub(crate) async fn commit(mut self) -> Result<()> {
        self.guard.conn.step("RELEASE use_case", true)?;
        self.guard.conn.framed = false;
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
        if self.guard.conn.framed {
            self.committer.notify_one();
        }
    }
}

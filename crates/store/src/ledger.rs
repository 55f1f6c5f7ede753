//! Acts of clients alone, kept together: those that come while one commit is under way share the next one.
//! Each is answered after the commit that holds it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::ids::ClientId;
use jiff::civil::Date;
use tokio::sync::oneshot;

use crate::audit::Entry;
use crate::relying_party::client;
use crate::relying_party::usage::{self, Use};
use crate::{Db, Error, Result};

/// What an act leaves: an entry and a use, if the client is still registered as it was judged by.
#[derive(Debug, Clone)]
pub struct Line {
    /// Who acted.
    pub client: ClientId,
    /// The registration that the act was judged by.
    pub revision: i64,
    /// What is counted (D59-31.2).
    pub of: Use,
    /// On which day.
    pub day: Date,
    /// A random byte, to spread the counters' rows.
    pub chance: u8,
    /// For the audit log (I4).
    pub entry: Entry,
}

/// So many acts share a commit at most.
const TOGETHER: usize = 256;

/// So many wait at most: whoever comes then is told at once.
const MOST: usize = 4096;

type Waiting = (Line, oneshot::Sender<bool>);

#[derive(Default)]
struct State {
    waiting: Vec<Waiting>,
    writing: bool,
}

/// Who waits for the next commit.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<State>);

impl Ledger {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next to be written; none ends the writing.
    fn next(&self) -> Vec<Waiting> {
        let mut state = self.state();
        let many = state.waiting.len().min(TOGETHER);
        state.writing = many > 0;
        state.waiting.drain(..many).collect()
    }
}

/// Whoever writes. Where it ends before its time, those who wait are told by the end of their channels, and the next
/// to come begins anew.
struct Turn<'a>(&'a Ledger);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            *self.0.state() = State::default();
        }
    }
}

impl Db {
    /// Keeps the line durably; `false`, and nothing is kept, where the client's registration is another by now.
    pub async fn record(&self, line: Line) -> Result<bool> {
        let (done, answer) = oneshot::channel();
        let first = {
            let mut state = self.ledger.state();
            if state.waiting.len() >= MOST {
                return Err(Error::CommitFailed);
            }
            state.waiting.push((line, done));
            !std::mem::replace(&mut state.writing, true)
        };
        if first {
            let db = self.clone();
            #[expect(
                clippy::disallowed_methods,
                reason = "whoever began the writing may go away; the others wait for it"
            )]
            tokio::spawn(async move {
                let turn = Turn(&db.ledger);
                loop {
                    let batch = turn.0.next();
                    if batch.is_empty() {
                        return;
                    }
                    db.write_down(batch).await;
                }
            });
        }
        answer.await.map_err(|_| Error::CommitFailed)
    }

    /// Whoever waits in vain is told by the end of his channel.
    async fn write_down(&self, batch: Vec<Waiting>) {
        let (lines, waiting): (Vec<Line>, Vec<_>) = batch.into_iter().unzip();
        match self.commit_lines(lines).await {
            Ok(kept) => {
                for (kept, waiting) in kept.into_iter().zip(waiting) {
                    waiting.send(kept).ok();
                }
            }
            Err(error) => tracing::error!(%error, "acts of clients were not kept"),
        }
    }

    async fn commit_lines(&self, lines: Vec<Line>) -> Result<Vec<bool>> {
        let mut tx = self.begin().await?;
        let mut revisions = BTreeMap::new();
        let mut uses = BTreeMap::new();
        let mut entries = Vec::with_capacity(lines.len());
        let mut kept = Vec::with_capacity(lines.len());
        for line in lines {
            let revision = match revisions.get(&line.client) {
                Some(known) => *known,
                None => {
                    let now = client::revision(&mut tx, line.client).await?;
                    revisions.insert(line.client, now);
                    now
                }
            };
            let stands = revision == Some(line.revision);
            kept.push(stands);
            if stands {
                let same = uses.entry((line.client, line.day, line.of));
                same.or_insert((line.chance, 0)).1 += 1;
                entries.push(line.entry);
            }
        }
        for ((client, day, of), (chance, many)) in uses {
            usage::count(&mut tx, client, day, of, (chance, many)).await?;
        }
        tx.commit(entries).await?;
        Ok(kept)
    }
}

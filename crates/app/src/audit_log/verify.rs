//! Proves the log: every entry hashes to its leaf, every leaf stands in the tree, every checkpoint is
//! signed and is a prefix of the next.

use std::collections::VecDeque;

use store::{Source, log};
use tlog_tiles::Hash;

use super::tree::{Frontier, open};
use crate::{App, Result};

/// What is wrong with the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// An entry was changed after it was written.
    Changed {
        /// Its place.
        seq: i64,
    },
    /// An entry is missing.
    Missing {
        /// The place that is empty.
        seq: i64,
    },
    /// A checkpoint is not signed by this log's key.
    Unsigned {
        /// Size it claims.
        size: i64,
    },
    /// A checkpoint does not fit the entries.
    Contradicts {
        /// Size it claims.
        size: i64,
    },
}

/// Result of a verification.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Entries read.
    pub entries: u64,
    /// Entries whose particulars were dropped after five years (D59-21.2); their leaf still counts.
    pub expired: u64,
    /// Checkpoints checked.
    pub checkpoints: u64,
    /// Everything that is wrong.
    pub findings: Vec<Finding>,
}

const PAGE: i64 = 2000;

struct Checkpoints {
    queue: VecDeque<(i64, String)>,
    last: i64,
}

impl Checkpoints {
    async fn next_size(&mut self, source: &mut impl Source) -> Result<Option<i64>> {
        if self.queue.is_empty() {
            self.queue
                .extend(log::checkpoints(source, self.last, PAGE).await?);
        }
        Ok(self.queue.front().map(|(size, _)| *size))
    }
}

/// Re-reads everything. Flat memory.
pub async fn verify(app: &App) -> Result<Verified> {
    let mut source = app.db.scan().await?;
    let mut result = Verified::default();
    let mut tree = Frontier::empty();
    let mut checkpoints = Checkpoints {
        queue: VecDeque::new(),
        last: 0,
    };
    let mut from = 0;
    loop {
        let page = log::placed(&mut source, from, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for (seq, row) in page {
            if seq != from {
                result.findings.push(Finding::Missing { seq: from });
                return Ok(result);
            }
            from = seq + 1;
            result.entries += 1;
            if row.body.is_empty() {
                result.expired += 1;
            } else if row.leaf != row.leaf_hash() {
                result.findings.push(Finding::Changed { seq });
            }
            tree.append(&row.leaf)?;
            while checkpoints.next_size(&mut source).await? == Some(from) {
                compare(app, &mut checkpoints, tree.root()?, &mut result);
            }
        }
        tree.shrink();
    }
    // What is left claims more entries than there are: the tail was cut off.
    if checkpoints.next_size(&mut source).await?.is_some() {
        result.findings.push(Finding::Missing { seq: from });
    }
    Ok(result)
}

fn compare(app: &App, checkpoints: &mut Checkpoints, root: Hash, result: &mut Verified) {
    let Some((size, note)) = checkpoints.queue.pop_front() else {
        return;
    };
    checkpoints.last = size;
    result.checkpoints += 1;
    match open(app.db.keys(), &note) {
        None => result.findings.push(Finding::Unsigned { size }),
        Some((claimed, hash)) if i64::try_from(claimed) != Ok(size) || hash != root => {
            result.findings.push(Finding::Contradicts { size });
        }
        Some(_) => {}
    }
}

//! Taking a print with the scanner of the officer's desk (D59-14.2.a2): an officer asks, the agent of his computer
//! brings a picture, and it goes the way of one that he hands in himself.

#[cfg(test)]
mod any_bytes;
mod ask;
mod bring;
mod outcome;
mod view;

pub use ask::ask;
pub(super) use bring::fail;
pub use bring::{Brought, bring};
pub use outcome::{DECIDED, FAILURES, Outcome};
pub use view::{Came, Scanning, view, waiting};

use domain::finger::Finger;
use domain::ids::CardJobId;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::card_job::Job;

use crate::Cx;

/// So long before nobody waits any more the agent says that nothing came.
const MARGIN: SignedDuration = SignedDuration::from_secs(5);

/// What was asked.
#[derive(Serialize, Deserialize)]
pub(super) struct Asked {
    finger: Finger,
}

/// What an agent needs to take a print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Which.
    pub id: CardJobId,
    /// Of which finger.
    pub finger: Finger,
    /// For how many seconds it may wait for a picture.
    pub seconds: i64,
    /// When nobody waits for it any more.
    pub expires: Timestamp,
}

/// A scan as its agent gets it.
pub(super) fn work(cx: &Cx, job: &Job, asked: &Asked) -> Work {
    let left = job.expires.duration_since(cx.now) - MARGIN;
    Work {
        id: job.id,
        finger: asked.finger,
        seconds: left.as_secs().max(0),
        expires: job.expires,
    }
}

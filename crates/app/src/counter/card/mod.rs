//! Reading the chip of a citizen card at the counter (D59-14.2.a2): an officer asks, an agent of his unit
//! reads, the server judges. What the agent brings is believed in nothing.

#[cfg(test)]
mod any_bytes;
mod ask;
mod bring;
mod judge;
mod next;
mod outcome;
mod packet;
mod view;

pub(crate) use ask::can;
pub use ask::{Ask, ask};
pub use bring::{Next, bring, fail, prove};
pub use next::{Work, next};
pub use outcome::Outcome;
pub(crate) use packet::judge_packet;
pub use view::{Reading, view, waiting};

use domain::ids::CardJobId;
use domain::registration::State as Standing;
use serde::{Deserialize, Serialize};
use store::Source;
use store::agent::Agent;
use store::card_job::{self, Job, Part, State};
use store::registration::{self, Stored};

use crate::chip_check::Question;
pub use crate::chip_check::{Brought, CHIP_FLAWS, FLAWS, STEPS};
use crate::{Cx, Error, Result};

/// What only the agent and we may know of a reading; sealed at rest, forgotten once it is judged.
#[derive(Serialize, Deserialize)]
pub(crate) struct Asked {
    /// The access number, where it opens the chip.
    can: Option<String>,
    /// Zone and challenge.
    #[serde(flatten)]
    question: Question,
}

domain::redacted_debug!(Asked);

/// Why an agent brings nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failed {
    /// A word of [`FLAWS`].
    pub code: String,
    /// A file or a status of the chip.
    #[serde(default)]
    pub about: Option<String>,
}

/// A reading that its agent may still go on with, what was asked, and the registration it is for.
async fn open_job(
    source: &mut impl Source,
    cx: &Cx,
    agent: &Agent,
    (id, state): (CardJobId, State),
) -> Result<(Job, Asked, Stored)> {
    let job = card_job::of_agent(source, id, agent.id).await?;
    let job = job
        .filter(|j| j.unit == agent.unit)
        .ok_or(Error::NotFound)?;
    if job.state == State::Done {
        return Err(Error::Refused("card-job-over"));
    }
    if job.expires < cx.now {
        return Err(Error::Refused("card-job-expired"));
    }
    if job.state != state {
        return Err(Error::Refused("card-job-over"));
    }
    let asked: Option<Asked> = card_job::part(source, &job, Part::Asked).await?;
    let stored = registration::load(source, job.subject, job.registration).await?;
    let stored = stored
        .filter(|s| s.unit == job.unit)
        .ok_or(Error::NotFound)?;
    if matches!(
        stored.state,
        Standing::Approved { .. } | Standing::Refused { .. }
    ) {
        return Err(Error::Refused("registration-decided"));
    }
    Ok((job, asked.ok_or(Error::NotFound)?, stored))
}

//! What the agent is told of a reading.

use chip::group::Group;
use domain::ids::CardJobId;
use jiff::Timestamp;
use store::card_job::Job;

use super::Asked;
use crate::Result;
use crate::chip_check::GROUPS;
use crate::counter::jobs;

/// What an agent needs for a reading.
#[derive(Clone, PartialEq, Eq)]
pub struct Work {
    /// Which.
    pub id: CardJobId,
    /// Document number, birth and expiry with their check digits: what opens the chip by BAC or PACE.
    pub seed: String,
    /// The access number, where the officer gave one: then it opens the chip.
    pub can: Option<String>,
    /// What the chip has to sign.
    pub challenge: [u8; 8],
    /// The groups to read besides those with its keys.
    pub groups: Vec<u8>,
    /// When nobody waits for it any more.
    pub expires: Timestamp,
}

domain::redacted_debug!(Work);

/// A reading as its agent gets it.
pub(in crate::counter) fn work(job: &Job, asked: Asked) -> Result<jobs::Work> {
    let zone = asked.question.zone()?;
    Ok(jobs::Work::Card(Work {
        id: job.id,
        seed: zone.access_seed(),
        can: asked.can,
        challenge: asked.question.challenge,
        groups: GROUPS.map(Group::number).to_vec(),
        expires: job.expires,
    }))
}

//! The agent asks for work.

use chip::group::Group;
use domain::ids::CardJobId;
use jiff::Timestamp;
use store::Audit;
use store::agent::Agent;
use store::card_job::{self, Part};

use super::Asked;
use crate::chip_check::GROUPS;
use crate::{App, Cx, Error, Result};

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

/// The latest reading that waits for this agent, which has it from now on; again, where it asks again
/// before it brought anything.
pub async fn next(app: &App, cx: &Cx, agent: &Agent) -> Result<Option<Work>> {
    let mut source = app.db.read().await?;
    let waiting = card_job::next(&mut source, agent.id, cx.now).await?;
    drop(source);
    let Some(job) = waiting.filter(|job| job.unit == agent.unit) else {
        return Ok(None);
    };
    let mut tx = app.db.begin().await?;
    let asked: Option<Asked> = card_job::part(&mut tx, &job, Part::Asked).await?;
    let asked = asked.ok_or(Error::Stale)?;
    card_job::take(&mut tx, &job).await?;
    tx.commit(Audit::Bookkeeping("card reading taken")).await?;
    let zone = asked.question.zone()?;
    Ok(Some(Work {
        id: job.id,
        seed: zone.access_seed(),
        can: asked.can,
        challenge: asked.question.challenge,
        groups: GROUPS.map(Group::number).to_vec(),
        expires: job.expires,
    }))
}

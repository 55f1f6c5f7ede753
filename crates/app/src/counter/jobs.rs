//! What agents are asked for, cards and fingers alike: handed out, brought once, or told why not.

use domain::fault::Fault;
use domain::ids::{AgentId, CardJobId};
use domain::registration::State as Standing;
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use store::agent::{self, Abilities, Agent};
use store::card_job::{self, Job, Kind, Part, State};
use store::registration::{self, Stored};
use store::{Audit, Source, Tx};

use super::card::{self, Failed};
use super::scan;
use crate::{App, Cx, Error, Result};

/// More than any unit has.
pub(super) const AGENTS: i64 = 100;

/// What an agent is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// A card.
    Card(card::Work),
    /// A finger.
    Finger(scan::Work),
}

/// What came of what an agent could not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Of a card.
    Card(card::Outcome),
    /// Of a finger.
    Finger(scan::Outcome),
}

/// D59-20.4: the agent of the officer's unit with this identifier, where its computer can do that.
pub(super) async fn chosen(
    tx: &mut Tx,
    stored: &Stored,
    id: &str,
    (able, fault): (fn(Abilities) -> bool, Fault),
) -> Result<std::result::Result<AgentId, Fault>> {
    let Ok(id) = id.parse::<AgentId>() else {
        return Ok(Err(fault));
    };
    let known = agent::of_unit(tx, &stored.unit, AGENTS).await?;
    let agent = known.iter().find(|a| a.id == id).ok_or(Error::NotFound)?;
    Ok(if able(agent.abilities) {
        Ok(id)
    } else {
        Err(fault)
    })
}

/// A fresh one of the officer for an agent, which lives so long.
pub(super) fn fresh(
    (app, cx): (&App, &Cx),
    stored: &Stored,
    agent: AgentId,
    (kind, life): (Kind, SignedDuration),
) -> Result<Job> {
    Ok(Job {
        subject: stored.subject,
        id: app.id(CardJobId::from_bytes),
        kind,
        registration: stored.id,
        unit: stored.unit.clone(),
        agent,
        staff: cx.staff()?,
        state: State::Waiting,
        asked: cx.now,
        expires: cx.now.checked_add(life).unwrap_or(cx.now),
        revision: 1,
    })
}

/// The latest that waits for this agent, which has it from now on; again, where it asks again before it brought
/// anything.
pub async fn next(app: &App, cx: &Cx, agent: &Agent, abilities: Abilities) -> Result<Option<Work>> {
    let mut source = app.db.read().await?;
    let waiting = card_job::next(&mut source, agent.id, abilities, cx.now).await?;
    drop(source);
    let Some(job) = waiting.filter(|job| job.unit == agent.unit) else {
        return Ok(None);
    };
    let mut tx = app.db.begin().await?;
    let work = match job.kind {
        Kind::Card => asked(&mut tx, &job).await.map(|a| card::work(&job, a))?,
        Kind::Finger => asked(&mut tx, &job)
            .await
            .map(|a| Ok(Work::Finger(scan::work(cx, &job, &a))))?,
    };
    if job.state == State::Waiting {
        card_job::take(&mut tx, &job).await?;
        tx.commit(Audit::Bookkeeping("agent took its work")).await?;
    }
    work.map(Some)
}

async fn asked<T: DeserializeOwned>(source: &mut impl Source, job: &Job) -> Result<T> {
    let asked = card_job::part(source, job, Part::Asked).await?;
    asked.ok_or(Error::Stale)
}

/// What its agent may still go on with, what was asked, and the registration it is for.
pub(super) async fn open<T: DeserializeOwned>(
    source: &mut impl Source,
    cx: &Cx,
    agent: &Agent,
    (id, kind, state): (CardJobId, Kind, State),
) -> Result<(Job, T, Stored)> {
    let job = card_job::of_agent(source, id, agent.id).await?;
    let job = job
        .filter(|j| j.unit == agent.unit && j.kind == kind)
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
    let asked: Option<T> = card_job::part(source, &job, Part::Asked).await?;
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

/// Whether something is waited for still.
pub(super) fn waits(job: &Job, cx: &Cx) -> bool {
    job.state != State::Done && cx.now <= job.expires
}

/// The agent has nothing to bring.
pub async fn fail(
    app: &App,
    cx: &Cx,
    agent: &Agent,
    (id, failed): (CardJobId, &Failed),
) -> Result<Told> {
    let mut source = app.db.read().await?;
    let job = card_job::of_agent(&mut source, id, agent.id).await?;
    drop(source);
    match job.ok_or(Error::NotFound)?.kind {
        Kind::Card => card::fail(app, cx, agent, (id, failed))
            .await
            .map(Told::Card),
        Kind::Finger => scan::fail(app, cx, agent, (id, failed))
            .await
            .map(Told::Finger),
    }
}

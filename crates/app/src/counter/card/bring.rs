//! The agent brings what it read, or says why it has nothing.

use chip::{CloneFlaw, Failure};
use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::CardJobId;
use store::agent::Agent;
use store::card_job::{self, Job, Kind, Part, State};
use store::{Audit, Entry, Tx};

use super::judge::{Case, begin, judge, open_now};
use super::{Asked, Brought, Failed, Outcome};
use crate::chip_check::Refusal;
use crate::counter::jobs;
use crate::counter::proofing::{CardNow, Taking, keep};
use crate::{App, Cx, Error, Result, entry_with};

/// What the agent does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Nothing: this came of it.
    Done(Outcome),
    /// Chip authentication: the two commands within its session, then the probe as it is.
    Prove {
        /// The commands.
        commands: [Vec<u8>; 2],
        /// The probe.
        probe: Vec<u8>,
    },
}

/// D59-14.2.a2: takes a reading and judges it, or has the chip prove first that it is no copy.
pub async fn bring(
    app: &App,
    cx: &Cx,
    agent: &Agent,
    (id, brought): (CardJobId, &Brought),
) -> Result<Next> {
    let cx = &cx.with_purpose(Purpose::Proofing);
    let mut source = app.db.read().await?;
    let (job, asked, stored) =
        jobs::open::<Asked>(&mut source, cx, agent, (id, Kind::Card, State::Taken)).await?;
    drop(source);
    if let Some(begun) = asked.question.begun(brought)? {
        let mut tx = app.db.begin().await?;
        card_job::prove(&mut tx, &job, brought).await?;
        tx.commit(Audit::Bookkeeping("card reading goes on"))
            .await?;
        return Ok(Next::Prove {
            commands: begun.commands(),
            probe: begun.probe(),
        });
    }
    let reading = brought.reading(asked.question.challenge)?;
    let case = Case {
        job,
        asked,
        stored,
        engine: brought.engine(),
        offline: None,
    };
    judge(app, cx, case, reading).await.map(Next::Done)
}

/// D59-24.4: judges a reading with the chip's answer to the probe.
pub async fn prove(
    app: &App,
    cx: &Cx,
    agent: &Agent,
    (id, answer): (CardJobId, &[u8]),
) -> Result<Outcome> {
    let cx = &cx.with_purpose(Purpose::Proofing);
    let mut source = app.db.read().await?;
    let (job, asked, stored) =
        jobs::open::<Asked>(&mut source, cx, agent, (id, Kind::Card, State::Proving)).await?;
    let brought: Option<Brought> = card_job::part(&mut source, &job, Part::Brought).await?;
    drop(source);
    let brought = brought.ok_or(Error::NotFound)?;
    let begun = asked.question.begun(&brought)?.ok_or(Error::NotFound)?;
    let agreed = match begun.finish(answer) {
        Ok(agreed) => agreed,
        Err(flaw) => {
            let failure = Failure::from(CloneFlaw::from(flaw));
            return refuse(app, cx, (&job, None), Refusal::of(&failure).into()).await;
        }
    };
    let mut reading = brought.reading(asked.question.challenge)?;
    reading.chip = Some(agreed);
    let case = Case {
        job,
        asked,
        stored,
        engine: brought.engine(),
        offline: None,
    };
    judge(app, cx, case, reading).await
}

/// The agent has nothing to bring.
pub(in crate::counter) async fn fail(
    app: &App,
    cx: &Cx,
    agent: &Agent,
    (id, failed): (CardJobId, &Failed),
) -> Result<Outcome> {
    let cx = &cx.with_purpose(Purpose::Proofing);
    let outcome = Outcome::told(failed).ok_or_else(|| Fault::new("code", "card-failure"))?;
    let mut source = app.db.read().await?;
    let open = jobs::open::<Asked>(&mut source, cx, agent, (id, Kind::Card, State::Taken)).await;
    let open = match open {
        Err(Error::Refused("card-job-over")) => {
            jobs::open::<Asked>(&mut source, cx, agent, (id, Kind::Card, State::Proving)).await
        }
        other => other,
    };
    let (job, ..) = open?;
    drop(source);
    refuse(app, cx, (&job, None), outcome).await
}

/// Ends a reading without a card, also where an officer changes the dossier in between.
pub(super) async fn refuse(
    app: &App,
    cx: &Cx,
    (job, offline): (&Job, Option<&Taking<'_>>),
    outcome: Outcome,
) -> Result<Outcome> {
    let tx = begin(app, offline).await?;
    match refuse_in(tx, app, cx, job, outcome.clone()).await {
        // An officer changed the dossier in between.
        Err(Error::Stale) => refuse_in(begin(app, offline).await?, app, cx, job, outcome).await,
        done => done,
    }
}

/// Ends a reading without a card. One that looks forged is marked in the dossier, and what was compared before is
/// compared anew; otherwise, and where it was decided meanwhile, the dossier stays as it is now.
pub(super) async fn refuse_in(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    job: &Job,
    outcome: Outcome,
) -> Result<Outcome> {
    card_job::finish(&mut tx, job, &outcome).await?;
    let entry = entry(app, cx, job, &outcome);
    let now = open_now(&mut tx, job).await?;
    let (Some(flaw), Some(mut marked)) = (outcome.suspicion(), now) else {
        tx.commit(entry).await?;
        return Ok(outcome);
    };
    marked.dossier.suspect_card = Some(flaw.to_owned());
    marked.dossier.comparison = None;
    keep(tx, app, cx, (marked, CardNow::NotAsked), vec![entry]).await?;
    Ok(outcome)
}

/// What came of a reading, on record.
pub(super) fn entry(app: &App, cx: &Cx, job: &Job, outcome: &Outcome) -> Entry {
    let detail = serde_json::json!({
        "registration": job.registration,
        "reading": job.id,
        "agent": job.agent,
        "outcome": outcome,
    });
    entry_with(app, cx, Event::CardRead, job.subject, detail)
}

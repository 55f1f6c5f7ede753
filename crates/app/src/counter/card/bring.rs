//! The agent brings what it read, or says why it has nothing.

use chip::agreement::{Begun, begin};
use chip::group::Group;
use chip::{CloneFlaw, Failure};
use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::CardJobId;
use store::agent::Agent;
use store::card_job::{self, Job, Part, State};
use store::registration::Stored;
use store::{Audit, Entry, Tx};

use super::judge::{Case, judge};
use super::{Asked, Brought, Failed, Outcome, open_job};
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

/// A card that does not sign proves itself by chip authentication, which we begin.
pub(super) fn begun(brought: &Brought, asked: &Asked) -> Result<Option<Begun>> {
    if brought.signature.is_some() {
        return Ok(None);
    }
    let options = brought.group(Group::DG14)?;
    let entropy = asked.entropy()?;
    // A flaw is named by the verdict, once DG14 has been found authentic.
    Ok(options.and_then(|dg14| begin(&dg14, entropy).ok()))
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
    let (job, asked, stored) = open_job(&mut source, cx, agent, (id, State::Taken)).await?;
    drop(source);
    if let Some(begun) = begun(brought, &asked)? {
        let mut tx = app.db.begin().await?;
        card_job::prove(&mut tx, &job, brought).await?;
        tx.commit(Audit::Bookkeeping("card reading goes on"))
            .await?;
        return Ok(Next::Prove {
            commands: begun.commands(),
            probe: begun.probe(),
        });
    }
    let reading = brought.reading(asked.challenge)?;
    let case = Case {
        job,
        asked,
        stored,
        engine: brought.engine(),
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
    let (job, asked, stored) = open_job(&mut source, cx, agent, (id, State::Proving)).await?;
    let brought: Option<Brought> = card_job::part(&mut source, &job, Part::Brought).await?;
    drop(source);
    let brought = brought.ok_or(Error::NotFound)?;
    let begun = begun(&brought, &asked)?.ok_or(Error::NotFound)?;
    let agreed = match begun.finish(answer) {
        Ok(agreed) => agreed,
        Err(flaw) => {
            let failure = Failure::from(CloneFlaw::from(flaw));
            return refuse(app, cx, (&job, &stored), Outcome::of(&failure)).await;
        }
    };
    let mut reading = brought.reading(asked.challenge)?;
    reading.chip = Some(agreed);
    let case = Case {
        job,
        asked,
        stored,
        engine: brought.engine(),
    };
    judge(app, cx, case, reading).await
}

/// The agent has nothing to bring.
pub async fn fail(
    app: &App,
    cx: &Cx,
    agent: &Agent,
    (id, failed): (CardJobId, &Failed),
) -> Result<Outcome> {
    let cx = &cx.with_purpose(Purpose::Proofing);
    let outcome = Outcome::told(failed).ok_or_else(|| Fault::new("code", "card-failure"))?;
    let mut source = app.db.read().await?;
    let open = open_job(&mut source, cx, agent, (id, State::Taken)).await;
    let open = match open {
        Err(Error::Refused("card-job-over")) => {
            open_job(&mut source, cx, agent, (id, State::Proving)).await
        }
        other => other,
    };
    let (job, _, stored) = open?;
    drop(source);
    refuse(app, cx, (&job, &stored), outcome).await
}

async fn refuse(
    app: &App,
    cx: &Cx,
    (job, stored): (&Job, &Stored),
    outcome: Outcome,
) -> Result<Outcome> {
    let tx = app.db.begin().await?;
    refuse_in(tx, app, cx, (job, stored), outcome).await
}

/// Ends a reading without a card: the dossier stays as it is.
pub(super) async fn refuse_in(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (job, stored): (&Job, &Stored),
    outcome: Outcome,
) -> Result<Outcome> {
    card_job::finish(&mut tx, job, &outcome).await?;
    tx.commit(entry(app, cx, (job, stored), &outcome)).await?;
    Ok(outcome)
}

/// What came of a reading, on record.
pub(super) fn entry(
    app: &App,
    cx: &Cx,
    (job, stored): (&Job, &Stored),
    outcome: &Outcome,
) -> Entry {
    let detail = serde_json::json!({
        "registration": stored.id,
        "reading": job.id,
        "agent": job.agent,
        "outcome": outcome,
    });
    entry_with(app, cx, Event::CardRead, stored.subject, detail)
}

//! A card that was read while the line was down: judged by the same code as one that an agent brings.

use domain::ids::CardJobId;
use jiff::SignedDuration;
use store::Audit;
use store::card_job::{self, Job, Kind, Part, State};
use store::packet::Packet;
use store::registration::Stored;

use super::bring::refuse;
use super::judge::{Case, judge};
use super::{Asked, Failed, Outcome};
use crate::chip_check::{Brought, Question, Refusal};
use crate::counter::packets::Claimed;
use crate::counter::proofing::Taking;
use crate::{App, Cx, Result};

/// Nobody waits longer for the verdict.
const LIFE: SignedDuration = SignedDuration::from_mins(3);

/// Its identifier is its own and told to no agent, so that none brings or ends anything for it.
fn fresh((app, cx): (&App, &Cx), stored: &Stored, packet: &Packet) -> Result<Job> {
    Ok(Job {
        kind: Kind::Card,
        subject: stored.subject,
        id: app.id(CardJobId::from_bytes),
        registration: stored.id,
        unit: stored.unit.clone(),
        agent: packet.agent,
        staff: cx.staff()?,
        state: State::Proving,
        asked: cx.now,
        expires: cx.now.checked_add(LIFE).unwrap_or(cx.now),
        revision: 1,
    })
}

/// D59-14.2.a2, D59-24.4: judges the reading of a packet for the registration that it is taken into, now. Once it was
/// judged, the same outcome again: its proofs count once. A reading that ended without a verdict is judged anew.
pub(crate) async fn judge_packet(
    app: &App,
    cx: &Cx,
    stored: Stored,
    (claimed, question, brought): (&mut Claimed, Question, &Brought),
) -> Result<Outcome> {
    let asked = Asked {
        can: None,
        question,
    };
    let reading = brought.reading(asked.question.challenge)?;
    let mut tx = app.db.begin().await?;
    let agent = claimed.packet.agent;
    let earlier = match claimed.held.card {
        Some(id) => card_job::of_agent(&mut tx, id, agent).await?,
        None => None,
    };
    let outcome: Option<Outcome> = match &earlier {
        Some(job) => card_job::part(&mut tx, job, Part::Outcome).await?,
        None => None,
    };
    let here = earlier.filter(|job| job.registration == stored.id);
    let job = match (here, &outcome) {
        (Some(_), Some(outcome)) => return Ok(outcome.clone()),
        (Some(job), None) if job.state != State::Done => {
            // Judging begins a write of its own.
            drop(tx);
            job
        }
        _ => {
            let job = fresh((app, cx), &stored, &claimed.packet)?;
            card_job::insert(&mut tx, &job, &asked).await?;
            claimed.held.card = Some(job.id);
            claimed.save(&mut tx, app).await?;
            tx.commit(Audit::Bookkeeping("card of a packet")).await?;
            job
        }
    };
    let offline = Taking::out_of(&claimed.packet, cx)?;
    if let Some(outcome) = outcome {
        // It was judged for a registration that is over: a card that counted there does not count here.
        let outcome = match outcome {
            Outcome::Accepted { .. } => Refusal::decided().into(),
            refused @ Outcome::Refused { .. } => refused,
        };
        return refuse(app, cx, (&job, Some(&offline)), outcome).await;
    }
    let case = Case {
        job,
        asked,
        stored,
        engine: brought.engine(),
        offline: Some(offline),
    };
    judge(app, cx, case, reading).await
}

/// The flaw of a card that looked forged, by what was found before the packet is taken in.
pub(crate) fn forged(refusal: Option<&Refusal>, failure: Option<&str>) -> Option<String> {
    let told = failure.and_then(|code| {
        Outcome::told(&Failed {
            code: code.to_owned(),
            about: None,
        })
    });
    let found = refusal.cloned().map(Outcome::from).or(told);
    found
        .as_ref()
        .and_then(Outcome::suspicion)
        .map(str::to_owned)
}

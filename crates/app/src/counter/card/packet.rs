//! A card that was read while the line was down: judged by the same code as one that an agent brings.

use domain::ids::CardJobId;
use jiff::SignedDuration;
use store::Audit;
use store::card_job::{self, Job, Kind, Part, State};
use store::packet::Packet;
use store::registration::Stored;

use super::judge::{Case, judge};
use super::{Asked, Outcome};
use crate::chip_check::{Brought, Question};
use crate::{App, Cx, Error, Result};

/// Nobody waits longer for the verdict.
const LIFE: SignedDuration = SignedDuration::from_mins(3);

/// D59-14.2.a2, D59-24.4: judges the reading of a packet for the registration that it is taken into, now. Once it was
/// judged, the same outcome again: its proofs count once.
pub(crate) async fn judge_packet(
    app: &App,
    cx: &Cx,
    stored: Stored,
    (packet, question, brought): (&Packet, Question, &Brought),
) -> Result<Outcome> {
    let id = CardJobId::from_bytes(*packet.id.as_bytes());
    let mut tx = app.db.begin().await?;
    let earlier = card_job::of_agent(&mut tx, id, packet.agent).await?;
    let asked = Asked {
        can: None,
        question,
    };
    let job = match earlier {
        Some(job) if job.state == State::Done => {
            let outcome: Option<Outcome> = card_job::part(&mut tx, &job, Part::Outcome).await?;
            return outcome.ok_or(Error::Refused("card-job-over"));
        }
        Some(job) => job,
        None => {
            let job = Job {
                kind: Kind::Card,
                subject: stored.subject,
                id,
                registration: stored.id,
                unit: stored.unit.clone(),
                agent: packet.agent,
                staff: cx.staff()?,
                // No agent is given it, and none brings anything for it.
                state: State::Proving,
                asked: cx.now,
                expires: cx.now.checked_add(LIFE).unwrap_or(cx.now),
                revision: 1,
            };
            card_job::insert(&mut tx, &job, &asked).await?;
            tx.commit(Audit::Bookkeeping("card of a packet")).await?;
            job
        }
    };
    let reading = brought.reading(asked.question.challenge)?;
    let case = Case {
        job,
        asked,
        stored,
        engine: brought.engine(),
    };
    judge(app, cx, case, reading).await
}

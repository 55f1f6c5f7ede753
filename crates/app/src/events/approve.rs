//! Two officers release a batch (D59-10.1): what locks many at once is looked at by four eyes.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::event_batch::{self as rules, Approval, BatchError, Decided, Odd, State};
use domain::ids::BatchId;
use store::audit::NOBODY;
use store::event_batch;

use super::work;
use crate::training::may_decide;
use crate::{App, Cx, Error, Result, entry_with};

impl From<BatchError> for Error {
    fn from(error: BatchError) -> Self {
        Self::Refused(error.code())
    }
}

/// An officer's step towards a release.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    /// Which batch.
    pub batch: BatchId,
    /// Its revision as the officer saw it.
    pub revision: i64,
    /// What the officer ticked off as looked at.
    pub acknowledged: &'a [Odd],
}

/// Takes the first step, or, as another officer, the second, which releases the batch.
pub async fn approve(app: &App, cx: &Cx, decision: &Decision<'_>) -> Result<State> {
    require(&cx.actor, Operation::ReleaseEvents)?;
    may_decide(app, cx).await?;
    let by = cx.staff()?;
    let cx = &cx.with_purpose(Purpose::RegisterUpdate);
    let mut tx = app.db.begin().await?;
    let batch = event_batch::load(&mut tx, decision.batch).await?;
    let mut batch = batch.ok_or(Error::NotFound)?;
    let earlier = event_batch::approvals(&mut tx, batch.id, "release").await?;
    let mut involved: Vec<_> = earlier.iter().filter_map(|step| step.staff).collect();
    involved.extend(batch.by);
    let odd = batch.rehearsal.odd();
    let on = Decided {
        odd: &odd,
        acknowledged: decision.acknowledged,
        rehearsed: batch.rehearsed,
        now: cx.now,
    };
    let next = rules::approve(batch.state, by, &involved, &on)?;
    if batch.revision != decision.revision {
        return Err(Error::Stale);
    }
    let approval = Approval {
        staff: Some(by),
        at: cx.now,
    };
    let words: Vec<&str> = odd.iter().map(|odd| odd.as_str()).collect();
    let step = i64::try_from(earlier.len()).unwrap_or(0) + 1;
    event_batch::add_approval(
        &mut tx,
        batch.id,
        ("release", step),
        &approval,
        &words.join(" "),
    )
    .await?;
    batch.state = next;
    event_batch::save(&mut tx, &batch).await?;
    let event = if next == State::Releasing {
        work::enqueue(&mut tx, app, cx, batch.id).await?;
        Event::EventsReleased
    } else {
        Event::EventsApproved
    };
    let detail = serde_json::json!({
        "batch": batch.id, "register": batch.teller.as_str(), "events": batch.events,
        "counts": batch.rehearsal.counts, "acknowledged": words,
    });
    tx.commit(entry_with(app, cx, event, NOBODY, detail))
        .await?;
    Ok(next)
}

/// Puts a batch away that was not carried out.
pub async fn withdraw(app: &App, cx: &Cx, id: BatchId, revision: i64) -> Result<()> {
    require(&cx.actor, Operation::ReleaseEvents)?;
    may_decide(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let batch = event_batch::load(&mut tx, id).await?;
    let mut batch = batch.ok_or(Error::NotFound)?;
    batch.state = rules::withdraw(batch.state)?;
    if batch.revision != revision {
        return Err(Error::Stale);
    }
    batch.finished = Some(cx.now);
    event_batch::save(&mut tx, &batch).await?;
    let detail = serde_json::json!({ "batch": id, "register": batch.teller.as_str(), "events": batch.events });
    let entry = entry_with(app, cx, Event::EventsWithdrawn, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}

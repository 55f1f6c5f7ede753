//! Taking a batch back as a whole: what it placed ends, what it ended is in force again, and the same
//! events may be told again. What a register told of a subject afterwards stands.

use std::collections::HashMap;

use domain::actor::{Actor, Purpose};
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::event_batch::{self as rules, Approval, State};
use domain::hold::Channel;
use domain::ids::{BatchId, HoldId, SubjectId};
use domain::register_event::{Reversal, reverse};
use store::audit::NOBODY;
use store::event_batch::{self, Batch};
use store::event_item::{self, Past};
use store::{Entry, Tx, hold, organisation, register_event};

use super::work;
use crate::holds::{NewHold, end_hold, place};
use crate::training::may_decide;
use crate::{App, Cx, Error, Result, entry_with};

/// Takes the first step, or, as another officer, the second. The server's own shell needs nobody else.
pub async fn undo(app: &App, cx: &Cx, id: BatchId) -> Result<State> {
    require(&cx.actor, Operation::ReleaseEvents)?;
    may_decide(app, cx).await?;
    let cx = &cx.with_purpose(Purpose::RegisterUpdate);
    let by = match &cx.actor {
        Actor::Operator => None,
        Actor::Staff { .. }
        | Actor::Public
        | Actor::Holder { .. }
        | Actor::System
        | Actor::Register(_)
        | Actor::Party(_) => Some(cx.staff()?),
    };
    let mut tx = app.db.begin().await?;
    let batch = event_batch::load(&mut tx, id).await?;
    let mut batch = batch.ok_or(Error::NotFound)?;
    let earlier = event_batch::approvals(&mut tx, id, "undo").await?;
    let first = earlier.iter().find_map(|step| step.staff);
    batch.state = rules::undo(batch.state, by, first)?;
    let approval = Approval {
        staff: by,
        at: cx.now,
    };
    let step = i64::try_from(earlier.len()).unwrap_or(0) + 1;
    event_batch::add_approval(&mut tx, id, ("undo", step), &approval, "").await?;
    let event = if batch.state == State::Undoing {
        work::enqueue(&mut tx, app, cx, id).await?;
        Event::EventsUndoing
    } else {
        Event::EventsUndoAsked
    };
    event_batch::save(&mut tx, &batch).await?;
    let detail = serde_json::json!({ "batch": id, "register": batch.teller.as_str(), "events": batch.events });
    tx.commit(entry_with(app, cx, event, NOBODY, detail))
        .await?;
    Ok(batch.state)
}

/// Withdraws the first step before anybody took the second. Both stay on record.
pub async fn keep(app: &App, cx: &Cx, id: BatchId) -> Result<()> {
    require(&cx.actor, Operation::ReleaseEvents)?;
    may_decide(app, cx).await?;
    let by = cx.staff()?;
    let cx = &cx.with_purpose(Purpose::RegisterUpdate);
    let mut tx = app.db.begin().await?;
    let batch = event_batch::load(&mut tx, id).await?;
    let mut batch = batch.ok_or(Error::NotFound)?;
    let earlier = event_batch::approvals(&mut tx, id, "undo").await?;
    let first = earlier.iter().find_map(|step| step.staff);
    batch.state = rules::keep(batch.state, by, first)?;
    event_batch::drop_approvals(&mut tx, id, "undo").await?;
    event_batch::save(&mut tx, &batch).await?;
    let detail = serde_json::json!({ "batch": id, "register": batch.teller.as_str(), "events": batch.events });
    let entry = entry_with(app, cx, Event::EventsUndoWithdrawn, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}

/// Takes events back, the last one first.
pub(super) async fn take_back(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (batch, past): (&Batch, &[Past]),
) -> Result<Vec<Entry>> {
    let mut memory: HashMap<SubjectId, Option<String>> = HashMap::new();
    let mut entries = Vec::new();
    for past in past {
        let Some(subject) = past.done.subject.filter(|_| past.done.outcome.counts()) else {
            continue;
        };
        let last = memory.entry(subject).or_insert_with(|| past.last.clone());
        if last.as_deref() != Some(past.event.as_str()) {
            event_item::reversed(tx, batch.id, past.place, "later", None).await?;
            continue;
        }
        let before = past.done.before.as_ref();
        *last = before.map(|before| before.event.clone());
        register_event::set_back(tx, subject, batch.teller, before).await?;
        register_event::forget(tx, batch.teller, &past.event).await?;
        let (word, restored, more) = match past.done.hold {
            Some(touched) => turn(tx, app, cx, (batch, past, subject, touched)).await?,
            None => ("nothing", None, Vec::new()),
        };
        event_item::reversed(tx, batch.id, past.place, word, restored).await?;
        entries.extend(more);
    }
    Ok(entries)
}

/// Takes the hold of one event back; gives the word for it and the hold that restores a ground.
async fn turn(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (batch, past, subject, touched): (&Batch, &Past, SubjectId, HoldId),
) -> Result<(&'static str, Option<HoldId>, Vec<Entry>)> {
    let found = organisation::anybody_to_change(tx, subject, cx.now).await?;
    let Some(mut found) = found else {
        return Ok(("nothing", None, Vec::new()));
    };
    let stored = found.holder_mut();
    let holds = &stored.account().holds;
    let (root, stands) = hold::lineage(tx, subject, touched).await?;
    let current = stands.unwrap_or(touched);
    match reverse(past.done.outcome, past.change, current, holds) {
        Reversal::End(id) => {
            let source = format!("undo/{}", batch.id);
            let gone = (id, Channel::Register, source.as_str());
            let (_, entries) = end_hold(tx, app, cx, stored, gone).await?;
            Ok(("ended", None, entries))
        }
        Reversal::Restore => {
            let all = hold::all(tx, subject).await?;
            let ended = all.into_iter().find(|kept| kept.hold.id == touched);
            let ended = ended.ok_or(Error::NotFound)?.hold;
            // A new hold: in between the account was not locked by it, and says so.
            let new = NewHold {
                reason: ended.reason,
                regime: Some(ended.regime),
                ..NewHold::of(ended.ground, Channel::Register, ended.source)
            };
            let (locked, entries) = place(tx, app, cx, stored, new).await?;
            hold::restores(tx, subject, locked.hold.id, root).await?;
            Ok(("restored", Some(locked.hold.id), entries))
        }
        Reversal::Nothing => Ok(("nothing", None, Vec::new())),
    }
}

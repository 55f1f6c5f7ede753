//! Carrying events out: each through the same functions as every other lock, in one transaction with
//! its entry and its messages (I4, I5).

use std::collections::HashSet;

use domain::event::Event;
use domain::hold::{Channel, Hold};
use domain::ids::{BatchId, HoldId, SubjectId};
use domain::register_event::{Direction, Outcome, Teller};
use store::event_item::{self, Done, Item};
use store::{Entry, Tx, organisation, register_event};

use super::book::{Book, last};
use crate::holds::{NewHold, end, place};
use crate::{App, Cx, Error, Result, entry_with};

/// Events to be carried out.
pub(super) struct Work<'a> {
    pub(super) batch: BatchId,
    pub(super) teller: Teller,
    pub(super) items: &'a [Item],
    /// Places whose subjects the register does not know.
    pub(super) unlisted: &'a HashSet<i64>,
}

/// Carries events out in order; gives what became of each.
pub(super) async fn carry(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    work: &Work<'_>,
) -> Result<(Vec<Outcome>, Vec<Entry>)> {
    let mut book = Book::default();
    book.open(tx, work.batch, work.items, cx.now).await?;
    let mut outcomes = Vec::with_capacity(work.items.len());
    let mut entries = Vec::new();
    for item in work.items {
        let listed = !work.unlisted.contains(&item.place);
        let mut outcome = book.judge(item, listed, cx.now);
        let mut hold = None;
        let subject = item.account.map(|(subject, _)| subject);
        if let (true, Some(subject)) = (outcome.changes(), subject) {
            let changed = change(tx, app, cx, (work.teller, item, subject)).await?;
            entries.extend(changed.entries);
            if let Some(ledger) = book.ledger(item) {
                ledger.holds = changed.holds;
            }
            match changed.hold {
                Ok(id) => hold = Some(id),
                Err(calm) => outcome = calm,
            }
        }
        let mut before = None;
        if let (true, Some(subject)) = (outcome.counts(), subject) {
            let (teller, content) = (work.teller, item.content.as_slice());
            if !register_event::note(tx, teller, &item.event, content, cx.now).await? {
                // Told by another door a moment ago: the next run sees it.
                return Err(Error::Stale);
            }
            before = book.note(item);
            register_event::remember(tx, subject, teller, &last(item)).await?;
            if !outcome.changes() {
                entries.push(calm(app, cx, work.teller, item, outcome));
            }
        }
        let done = Done {
            outcome,
            subject,
            hold,
            before,
        };
        event_item::finish(tx, work.batch, item.place, &done).await?;
        outcomes.push(outcome);
    }
    Ok((outcomes, entries))
}

struct Changed {
    holds: Vec<Hold>,
    /// The hold placed or ended, or the calm outcome where somebody was faster.
    hold: std::result::Result<HoldId, Outcome>,
    entries: Vec<Entry>,
}

/// Places or ends the hold of one event.
async fn change(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (teller, item, subject): (Teller, &Item, SubjectId),
) -> Result<Changed> {
    let found = organisation::anybody_to_change(tx, subject, cx.now).await?;
    let mut found = found.ok_or(Error::Stale)?;
    let stored = found.holder_mut();
    let source = format!("{}/{}", teller.as_str(), item.event);
    let ground = item.change.ground();
    let (hold, entries) = match item.change.direction() {
        Direction::Locks => {
            let new = NewHold::of(ground, Channel::Register, source);
            let (locked, entries) = place(tx, app, cx, stored, new).await?;
            let hold = if locked.new {
                Ok(locked.hold.id)
            } else {
                Err(Outcome::InForce)
            };
            (hold, entries)
        }
        Direction::Ends if stored.account().holds.iter().all(|h| h.ground != ground) => {
            (Err(Outcome::NotInForce), Vec::new())
        }
        Direction::Ends => {
            let gone = (ground, Channel::Register, source.as_str());
            let (ended, entries) = end(tx, app, cx, stored, gone).await?;
            (Ok(ended.hold.id), entries)
        }
    };
    Ok(Changed {
        holds: stored.account().holds.clone(),
        hold,
        entries,
    })
}

/// An event that counts and changed nothing is on the holder's record all the same.
fn calm(app: &App, cx: &Cx, teller: Teller, item: &Item, outcome: Outcome) -> Entry {
    let subject = item.account.map_or(store::audit::NOBODY, |(id, _)| id);
    let detail = serde_json::json!({
        "register": teller.as_str(), "event": item.event, "change": item.change.as_str(), "outcome": outcome.as_str(),
    });
    entry_with(app, cx, Event::RegisterEventTold, subject, detail)
}

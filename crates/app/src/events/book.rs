//! What events are judged by: holds, the register's last event and identifiers, kept while a chunk or a
//! rehearsal goes on.

use std::collections::{HashMap, HashSet};

use domain::account::SubjectKind;
use domain::hold::Hold;
use domain::ids::{BatchId, SubjectId};
use domain::register_event::{Earlier, Holder, Known, Outcome, judge};
use jiff::Timestamp;
use store::event_item::{self, Item};
use store::register_event::Last;
use store::{Source, hold};

use crate::Result;

/// One account.
pub(super) struct Ledger {
    pub(super) kind: SubjectKind,
    pub(super) holds: Vec<Hold>,
    pub(super) last: Option<Last>,
}

/// Accounts and identifiers as they are after the events judged so far.
#[derive(Default)]
pub(super) struct Book {
    ledgers: HashMap<SubjectId, Ledger>,
    noted: HashMap<String, Vec<u8>>,
}

impl Book {
    /// Takes in the accounts of a stretch of events that are not in the book yet.
    pub(super) async fn open(
        &mut self,
        source: &mut impl Source,
        batch: BatchId,
        items: &[Item],
        now: Timestamp,
    ) -> Result<()> {
        let (Some(first), Some(end)) = (items.first(), items.last()) else {
            return Ok(());
        };
        let stretch = (first.place - 1, end.place);
        let held = event_item::held(source, batch, stretch, now).await?;
        let held: HashSet<SubjectId> = held.into_iter().collect();
        for item in items {
            let Some((subject, kind)) = item.account else {
                continue;
            };
            if self.ledgers.contains_key(&subject) {
                continue;
            }
            let holds = if held.contains(&subject) {
                hold::in_force(source, subject, now).await?
            } else {
                Vec::new()
            };
            let last = item.last.clone();
            self.ledgers.insert(subject, Ledger { kind, holds, last });
        }
        Ok(())
    }

    /// What an event leads to now.
    pub(super) fn judge(&self, item: &Item, listed: bool, now: Timestamp) -> Outcome {
        let ledger = item
            .account
            .and_then(|(subject, _)| self.ledgers.get(&subject));
        let earlier = match self.noted.get(&item.event) {
            Some(content) if *content == item.content => Earlier::Same,
            Some(_) => Earlier::Other,
            None => item.earlier,
        };
        let known = Known {
            earlier,
            holder: ledger.map(|ledger| Holder {
                kind: ledger.kind,
                holds: &ledger.holds,
                last: ledger.last.as_ref().map(|last| last.moment),
            }),
            listed,
        };
        judge(item.change, item.moment, &known, now)
    }

    /// The account of an event.
    pub(super) fn ledger(&mut self, item: &Item) -> Option<&mut Ledger> {
        let (subject, _) = item.account?;
        self.ledgers.get_mut(&subject)
    }

    /// The event counts: older ones come too late, and its identifier is taken. Gives the register's
    /// last event before it.
    pub(super) fn note(&mut self, item: &Item) -> Option<Last> {
        self.noted.insert(item.event.clone(), item.content.clone());
        let last = last(item);
        self.ledger(item)?.last.replace(last)
    }
}

/// An event as the register's last one.
pub(super) fn last(item: &Item) -> Last {
    Last {
        moment: item.moment,
        event: item.event.clone(),
    }
}

//! What a batch would do, found by the code that carries it out, without touching anything.

use std::collections::{HashMap, HashSet};

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event_batch::{Counts, Odd, SIGNED_IN, State, many, odd_age, unusual};
use domain::hold::{Channel, Ground, Hold};
use domain::ids::{BatchId, HoldId};
use domain::register_event::{Class, Direction, Outcome, apply};
use domain::time::viet_nam_date;
use store::Audit;
use store::event_batch::{self, Batch, Rehearsal};
use store::event_item::{self, Item};

use super::book::Book;
use super::subject::{birth_year, listed};
use crate::holds::regime;
use crate::{App, Cx, Error, Result};

/// Events read at a time.
const CHUNK: i64 = 1000;
/// Events shown as a sample, and places shown of what is odd.
const SAMPLE: usize = 20;

/// Rehearses a batch again: accounts may have changed since.
pub async fn rehearse(app: &App, cx: &Cx, id: BatchId, revision: i64) -> Result<()> {
    require(&cx.actor, Operation::ReleaseEvents)?;
    let cx = &cx.with_purpose(Purpose::RegisterUpdate);
    let mut batch = load(app, id, revision).await?;
    if !matches!(batch.state, State::Staged | State::Approved) {
        let error = domain::event_batch::BatchError::State(batch.state);
        return Err(Error::Refused(error.code()));
    }
    let seen = batch.rehearsal.odd();
    batch.rehearsal = run(app, cx, &batch).await?;
    batch.rehearsed = cx.now;
    let mut tx = app.db.begin().await?;
    let new = batch.rehearsal.odd().iter().any(|odd| !seen.contains(odd));
    if batch.state == State::Approved && new {
        // Four eyes are to have seen the same: the first officer has not seen what is odd now.
        batch.state = State::Staged;
        event_batch::drop_approvals(&mut tx, id, "release").await?;
    }
    event_batch::save(&mut tx, &batch).await?;
    Ok(tx.commit(Audit::Bookkeeping("events rehearsed")).await?)
}

async fn load(app: &App, id: BatchId, revision: i64) -> Result<Batch> {
    let batch = event_batch::load(&mut app.db.read().await?, id).await?;
    let batch = batch.ok_or(Error::NotFound)?;
    if batch.revision == revision {
        Ok(batch)
    } else {
        Err(Error::Stale)
    }
}

#[derive(Default)]
struct Tally {
    counts: Counts,
    outcomes: HashMap<Outcome, i64>,
    changing: Vec<i64>,
    dead: HashSet<i64>,
    signed_in: Vec<i64>,
    age: Vec<i64>,
}

/// What a batch would do now.
pub(super) async fn run(app: &App, cx: &Cx, batch: &Batch) -> Result<Rehearsal> {
    let mut source = app.db.scan().await?;
    let mut book = Book::default();
    let mut tally = Tally::default();
    let mut after = 0;
    loop {
        let of = (batch.id, batch.teller);
        let items = event_item::chunk(&mut source, of, after, CHUNK).await?;
        let Some(end) = items.last() else { break };
        book.open(&mut source, batch.id, &items, cx.now).await?;
        for item in &items {
            let known = item.account.is_some() || listed(app, batch.teller, &item.told).await?;
            let outcome = book.judge(item, known, cx.now);
            play(&mut book, cx, item, outcome);
            tally.take(batch, item, outcome);
        }
        let since = cx.now - SIGNED_IN;
        let stretch = (after, end.place);
        let lately = event_item::signed_in(&mut source, batch.id, stretch, since).await?;
        let dead = lately
            .into_iter()
            .filter(|place| tally.dead.contains(place));
        tally.signed_in.extend(dead);
        after = end.place;
    }
    let sizes = event_batch::sizes(&mut source, batch.teller).await?;
    Ok(tally.rehearsal(app, batch, &sizes))
}

/// The same rule that the release follows, in memory.
fn play(book: &mut Book, cx: &Cx, item: &Item, outcome: Outcome) {
    if let Some(ledger) = book.ledger(item) {
        let kind = ledger.kind;
        apply(outcome, item.change, &mut ledger.holds, || Hold {
            id: HoldId::from_bytes([0; 16]),
            ground: item.change.ground(),
            holder: kind,
            reason: None,
            since: cx.now,
            until: None,
            channel: Channel::Register,
            source: String::new(),
            regime: regime(cx.now),
        });
    }
    if outcome.counts() {
        book.note(item);
    }
}

impl Tally {
    fn take(&mut self, batch: &Batch, item: &Item, outcome: Outcome) {
        *self.outcomes.entry(outcome).or_default() += 1;
        *match outcome.class() {
            Class::Lock => &mut self.counts.lock,
            Class::Open => &mut self.counts.open,
            Class::StayLocked => &mut self.counts.stay_locked,
            Class::Leave => &mut self.counts.leave,
            Class::Refuse => &mut self.counts.refuse,
        } += 1;
        if !outcome.changes() {
            return;
        }
        self.changing.push(item.place);
        if item.change.ground() == Ground::Death && item.change.direction() == Direction::Locks {
            self.dead.insert(item.place);
        }
        let born = birth_year(batch.teller, &item.told);
        if born.is_some_and(|born| odd_age(born, viet_nam_date(item.moment.at).year())) {
            self.age.push(item.place);
        }
    }

    fn rehearsal(self, app: &App, batch: &Batch, sizes: &[i64]) -> Rehearsal {
        let mut odd = Vec::new();
        for (kind, places) in [(Odd::SignedIn, &self.signed_in), (Odd::Age, &self.age)] {
            if !places.is_empty() {
                let count = i64::try_from(places.len()).unwrap_or(i64::MAX);
                let first = places.iter().copied().take(SAMPLE).collect();
                odd.push((kind.as_str().to_owned(), count, first));
            }
        }
        if unusual(batch.events, sizes) {
            odd.push((Odd::Size.as_str().to_owned(), batch.events, Vec::new()));
        }
        if many(self.counts.refuse, batch.events) {
            odd.push((
                Odd::Refused.as_str().to_owned(),
                self.counts.refuse,
                Vec::new(),
            ));
        }
        let mut outcomes: Vec<(String, i64)> = Vec::new();
        for outcome in Outcome::ALL {
            if let Some(count) = self.outcomes.get(outcome) {
                outcomes.push((outcome.as_str().to_owned(), *count));
            }
        }
        Rehearsal {
            counts: self.counts,
            outcomes,
            sample: sample(app, self.changing),
            odd,
        }
    }
}

/// A few places at random, in order.
fn sample(app: &App, mut from: Vec<i64>) -> Vec<i64> {
    let mut taken = Vec::new();
    while taken.len() < SAMPLE && !from.is_empty() {
        let at = usize::try_from(u32::from_le_bytes(app.random())).unwrap_or(0) % from.len();
        taken.push(from.swap_remove(at));
    }
    taken.sort_unstable();
    taken
}

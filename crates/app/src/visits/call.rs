//! The next number to an officer's desk.

use domain::event::Event;
use domain::fault::Fault;
use domain::ids::VisitId;
use domain::time::viet_nam_date;
use domain::visit::{Desk, Ticket, order};
use jiff::Timestamp;
use store::journey::Part;
use store::visit::{self, Stored};
use store::{Audit, Source};

use super::{counted, on_record, serving};
use crate::{App, Cx, Error, Result};

/// So often the next one is looked for when a colleague was faster.
const TRIES: usize = 10;

/// Says at which desk the officer sits, until he says another.
pub async fn set_desk(app: &App, cx: &Cx, desk: &str) -> Result<()> {
    let (cx, unit) = serving(cx)?;
    let desk = Desk::parse(desk)
        .ok_or_else(|| Fault::new("desk", "visit-desk").with("max", Desk::LONGEST))?;
    let mut tx = app.db.begin().await?;
    visit::set_desk(&mut tx, &unit, (cx.staff()?, &desk), cx.now).await?;
    Ok(tx.commit(Audit::Bookkeeping("desk")).await?)
}

/// The desk of the officer, or a demand to say it.
pub(super) async fn desk_of(source: &mut impl Source, cx: &Cx, unit: &str) -> Result<Desk> {
    let place = visit::desk(source, unit, cx.staff()?).await?;
    let desk = place.map(|place| place.desk);
    Ok(desk.ok_or_else(|| Fault::new("desk", "visit-desk-first"))?)
}

/// Who waits, in the order of being called.
pub(super) fn in_order(now: Timestamp, mut waiting: Vec<Stored>) -> Vec<Stored> {
    let nobody = Ticket {
        number: u32::MAX,
        at: now,
        slot: None,
    };
    order(now, &mut waiting, |visit| {
        let ticket = visit.state.ticket().copied().unwrap_or(nobody);
        (ticket, visit.priority().is_some())
    });
    waiting
}

/// Calls who is next to the officer's desk. Where a colleague calls him in the same moment, one of the two gets the one
/// after him. `calls` is how many the officer had called when he looked: a request that came twice calls one person.
pub async fn call_next(app: &App, cx: &Cx, calls: i64) -> Result<VisitId> {
    let (cx, unit) = serving(cx)?;
    for _ in 0..TRIES {
        let mut tx = app.db.begin().await?;
        let desk = desk_of(&mut tx, &cx, &unit).await?;
        visit::count_call(&mut tx, &unit, cx.staff()?, calls).await?;
        let waiting = visit::waiting(&mut tx, &unit, viet_nam_date(cx.now)).await?;
        let next = in_order(cx.now, waiting).into_iter().next();
        let mut next = next.ok_or(Error::Refused("visit-nobody"))?;
        next.state = next.state.call(desk, cx.now)?;
        match visit::save(&mut tx, &next).await {
            Err(store::Error::Stale) => continue,
            done => done?,
        }
        counted(&mut tx, &cx, &next, Part::Shared).await?;
        let entry = on_record(app, &cx, Event::VisitCalled, &next);
        tx.commit(entry).await?;
        return Ok(next.id);
    }
    Err(Error::Stale)
}

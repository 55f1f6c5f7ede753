//! A holder's visits: where and when, his number, another time, giving it back.

use domain::event::Event;
use domain::time::viet_nam_date;
use domain::visit::{Canceller, State};
use store::Tx;
use store::journey::Part;
use store::visit::{self, Office, Stored};

use super::book::count;
use super::make::{read_slot, recall, take, tell};
use super::times::place;
use super::{Seen, booking, counted, on_record, unchanged};
use crate::holder::{account, account_to_change, require_open};
use crate::{App, Cx, Error, Result};

/// His visit that is not over.
#[derive(Debug, Clone)]
pub struct Own {
    /// The visit.
    pub visit: Stored,
    /// Where.
    pub office: Office,
}

/// The holder's visits that are not over, the latest made first: at most one of them is booked.
pub async fn own(app: &App, cx: &Cx) -> Result<Vec<Own>> {
    let mut source = app.db.read().await?;
    let holder = account(&mut source, cx).await?;
    let mut found = Vec::new();
    for visit in visit::of_subject(&mut source, holder.account.subject).await? {
        let (office, _) = place(&mut source, &visit.unit).await?;
        found.push(Own { visit, office });
    }
    Ok(found)
}

/// The holder's own booking as he saw it; another's is not there.
async fn to_change(tx: &mut Tx, cx: &Cx, seen: &Seen<'_>) -> Result<Stored> {
    let holder = account_to_change(tx, cx).await?;
    require_open(&holder, cx)?;
    let found = visit::of_subject(tx, holder.account.subject).await?;
    let mut found = found.into_iter();
    let visit = found.find(|visit| visit.id.to_string() == seen.id);
    let visit = visit.ok_or(Error::NotFound)?;
    unchanged(&visit, seen.revision)?;
    Ok(visit)
}

/// Moves the booking to another time of the same unit: the new seat is taken before the old one is free.
pub async fn move_to(app: &App, cx: &Cx, seen: &Seen<'_>, slot: &str) -> Result<()> {
    cx.holder()?;
    let slot = read_slot(slot)?;
    count(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let mut visit = to_change(&mut tx, cx, seen).await?;
    let rules = booking(visit::rules_held(&mut tx, &visit.unit).await?)?;
    let before = visit.state.slot();
    if before == Some(slot) {
        return Ok(());
    }
    visit.state = visit.state.move_to(slot)?;
    visit.day = viet_nam_date(slot);
    take(&mut tx, cx, (&visit.unit, &rules), (slot, visit.id)).await?;
    if let Some(before) = before {
        visit::free_seat(&mut tx, &visit.unit, visit.id, before).await?;
    }
    visit::save(&mut tx, &visit).await?;
    tell(&mut tx, app, cx, (&visit, "visit-moved")).await?;
    recall(&mut tx, app, cx, (&visit, &rules)).await?;
    let entry = on_record(app, cx, Event::VisitMoved, &visit);
    Ok(tx.commit(entry).await?)
}

/// Gives the booking back.
pub async fn cancel(app: &App, cx: &Cx, seen: &Seen<'_>) -> Result<()> {
    cx.holder()?;
    let mut tx = app.db.begin().await?;
    let visit = to_change(&mut tx, cx, seen).await?;
    let entry = give_back(&mut tx, app, cx, (visit, Canceller::Holder)).await?;
    Ok(tx.commit(entry).await?)
}

/// The seat is free, the person may book anew and is told.
pub(super) async fn give_back(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (mut visit, by): (Stored, Canceller),
) -> Result<store::Entry> {
    visit.state = visit.state.cancel(by, cx.now)?;
    if let State::Cancelled { slot, .. } = visit.state {
        visit::free_seat(tx, &visit.unit, visit.id, slot).await?;
    }
    visit::save(tx, &visit).await?;
    let (kind, part) = match by {
        // One of many in a transaction.
        Canceller::Unit => ("visit-closed", Part::Apart),
        Canceller::Holder | Canceller::Officer => ("visit-cancelled", Part::Shared),
    };
    counted(tx, cx, &visit, part).await?;
    tell(tx, app, cx, (&visit, kind)).await?;
    Ok(on_record(app, cx, Event::VisitCancelled, &visit))
}

//! Breaches of a unit: the list, one of them read for a decision, its evidence.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::breach::State;
use domain::event::Event;
use domain::hold::Hold;
use store::breach::{self, Stored};
use store::{Entry, organisation};

use super::{BreachRef, seen};
use crate::counter::access::unit as own_unit;
use crate::{App, Cx, Error, Result, entry_with};

/// A breach with what its decision needs.
#[derive(Debug, Clone)]
pub struct Review {
    /// The breach.
    pub stored: Stored,
    /// The number, its middle hidden.
    pub number: String,
    /// Name of the holder.
    pub name: String,
    /// Holds in force.
    pub holds: Vec<Hold>,
    /// The reader may decide on the step that waits.
    pub may_decide: bool,
    /// The step that waits is the reader's own: somebody else decides.
    pub own_step: bool,
}

/// The unit's breaches, the newest first; references and states, no personal data.
pub async fn list(app: &App, cx: &Cx) -> Result<Vec<Stored>> {
    require(&cx.actor, Operation::RecordBreach)?;
    let unit = own_unit(cx)?;
    let mut source = app.db.scan().await?;
    Ok(breach::of_unit(&mut source, &unit).await?)
}

fn reading(app: &App, cx: &Cx, stored: &Stored) -> Entry {
    let detail = serde_json::json!({ "breach": stored.id });
    entry_with(app, cx, Event::RecordRead, stored.subject, detail)
}

/// Reads a breach; the reading is on record (D59-4.4).
pub async fn open(app: &App, cx: &Cx, place: BreachRef) -> Result<Review> {
    require(&cx.actor, Operation::RecordBreach)?;
    let cx = &cx.with_purpose(Purpose::Case);
    let me = cx.staff()?;
    let mut tx = app.db.begin().await?;
    let stored = seen(&mut tx, cx, place).await?;
    let holder = organisation::anybody(&mut tx, stored.subject, cx.now).await?;
    let holder = holder.ok_or(Error::NotFound)?;
    tx.commit(reading(app, cx, &stored)).await?;
    let breach = &stored.breach;
    let waits = match breach.state {
        State::Recorded => Some(breach.recorded.by),
        State::EndProposed => breach.proposed.map(|(_, step)| step.by),
        State::Confirmed | State::Rejected | State::Ended => None,
    };
    let own_step = waits == Some(me);
    let head = require(&cx.actor, Operation::DecideBreach).is_ok();
    Ok(Review {
        number: holder.masked(),
        name: holder.name().to_owned(),
        holds: holder.holder().account().holds.clone(),
        may_decide: waits.is_some() && head && !own_step,
        own_step,
        stored,
    })
}

/// One piece of evidence: name and bytes.
pub async fn paper(app: &App, cx: &Cx, place: BreachRef, at: usize) -> Result<(String, Vec<u8>)> {
    require(&cx.actor, Operation::RecordBreach)?;
    let cx = &cx.with_purpose(Purpose::Case);
    let mut source = app.db.scan().await?;
    let stored = seen(&mut source, cx, place).await?;
    let number = i64::try_from(at).map_err(|_| Error::NotFound)?;
    let bytes = breach::paper(&mut source, stored.subject, stored.id, number).await?;
    drop(source);
    let found = stored.body.papers.get(at).cloned().zip(bytes);
    let found = found.ok_or(Error::NotFound)?;
    let tx = app.db.begin().await?;
    tx.commit(reading(app, cx, &stored)).await?;
    Ok(found)
}

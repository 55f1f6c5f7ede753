//! Numbers of the day: for who comes to his booking, and for who walks in.

use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::VisitId;
use domain::time::viet_nam_date;
use domain::visit::{State, Ticket};
use store::journey::Part;
use store::visit::{self, Body, Stored};

use super::desk_book::{known, read_number, read_priority, right_number};
use super::make::read_reason;
use super::{counted, on_record, serving};
use crate::registration::text::{read_reference_of, reference_of};
use crate::{App, Cx, Error, Result};

/// Somebody comes to his booking.
#[derive(Debug, Clone, Copy)]
pub struct Arrive<'a> {
    /// Its reference, as he says it.
    pub reference: &'a str,
    /// Word of the reason to go first; may be empty.
    pub priority: &'a str,
}

/// Somebody walks in.
#[derive(Debug, Clone, Copy)]
pub struct WalkIn<'a> {
    /// `vis_…` that the page gave out with the form; one that comes twice has one number.
    pub id: &'a str,
    /// Word of the reason.
    pub reason: &'a str,
    /// Personal number; may be empty.
    pub number: &'a str,
    /// Word of the reason to go first; may be empty.
    pub priority: &'a str,
}

/// Gives a number to who comes to his booking at the officer's unit, on its day.
pub async fn arrive(app: &App, cx: &Cx, command: &Arrive<'_>) -> Result<VisitId> {
    let (cx, unit) = serving(cx)?;
    let mut faults = Faults::default();
    let reference = read_reference_of("LH", command.reference)
        .ok_or_else(|| Fault::new("reference", "visit-reference"));
    let reference = faults.take(reference);
    let priority = faults.take(read_priority(command.priority));
    let (Some(reference), Some(priority)) = (reference, priority) else {
        return Err(faults.into());
    };
    let mut tx = app.db.begin().await?;
    let found = visit::named(&mut tx, &unit, &reference).await?;
    let mut visit = found.ok_or_else(|| Fault::new("reference", "visit-reference-unknown"))?;
    // Said before the number is drawn: a number that nobody has is missed in the waiting room.
    visit.state.clone().arrive(0, cx.now)?;
    let number = visit::next_number(&mut tx, &unit, visit.day).await?;
    visit.state = visit.state.arrive(number, cx.now)?;
    if let (Some(body), Some(priority)) = (&mut visit.body, priority) {
        body.priority = Some(priority.as_str().to_owned());
    }
    visit::save(&mut tx, &visit).await?;
    counted(&mut tx, &cx, &visit, Part::Shared).await?;
    let entry = on_record(app, &cx, Event::VisitArrived, &visit);
    tx.commit(entry).await?;
    Ok(visit.id)
}

/// Gives a number to who walks in.
pub async fn walk_in(app: &App, cx: &Cx, command: &WalkIn<'_>) -> Result<VisitId> {
    let (cx, unit) = serving(cx)?;
    let mut faults = Faults::default();
    let reason = faults.take(read_reason(command.reason));
    let number = faults.take(read_number(command.number)).flatten();
    let priority = faults.take(read_priority(command.priority)).flatten();
    let (Some(reason), true) = (reason, faults.is_empty()) else {
        return Err(faults.into());
    };
    let id: VisitId = command.id.parse().map_err(|_| Error::Stale)?;
    let mut tx = app.db.begin().await?;
    if let Some(given) = visit::load(&mut tx, &unit, id).await? {
        let whose = given.body.and_then(|body| body.number);
        let same = given.reason == reason && whose == number;
        return if same { Ok(id) } else { Err(Error::Stale) };
    }
    right_number(&mut tx, &cx, (&unit, number.as_ref())).await?;
    let (account, old) = known(&mut tx, &cx, number.as_ref()).await?;
    let day = viet_nam_date(cx.now);
    let ticket = Ticket {
        number: visit::next_number(&mut tx, &unit, day).await?,
        at: cx.now,
        slot: None,
    };
    let language = account.as_ref().map(|a| a.language.clone());
    let visit = Stored {
        id,
        reference: reference_of(app, "LH"),
        unit,
        day,
        reason,
        state: State::Arrived(ticket),
        subject: account.map(|a| a.account.subject),
        body: Some(Body {
            number,
            phone: None,
            language: language.unwrap_or_else(|| cx.lang.as_str().to_owned()),
            priority: priority.or(old).map(|first| first.as_str().to_owned()),
        }),
        made: cx.now,
        revision: 1,
    };
    if !visit::insert(&mut tx, &visit).await? {
        // The same request, a moment before: its number is the one.
        return Ok(id);
    }
    let entry = on_record(app, &cx, Event::VisitArrived, &visit);
    tx.commit(entry).await.map_err(Error::from)?;
    Ok(visit.id)
}

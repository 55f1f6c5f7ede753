//! The day of a unit as its officers see it, and as its waiting room does.

use domain::ids::VisitId;
use domain::time::viet_nam_date;
use domain::visit::{Desk, State};
use jiff::civil::Date;
use store::visit::{self, Stored};

use super::call::in_order;
use super::{of_unit, serving};
use crate::{App, Cx, Result};

/// A unit's day. Of who comes it shows what he comes for, and nothing that names him.
#[derive(Debug, Clone)]
pub struct Day {
    /// The desk of the officer who looks.
    pub desk: Option<Desk>,
    /// How many he called from it.
    pub calls: i64,
    /// What the next number is given under: a request that came twice gives one.
    pub next: VisitId,
    /// Who was called and is not done, the last call first.
    pub called: Vec<Stored>,
    /// Who waits, in the order of being called.
    pub waiting: Vec<Stored>,
    /// Who is booked for today and did not come yet, by time.
    pub booked: Vec<Stored>,
    /// How many are done.
    pub done: i64,
}

/// The day of the officer's unit.
pub async fn day(app: &App, cx: &Cx) -> Result<Day> {
    let (cx, unit) = serving(cx)?;
    let today = viet_nam_date(cx.now);
    let mut source = app.db.read().await?;
    let waiting = visit::waiting(&mut source, &unit, today).await?;
    let place = visit::desk(&mut source, &unit, cx.staff()?).await?;
    Ok(Day {
        calls: place.as_ref().map_or(0, |place| place.calls),
        desk: place.map(|place| place.desk),
        next: app.id(VisitId::from_bytes),
        called: visit::in_service(&mut source, &unit, today).await?,
        waiting: in_order(cx.now, waiting),
        booked: visit::booked_on(&mut source, &unit, today).await?,
        done: visit::done_on(&mut source, &unit, today).await?,
    })
}

/// One visit of the officer's unit: its number, to be handed over.
pub async fn one(app: &App, cx: &Cx, id: &str) -> Result<Stored> {
    let (_, unit) = serving(cx)?;
    let mut source = app.db.read().await?;
    of_unit(&mut source, &unit, id).await
}

/// A number and its desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Of the day.
    pub number: u32,
    /// Where to.
    pub desk: Desk,
}

/// What the waiting room sees: numbers and desks, nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Display {
    /// The last call first.
    pub called: Vec<Shown>,
    /// How many wait.
    pub waiting: usize,
}

/// So many numbers fit on the screen.
const FIT: usize = 8;

/// What the waiting room of a unit sees on a day.
pub(super) async fn display_of(app: &App, unit: &str, today: Date) -> Result<Display> {
    let mut source = app.db.read().await?;
    let waiting = visit::waiting(&mut source, unit, today).await?.len();
    let called = visit::in_service(&mut source, unit, today).await?;
    let shown = |visit: Stored| match visit.state {
        State::Called { ticket, desk, .. } => Some(Shown {
            number: ticket.number,
            desk,
        }),
        State::Booked { .. }
        | State::Arrived(_)
        | State::Served { .. }
        | State::Left { .. }
        | State::Cancelled { .. }
        | State::Missed { .. } => None,
    };
    let called = called.into_iter().filter_map(shown).take(FIT).collect();
    Ok(Display { called, waiting })
}

//! Visits to the counter (D59-14.2.a1, D59-15.2): bookings by holders and officers, numbers for who walks in, the queue
//! of a unit's day, its opening hours.

mod act;
mod arrive;
mod book;
mod call;
mod close;
mod day;
mod desk_book;
mod hours;
mod make;
mod night;
mod own;
mod remind;
mod screen;
mod start;
mod times;

pub use act::{Act, act};
pub use arrive::{Arrive, WalkIn, arrive, walk_in};
pub use book::{Book, book};
pub use call::{call_next, set_desk};
pub use close::{close_day, open_day};
pub use day::{Day, Display, Shown, day, one};
pub use desk_book::{DeskBook, book_for};
pub use hours::{Hours, SetHours, hours, set_hours, set_hours_at};
pub use night::schedule;
pub(crate) use night::{KIND as NIGHT, run as night};
pub use own::{Own, cancel, move_to, own};
pub(crate) use remind::{KIND as REMIND, run as remind};
pub use screen::{on_screen, screen};
pub(crate) use start::served;
pub use start::{Started, start};
pub use times::{Free, Times, nearest, offices, times, times_here};

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::ids::VisitId;
use domain::journey::{Journey, Outcome};
use domain::visit::{Canceller, State, VisitError};
use jiff::SignedDuration;
use store::audit::NOBODY;
use store::journey::{Part, end, reach};
use store::visit::{self, Rules, Stored};
use store::{Entry, Source, Tx};

use crate::counter::access::unit;
use crate::{App, Cx, Error, Result, entry_with};

/// So long after its end it is known whose a visit was.
pub(crate) const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

impl From<VisitError> for Error {
    fn from(error: VisitError) -> Self {
        Self::Refused(error.code())
    }
}

/// A visit as an officer, or its holder, saw it when he acted.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// `vis_…`.
    pub id: &'a str,
    /// Its revision on the page he looked at.
    pub revision: i64,
}

/// Whoever serves at a counter: his unit, and the context with its purpose.
fn serving(cx: &Cx) -> Result<(Cx, String)> {
    require(&cx.actor, Operation::ServeVisits)?;
    Ok((cx.with_purpose(Purpose::Assistance), unit(cx)?))
}

/// A visit of the officer's unit; another unit's is not there.
async fn of_unit(source: &mut impl Source, unit: &str, id: &str) -> Result<Stored> {
    let id: VisitId = id.parse().map_err(|_| Error::NotFound)?;
    let found = visit::load(source, unit, id).await?;
    found.ok_or(Error::NotFound)
}

fn unchanged(stored: &Stored, revision: i64) -> Result<()> {
    if stored.revision == revision {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// By what the times of a unit are derived, where it takes bookings.
fn booking(rules: Option<Rules>) -> Result<Rules> {
    rules.ok_or(Error::Refused("visit-no-hours"))
}

/// R50-6: how far who booked came, with what the transaction writes. Who walks in made no booking.
async fn counted(tx: &mut Tx, cx: &Cx, of: &Stored, part: Part) -> Result<()> {
    let outcome = match &of.state {
        State::Booked { .. } => return Ok(()),
        State::Arrived(_) => return Ok(reach(tx, &of.id, (Journey::Visit, "arrived")).await?),
        State::Called { .. } => return Ok(reach(tx, &of.id, (Journey::Visit, "called")).await?),
        State::Served { .. } => Outcome::Done,
        State::Cancelled {
            by: Canceller::Unit,
            ..
        } => Outcome::Refused,
        State::Missed { .. } | State::Left { .. } | State::Cancelled { .. } => Outcome::GivenUp,
    };
    Ok(end(tx, &of.id, (outcome, cx.now), part).await?)
}

/// What happened to a visit, on record: no name, no number.
fn on_record(app: &App, cx: &Cx, event: Event, of: &Stored) -> Entry {
    let detail = serde_json::json!({
        "visit": of.id,
        "unit": of.unit,
        "slot": of.state.slot(),
        "number": of.state.ticket().map(|ticket| ticket.number),
    });
    entry_with(app, cx, event, of.subject.unwrap_or(NOBODY), detail)
}

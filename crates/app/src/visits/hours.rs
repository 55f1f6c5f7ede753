//! Opening hours of a unit, edited by its head.

use domain::actor::{Actor, Purpose};
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::time::viet_nam_date;
use domain::visit::OpeningHours;
use jiff::civil::Date;
use store::audit::NOBODY;
use store::visit;

use crate::counter::access::unit;
use crate::{App, Cx, Error, Result, entry_with};

/// Fields of the week's form, Monday first.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Opening hours as a form shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// Monday to Sunday: `07:30-11:30, 13:30-17:00`.
    pub week: [String; 7],
    /// Minutes a visit, desks for appointments, days ahead, minutes of lead time.
    pub numbers: [u16; 4],
    /// Revision; nothing of it before the first.
    pub revision: i64,
    /// Closed days from today on and why.
    pub closed: Vec<(Date, String)>,
}

/// Opening hours as typed.
#[derive(Debug, Clone, Copy)]
pub struct SetHours<'a> {
    /// Monday to Sunday.
    pub week: [&'a str; 7],
    /// Minutes a visit.
    pub minutes: &'a str,
    /// Desks for appointments.
    pub seats: &'a str,
    /// Days ahead.
    pub ahead: &'a str,
    /// Minutes of lead time.
    pub lead: &'a str,
    /// Of the page he looked at.
    pub revision: i64,
}

/// What a unit begins with.
const NUMBERS: [u16; 4] = [20, 1, OpeningHours::AHEAD, 60];

/// The head of a unit, at home.
pub(super) fn heading(cx: &Cx) -> Result<(Cx, String)> {
    require(&cx.actor, Operation::ChangeHours)?;
    Ok((cx.with_purpose(Purpose::Administration), unit(cx)?))
}

/// Opening hours and closed days of the head's unit.
pub async fn hours(app: &App, cx: &Cx) -> Result<Hours> {
    let (cx, unit) = heading(cx)?;
    let mut source = app.db.read().await?;
    let mut closed = visit::closed_days(&mut source, &unit).await?;
    closed.retain(|(day, _)| *day >= viet_nam_date(cx.now));
    let rules = visit::rules(&mut source, &unit).await?;
    let hours = rules.as_ref().map(|rules| &rules.hours);
    Ok(Hours {
        week: hours.map_or_else(Default::default, OpeningHours::week),
        numbers: hours.map_or(NUMBERS, |h| [h.minutes(), h.seats(), h.ahead(), h.lead()]),
        revision: rules.as_ref().map_or(0, |rules| rules.revision),
        closed,
    })
}

fn read(typed: &SetHours<'_>) -> Result<OpeningHours> {
    let mut faults = Faults::default();
    for (field, text) in DAYS.into_iter().zip(typed.week) {
        faults.take(OpeningHours::check_day(text).map_err(|e| Fault::new(field, e.code())));
    }
    let mut number = |field: &'static str, text: &str| {
        // Out of every range where it is no number.
        faults.take(
            text.trim()
                .parse::<u16>()
                .map_err(|_| Fault::new(field, "hours-number")),
        )
    };
    let numbers = [
        number("minutes", typed.minutes),
        number("seats", typed.seats),
        number("ahead", typed.ahead),
        number("lead", typed.lead),
    ];
    let [Some(minutes), Some(seats), Some(ahead), Some(lead)] = numbers else {
        return Err(faults.into());
    };
    if !faults.is_empty() {
        return Err(faults.into());
    }
    OpeningHours::new(typed.week, [minutes, seats, ahead, lead]).map_err(|e| {
        let field = match e {
            domain::visit::HoursError::Minutes => "minutes",
            domain::visit::HoursError::Seats => "seats",
            domain::visit::HoursError::Ahead => "ahead",
            domain::visit::HoursError::Lead => "lead",
            domain::visit::HoursError::Format
            | domain::visit::HoursError::Backwards
            | domain::visit::HoursError::Overlap => "mon",
        };
        Fault::new(field, e.code()).into()
    })
}

/// Sets the opening hours of the head's unit. Bookings stay as they were promised.
pub async fn set_hours(app: &App, cx: &Cx, typed: &SetHours<'_>) -> Result<()> {
    let (cx, unit) = heading(cx)?;
    write(app, &cx, &unit, typed).await
}

/// The same for any unit, by the operator at his shell.
pub async fn set_hours_at(app: &App, cx: &Cx, unit: &str, typed: &SetHours<'_>) -> Result<()> {
    if cx.actor != Actor::Operator {
        return Err(Error::Forbidden);
    }
    write(app, cx, unit, typed).await
}

async fn write(app: &App, cx: &Cx, unit: &str, typed: &SetHours<'_>) -> Result<()> {
    let hours = read(typed)?;
    let mut tx = app.db.begin().await?;
    if typed.revision == 0 {
        if !visit::insert_hours(&mut tx, unit, &hours).await? {
            return Err(Error::Stale);
        }
    } else {
        visit::set_hours(&mut tx, unit, typed.revision, &hours).await?;
    }
    let detail = serde_json::json!({ "unit": unit, "week": hours.week() });
    let entry = entry_with(app, cx, Event::HoursChanged, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}

//! A day on which a unit is closed: its bookings are cancelled, and who booked is told.

use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::time::viet_nam_date;
use domain::visit::Canceller;
use jiff::civil::Date;
use store::audit::NOBODY;
use store::visit;

use super::booking;
use super::hours::heading;
use super::own::give_back;
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with};

/// Closes the head's unit on a day (`YYYY-MM-DD`), today or later.
pub async fn close_day(app: &App, cx: &Cx, day: &str, why: &str) -> Result<()> {
    let (cx, unit) = heading(cx)?;
    let mut faults = Faults::default();
    let day = day.trim().parse::<Date>();
    let day = faults.take(day.map_err(|_| Fault::new("day", "date-format")));
    let why = faults.take(words(("why", "visit-closed-why"), why, 100));
    let (Some(day), Some(why)) = (day, why) else {
        return Err(faults.into());
    };
    if day < viet_nam_date(cx.now) {
        return Err(Fault::new("day", "visit-day-past").into());
    }
    let mut tx = app.db.begin().await?;
    booking(visit::rules_held(&mut tx, &unit).await?)?;
    if !visit::close_day(&mut tx, &unit, day, &why).await? {
        return Err(Fault::new("day", "visit-day-closed-already").into());
    }
    let detail = serde_json::json!({ "unit": unit, "closed": day, "words": why });
    let mut entries = vec![entry_with(app, &cx, Event::HoursChanged, NOBODY, detail)];
    for visit in visit::booked_on(&mut tx, &unit, day).await? {
        entries.push(give_back(&mut tx, app, &cx, (visit, Canceller::Unit)).await?);
    }
    Ok(tx.commit(entries).await?)
}

/// Opens it again. What was cancelled stays so.
pub async fn open_day(app: &App, cx: &Cx, day: &str) -> Result<()> {
    let (cx, unit) = heading(cx)?;
    let day: Date = day.trim().parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.db.begin().await?;
    if !visit::open_day(&mut tx, &unit, day).await? {
        return Err(Error::NotFound);
    }
    let detail = serde_json::json!({ "unit": unit, "opened": day });
    let entry = entry_with(app, &cx, Event::HoursChanged, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}

//! Opening hours and closed days of a unit, and where its officers sit.

use domain::calendar::Calendar;
use domain::ids::StaffId;
use domain::time::millis;
use domain::visit::{Closure, Desk, OpeningHours};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::registers::day;
use crate::{Error, Result, Source, Tx, holiday};

const CORRUPT: Error = Error::Corrupt("visit_hours");

/// By what the times of a unit are derived.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Its hours.
    pub hours: OpeningHours,
    /// Their revision.
    pub revision: i64,
    /// Its closed days.
    pub closed: Closure,
    /// Working days of the country.
    pub calendar: Calendar,
}

row! {
    struct HoursRow {
        week: String,
        minutes: i64,
        seats: i64,
        ahead: i64,
        lead: i64,
        revision: i64,
    }
}

impl HoursRow {
    fn hours(&self) -> Option<OpeningHours> {
        let days: Vec<&str> = self.week.split(';').collect();
        let week = <[&str; 7]>::try_from(days).ok()?;
        let number = |value: i64| u16::try_from(value).ok();
        let numbers = [
            number(self.minutes)?,
            number(self.seats)?,
            number(self.ahead)?,
            number(self.lead)?,
        ];
        OpeningHours::new(week, numbers).ok()
    }
}

pub(crate) const HOURS: &str =
    "SELECT week, minutes, seats, ahead, lead, revision FROM visit_hours WHERE unit = $1";

/// By what the times of a unit are derived; nothing where it takes no bookings.
pub async fn rules(source: &mut impl Source, unit: &str) -> Result<Option<Rules>> {
    let Some(row) = fetch_optional!(source, HoursRow, HOURS, unit)? else {
        return Ok(None);
    };
    let days = closed_days(source, unit).await?;
    Ok(Some(Rules {
        hours: row.hours().ok_or(CORRUPT)?,
        revision: row.revision,
        closed: days.into_iter().map(|(day, _)| day).collect(),
        calendar: holiday::calendar(source).await?,
    }))
}

pub(crate) const HOLD: &str = "SELECT revision FROM visit_hours WHERE unit = $1 FOR UPDATE";

/// The same for a booking or a change: bookings of a unit, its hours and its closed days wait for each other. SQLite
/// has one writer and nothing to hold.
pub async fn rules_held(tx: &mut Tx, unit: &str) -> Result<Option<Rules>> {
    if let crate::Conn::Pg(c) = tx.conn() {
        sqlx::query(HOLD).bind(unit).execute(c).await?;
    }
    rules(tx, unit).await
}

pub(crate) const INSERT_HOURS: &str = "INSERT INTO visit_hours (unit, week, minutes, seats, ahead, lead, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (unit) DO NOTHING";

/// The first opening hours of a unit; `false` where it has some.
pub async fn insert_hours(tx: &mut Tx, unit: &str, hours: &OpeningHours) -> Result<bool> {
    let rows = execute!(
        tx,
        INSERT_HOURS,
        unit,
        hours.week().join(";"),
        i64::from(hours.minutes()),
        i64::from(hours.seats()),
        i64::from(hours.ahead()),
        i64::from(hours.lead())
    )?;
    Ok(rows == 1)
}

pub(crate) const SET_HOURS: &str = "UPDATE visit_hours SET week = $3, minutes = $4, seats = $5, ahead = $6, lead = $7, \
     revision = revision + 1 WHERE unit = $1 AND revision = $2";

/// Other opening hours; [`Error::Stale`] where somebody was faster.
pub async fn set_hours(tx: &mut Tx, unit: &str, seen: i64, hours: &OpeningHours) -> Result<()> {
    let rows = execute!(
        tx,
        SET_HOURS,
        unit,
        seen,
        hours.week().join(";"),
        i64::from(hours.minutes()),
        i64::from(hours.seats()),
        i64::from(hours.ahead()),
        i64::from(hours.lead())
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

pub(crate) const CLOSED: &str = "SELECT day, reason FROM visit_closed WHERE unit = $1 ORDER BY day";

/// Closed days of a unit and why.
pub async fn closed_days(source: &mut impl Source, unit: &str) -> Result<Vec<(Date, String)>> {
    let rows = fetch_all!(source, (String, String), CLOSED, unit)?;
    let read = |(text, why): (String, String)| Ok((day(&text, "visit_closed")?, why));
    rows.into_iter().map(read).collect()
}

pub(crate) const CLOSE: &str = "INSERT INTO visit_closed (unit, day, reason) VALUES ($1, $2, $3) \
     ON CONFLICT (unit, day) DO NOTHING";

/// Closes a unit on a day; `false` where it was closed.
pub async fn close_day(tx: &mut Tx, unit: &str, on: Date, why: &str) -> Result<bool> {
    Ok(execute!(tx, CLOSE, unit, on.to_string(), why)? == 1)
}

pub(crate) const OPEN: &str = "DELETE FROM visit_closed WHERE unit = $1 AND day = $2";

/// Opens it again; `false` where it was not closed.
pub async fn open_day(tx: &mut Tx, unit: &str, on: Date) -> Result<bool> {
    Ok(execute!(tx, OPEN, unit, on.to_string())? == 1)
}

pub(crate) const PURGE_CLOSED: &str = "DELETE FROM visit_closed WHERE (unit, day) IN \
     (SELECT unit, day FROM visit_closed WHERE day < $1 LIMIT $2)";

/// Drops closed days before one.
pub async fn purge_closed(tx: &mut Tx, before: Date, limit: i64) -> Result<u64> {
    execute!(tx, PURGE_CLOSED, before.to_string(), limit)
}

/// Where an officer sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name of the desk.
    pub desk: Desk,
    /// How many he called from a desk of his since the first is on record.
    pub calls: i64,
}

pub(crate) const DESK: &str = "SELECT desk, calls FROM visit_desk WHERE unit = $1 AND officer = $2";

/// At which desk an officer sits.
pub async fn desk(source: &mut impl Source, unit: &str, officer: StaffId) -> Result<Option<Place>> {
    let officer = officer.as_bytes().as_slice();
    let row = fetch_optional!(source, (String, i64), DESK, unit, officer)?;
    Ok(row.and_then(|(desk, calls)| {
        let desk = Desk::parse(&desk)?;
        Some(Place { desk, calls })
    }))
}

pub(crate) const SET_DESK: &str = "INSERT INTO visit_desk (unit, officer, desk, calls, set_at) VALUES ($1, $2, $3, 0, $4) \
     ON CONFLICT (unit, officer) DO UPDATE SET desk = EXCLUDED.desk, set_at = EXCLUDED.set_at";

/// He sits there from now on.
pub async fn set_desk(
    tx: &mut Tx,
    unit: &str,
    (officer, desk): (StaffId, &Desk),
    now: Timestamp,
) -> Result<()> {
    let officer = officer.as_bytes().as_slice();
    execute!(tx, SET_DESK, unit, officer, desk.as_str(), millis(now))?;
    Ok(())
}

pub(crate) const COUNT_CALL: &str =
    "UPDATE visit_desk SET calls = calls + 1 WHERE unit = $1 AND officer = $2 AND calls = $3";

/// Counts a call of an officer who had made so many; [`Error::Stale`] where he made another since.
pub async fn count_call(tx: &mut Tx, unit: &str, officer: StaffId, seen: i64) -> Result<()> {
    let officer = officer.as_bytes().as_slice();
    match execute!(tx, COUNT_CALL, unit, officer, seen)? {
        1 => Ok(()),
        _ => Err(Error::Stale),
    }
}

pub(crate) const PURGE_DESKS: &str = "DELETE FROM visit_desk WHERE (unit, officer) IN \
     (SELECT unit, officer FROM visit_desk WHERE set_at < $1 LIMIT $2)";

/// Drops desks that nobody said again since an instant.
pub async fn purge_desks(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(tx, PURGE_DESKS, millis(before), limit)
}

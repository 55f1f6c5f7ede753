//! What nobody may have twice: a seat at a time, a person's open booking, a number of the day.

use domain::ids::VisitId;
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use jiff::civil::Date;

use super::Stored;
use crate::{Result, Source, Tx};

pub(crate) const TAKE: &str = "INSERT INTO visit_seat (unit, slot, seat, visit) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (unit, slot, seat) DO NOTHING";

/// Takes one of so many seats at a time; `false` when all are taken.
pub async fn take_seat(
    tx: &mut Tx,
    unit: &str,
    slot: Timestamp,
    (seats, visit): (u16, VisitId),
) -> Result<bool> {
    for seat in 1..=i64::from(seats) {
        let slot = millis(slot);
        if execute!(tx, TAKE, unit, slot, seat, visit.as_bytes().as_slice())? == 1 {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(crate) const FREE: &str = "DELETE FROM visit_seat WHERE unit = $1 AND visit = $2 AND slot = $3";

/// Gives a seat back.
pub async fn free_seat(tx: &mut Tx, unit: &str, visit: VisitId, slot: Timestamp) -> Result<()> {
    execute!(tx, FREE, unit, visit.as_bytes().as_slice(), millis(slot))?;
    Ok(())
}

pub(crate) const TAKEN: &str = "SELECT slot, COUNT(*) FROM visit_seat \
     WHERE unit = $1 AND slot >= $2 AND slot < $3 GROUP BY slot";

/// How many seats are taken at each time between two instants.
pub async fn taken(
    source: &mut impl Source,
    unit: &str,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<(Timestamp, i64)>> {
    let (from, to) = (millis(from), millis(to));
    let rows = fetch_all!(source, (i64, i64), TAKEN, unit, from, to)?;
    let seat = |(slot, count)| (from_millis(slot), count);
    Ok(rows.into_iter().map(seat).collect())
}

pub(crate) const FORGET_SEATS: &str = "DELETE FROM visit_seat WHERE (unit, slot, seat) IN \
     (SELECT unit, slot, seat FROM visit_seat WHERE slot < $1 LIMIT $2)";

/// Drops seats of times before an instant.
pub async fn forget_seats(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(tx, FORGET_SEATS, millis(before), limit)
}

pub(crate) const HOLD: &str = "INSERT INTO visit_person (digest, unit, visit) VALUES ($1, $2, $3) \
     ON CONFLICT (digest) DO NOTHING";

/// One open booking a person; `false` when he has one.
pub async fn hold_person(tx: &mut Tx, person: &str, unit: &str, visit: VisitId) -> Result<bool> {
    let digest = tx.keys().digest("visit", person);
    let rows = execute!(tx, HOLD, digest, unit, visit.as_bytes().as_slice())?;
    Ok(rows == 1)
}

pub(crate) const RELEASE: &str = "DELETE FROM visit_person WHERE unit = $1 AND visit = $2";

/// He may book again.
pub(super) async fn release_person(tx: &mut Tx, of: &Stored) -> Result<()> {
    let id = of.id.as_bytes().as_slice();
    execute!(tx, RELEASE, of.unit.as_str(), id)?;
    Ok(())
}

pub(crate) const COUNT: &str = "INSERT INTO visit_count (unit, day, last) VALUES ($1, $2, 1) \
     ON CONFLICT (unit, day) DO UPDATE SET last = visit_count.last + 1";
pub(crate) const LAST: &str = "SELECT last FROM visit_count WHERE unit = $1 AND day = $2";

/// The next number of a unit's day. Its row is held until the transaction ends, so that no number is given twice.
pub async fn next_number(tx: &mut Tx, unit: &str, day: Date) -> Result<u32> {
    let day = day.to_string();
    execute!(tx, COUNT, unit, day.as_str())?;
    let (last,) = fetch_one!(tx, (i64,), LAST, unit, day.as_str())?;
    u32::try_from(last).map_err(|_| super::CORRUPT)
}

pub(crate) const PURGE_COUNTS: &str = "DELETE FROM visit_count WHERE (unit, day) IN \
     (SELECT unit, day FROM visit_count WHERE day < $1 LIMIT $2)";

/// Drops the counters of days before one.
pub async fn purge_counts(tx: &mut Tx, before: Date, limit: i64) -> Result<u64> {
    execute!(tx, PURGE_COUNTS, before.to_string(), limit)
}

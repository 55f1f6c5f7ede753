//! Visits of a day, of a holder, of the night; units that can be booked.

use domain::ids::SubjectId;
use jiff::civil::Date;

use super::columns::VisitRow;
use super::{Stored, select};
use crate::{Keys, Result, Source};

fn all(rows: Vec<VisitRow>, keys: &Keys) -> Result<Vec<Stored>> {
    rows.into_iter().map(|row| row.into_stored(keys)).collect()
}

pub(crate) const WAITING: &str =
    select!("WHERE unit = $1 AND day = $2 AND state = 'arrived' ORDER BY number");

/// Who waits at a unit on a day, by number.
pub async fn waiting(source: &mut impl Source, unit: &str, day: Date) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, VisitRow, WAITING, unit, day.to_string())?;
    all(rows, &source.keys())
}

pub(crate) const IN_SERVICE: &str = select!(
    "WHERE unit = $1 AND day = $2 AND state = 'called' ORDER BY called_at DESC, number DESC"
);

/// Who was called and is not done, the last call first.
pub async fn in_service(source: &mut impl Source, unit: &str, day: Date) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, VisitRow, IN_SERVICE, unit, day.to_string())?;
    all(rows, &source.keys())
}

pub(crate) const BOOKED: &str =
    select!("WHERE unit = $1 AND day = $2 AND state = 'booked' ORDER BY slot, id");

/// Who is booked on a day and did not come yet, by time.
pub async fn booked_on(source: &mut impl Source, unit: &str, day: Date) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, VisitRow, BOOKED, unit, day.to_string())?;
    all(rows, &source.keys())
}

pub(crate) const DONE: &str =
    "SELECT COUNT(*) FROM visit WHERE unit = $1 AND day = $2 AND state IN ('served', 'left')";

/// How many were served or left on a day.
pub async fn done_on(source: &mut impl Source, unit: &str, day: Date) -> Result<i64> {
    Ok(fetch_one!(source, (i64,), DONE, unit, day.to_string())?.0)
}

pub(crate) const OF_SUBJECT: &str = select!(
    "WHERE subject = $1 AND state IN ('booked', 'arrived', 'called') ORDER BY made_at DESC, id LIMIT 20"
);

/// The visits of a holder that are not over, the latest made first.
pub async fn of_subject(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Stored>> {
    let id = subject.as_bytes().as_slice();
    let rows = fetch_all!(source, VisitRow, OF_SUBJECT, id)?;
    all(rows, &source.keys())
}

pub(crate) const OVER: &str = select!(
    "WHERE day < $1 AND state IN ('booked', 'arrived', 'called') ORDER BY day, unit, id LIMIT $2"
);

/// What days before left open, each readable or not: one bad row keeps no other from its end.
pub async fn over_since(
    source: &mut impl Source,
    today: Date,
    limit: i64,
) -> Result<Vec<Result<Stored>>> {
    let rows = fetch_all!(source, VisitRow, OVER, today.to_string(), limit)?;
    let keys = source.keys();
    Ok(rows.into_iter().map(|row| row.into_stored(&keys)).collect())
}

pub(crate) const BEGUN_FOR: &str =
    select!("WHERE unit = $1 AND day = $2 AND state = 'called' AND registration = $3");

/// The visit for which a registration was opened, while it is not done.
pub async fn begun_for(
    source: &mut impl Source,
    (unit, day): (&str, Date),
    registration: &str,
) -> Result<Option<Stored>> {
    let day = day.to_string();
    let row = fetch_optional!(source, VisitRow, BEGUN_FOR, unit, day, registration)?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

row! {
    /// A unit that can be booked.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Office {
        /// Its code.
        pub code: String,
        /// Its name.
        pub name: String,
        /// Where it is.
        pub address: String,
    }
}

pub(crate) const OFFICES: &str = "SELECT u.code, u.name, u.address FROM unit u JOIN visit_hours h ON h.unit = u.code \
     WHERE u.province = $1 AND u.kind = $2 AND u.valid_from <= $3 AND (u.valid_to IS NULL OR u.valid_to >= $3) \
     ORDER BY u.name, u.code LIMIT $4";

/// Units of a province and kind that stand on a day and can be booked.
pub async fn offices(
    source: &mut impl Source,
    (province, kind): (&str, &str),
    today: Date,
    limit: i64,
) -> Result<Vec<Office>> {
    let today = today.to_string();
    fetch_all!(
        source,
        Office,
        OFFICES,
        province,
        kind,
        today.as_str(),
        limit
    )
}

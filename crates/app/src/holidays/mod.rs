//! The administrator's table of days off and days worked (WD-3, WD-5). What was promised stays: due dates
//! are stored as instants when a request is received, and a change of the table counts for what is received
//! after it. A term is thereby never lengthened behind the applicant's back.

mod change;
mod year;

pub use change::{Change, Kind, Preview, change, preview};
pub use year::{Year, adopt, year};

use domain::calendar::published_plans;
use domain::fault::Fault;
use domain::registers::HolidayRecord;
use store::{Tx, holiday};

use crate::{Error, Result};

fn of_the_table(year: i16) -> std::result::Result<i16, Fault> {
    let years = domain::calendar::YEARS;
    if years.contains(&year) {
        Ok(year)
    } else {
        Err(Fault::new("year", "holidays-year")
            .with("from", years.start())
            .with("to", years.end()))
    }
}

/// An empty table means the years as they were published: they are written down before the first change.
async fn written(tx: &mut Tx) -> Result<Vec<HolidayRecord>> {
    let table = holiday::list(tx).await?;
    if !table.is_empty() {
        return Ok(table);
    }
    let plans = published_plans().map_err(|e| Error::Internal(e.to_string()))?;
    for plan in plans {
        let days = plan.off.iter().map(|day| (*day, false));
        for (day, worked) in days.chain(plan.worked.iter().map(|day| (*day, true))) {
            let record = HolidayRecord {
                day,
                worked,
                name: String::new(),
            };
            holiday::insert(tx, &record).await?;
        }
    }
    Ok(holiday::list(tx).await?)
}

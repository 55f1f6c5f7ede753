//! One year: what the table says, or what the rules propose.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::calendar::{Holiday, proposal, published_plans};
use domain::event::Event;
use domain::registers::HolidayRecord;
use jiff::civil::Date;
use store::audit::NOBODY;
use store::holiday;

use super::{of_the_table, written};
use crate::{App, Cx, Error, Result, entry_with};

/// A year of the calendar.
#[derive(Debug, Clone)]
pub struct Year {
    /// Which.
    pub year: i16,
    /// Days of the table; none where nobody has fixed the year.
    pub days: Vec<HolidayRecord>,
    /// WD-2, WD-4: what the rules propose where there is no table.
    pub proposal: Vec<(Date, Holiday)>,
}

/// Reads a year, 2022 to 2050.
pub async fn year(app: &App, cx: &Cx, year: i16) -> Result<Year> {
    require(&cx.actor, Operation::ChangeCalendar)?;
    let year = of_the_table(year)?;
    let mut source = app.db.read().await?;
    let table = holiday::list(&mut source).await?;
    let days: Vec<HolidayRecord> = if table.is_empty() {
        published(year)?
    } else {
        table.into_iter().filter(|r| r.day.year() == year).collect()
    };
    let proposal = match days.as_slice() {
        [] => proposal(year).unwrap_or_default(),
        [_, ..] => Vec::new(),
    };
    Ok(Year {
        year,
        days,
        proposal,
    })
}

fn published(year: i16) -> Result<Vec<HolidayRecord>> {
    let plans = published_plans().map_err(|e| Error::Internal(e.to_string()))?;
    let plan = plans.into_iter().find(|plan| plan.year == year);
    let record = |worked| {
        move |day| HolidayRecord {
            day,
            worked,
            name: String::new(),
        }
    };
    let mut days: Vec<HolidayRecord> = plan
        .map(|plan| {
            let off = plan.off.into_iter().map(record(false));
            off.chain(plan.worked.into_iter().map(record(true)))
                .collect()
        })
        .unwrap_or_default();
    days.sort_by_key(|r| r.day);
    Ok(days)
}

/// WD-3: takes the proposal of a year without a table over, to be corrected by what the Prime Minister
/// fixed.
pub async fn adopt(app: &App, cx: &Cx, year: i16) -> Result<()> {
    require(&cx.actor, Operation::ChangeCalendar)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let year = of_the_table(year)?;
    let mut tx = app.db.begin().await?;
    let table = written(&mut tx).await?;
    if table.iter().any(|r| r.day.year() == year) {
        return Err(Error::Refused("holidays-adopted"));
    }
    for (day, name) in proposal(year).unwrap_or_default() {
        let record = HolidayRecord {
            day,
            worked: false,
            name: name.as_str().to_owned(),
        };
        holiday::insert(&mut tx, &record).await?;
    }
    let detail = serde_json::json!({ "year": year, "change": "adopted" });
    let entry = entry_with(app, cx, Event::HolidayChanged, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}

//! One day is added or taken out, with words, after a look at the terms that run over it.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::registers::HolidayRecord;
use domain::time::end_of_day;
use jiff::civil::{Date, Weekday};
use store::audit::NOBODY;
use store::holiday;

use super::{of_the_table, written};
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with};

/// What is done with a day (`holidays-kind-<word>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Offices are closed.
    Off,
    /// WD-5: a Saturday or Sunday is worked.
    Working,
    /// Taken out of the table.
    Remove,
}

impl Kind {
    /// All kinds, in the order shown.
    pub const ALL: [Self; 3] = [Self::Off, Self::Working, Self::Remove];

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Working => "working",
            Self::Remove => "remove",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A change as typed.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// dd/mm/yyyy.
    pub day: &'a str,
    /// `off`, `working` or `remove`.
    pub kind: &'a str,
    /// Name of the day, or why it is taken out.
    pub words: &'a str,
}

/// What a change would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Which day.
    pub day: Date,
    /// What is done with it.
    pub kind: Kind,
    /// Name of the day, or why it is taken out.
    pub words: String,
    /// Open terms that run over the day. They keep their due date.
    pub running: i64,
}

fn check(change: &Change<'_>) -> Result<(Date, Kind, String)> {
    let mut faults = Faults::default();
    let day = Date::strptime("%d/%m/%Y", change.day.trim());
    let day = day.map_err(|_| Fault::new("day", "date-format"));
    let day = faults.take(day.and_then(|day| match of_the_table(day.year()) {
        Ok(_) => Ok(day),
        Err(fault) => Err(Fault {
            field: "day",
            ..fault
        }),
    }));
    let kind = Kind::parse(change.kind).ok_or_else(|| Fault::new("kind", "holidays-kind"));
    let kind = faults.take(kind);
    let text = faults.take(words(("words", "holidays-words"), change.words, 200));
    match (day, kind, text) {
        (Some(day), Some(Kind::Working), Some(_))
            if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) =>
        {
            Err(Fault::new("day", "holidays-not-weekend").into())
        }
        (Some(day), Some(kind), Some(text)) => Ok((day, kind, text)),
        _ => Err(faults.into()),
    }
}

/// Whether the table allows it: a year is taken over first, a day stands there once.
fn fits(table: &[HolidayRecord], day: Date, kind: Kind) -> Result<()> {
    if !table.iter().any(|r| r.day.year() == day.year()) {
        return Err(Error::Refused("holidays-adopt-first"));
    }
    match (kind, table.iter().any(|r| r.day == day)) {
        (Kind::Off | Kind::Working, true) => Err(Fault::new("day", "holidays-twice").into()),
        (Kind::Remove, false) => Err(Fault::new("day", "holidays-none").into()),
        (Kind::Off | Kind::Working, false) | (Kind::Remove, true) => Ok(()),
    }
}

/// How many open terms run over the day. They keep the due date that was promised.
pub async fn preview(app: &App, cx: &Cx, command: &Change<'_>) -> Result<Preview> {
    require(&cx.actor, Operation::ChangeCalendar)?;
    let (day, kind, words) = check(command)?;
    let mut tx = app.db.begin().await?;
    let table = written(&mut tx).await?;
    fits(&table, day, kind)?;
    let before = day.yesterday().unwrap_or(day);
    let running = holiday::running_over(&mut tx, end_of_day(before), end_of_day(day)).await?;
    Ok(Preview {
        day,
        kind,
        words,
        running,
    })
}

/// WD-3, WD-5: changes one day, on record with its words.
pub async fn change(app: &App, cx: &Cx, command: &Change<'_>) -> Result<()> {
    require(&cx.actor, Operation::ChangeCalendar)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let (day, kind, words) = check(command)?;
    let mut tx = app.db.begin().await?;
    let table = written(&mut tx).await?;
    fits(&table, day, kind)?;
    let done = match kind {
        Kind::Remove => holiday::delete(&mut tx, day).await?,
        Kind::Off | Kind::Working => {
            let record = HolidayRecord {
                day,
                worked: kind == Kind::Working,
                name: words.clone(),
            };
            holiday::insert(&mut tx, &record).await?
        }
    };
    if !done {
        return Err(Error::Stale);
    }
    let detail = serde_json::json!({ "day": day, "change": kind.as_str(), "words": words });
    let entry = entry_with(app, cx, Event::HolidayChanged, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}

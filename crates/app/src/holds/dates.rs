//! D59-19.2.a: grounds with a date. A foreigner's account locks by itself at 00:00 in Viet Nam on the day
//! after the last day of passport or stay: the hold is written when the date is known and bites from
//! then on at the next request; the job that runs at that instant only ends sessions and tells.

use domain::event::Event;
use domain::hold::{Channel, Ground, Hold};
use domain::ids::{HoldId, JobId, SubjectId};
use domain::person::Foreign;
use domain::time::start_of_day;
use jiff::Timestamp;
use jiff::civil::Date;
use store::account::Stored;
use store::hold::Took;
use store::job::{self, Job};
use store::{Audit, Entry, Tx, account, hold};

use super::basis::regime;
use super::place::{NewHold, begin, place};
use super::{end, notice};
use crate::jobs::{self, Finished};
use crate::{App, Cx, Error, Result, entry_with};

/// Kind of the job that runs when a date is reached.
pub(crate) const BEGINS: &str = "hold-begins";

/// The grounds with a date and the first instant at which each bites.
fn dated(foreign: &Foreign) -> [(Ground, Option<Timestamp>); 2] {
    let after = |last: Date| last.tomorrow().ok().map(start_of_day);
    [
        (Ground::PassportExpired, after(foreign.expires_on)),
        (Ground::StayExpired, foreign.stay_until.and_then(after)),
    ]
}

/// Sets the dates of a foreigner's account as the register tells them: a later date ends the hold that
/// bites and writes the next, an earlier one moves it. Of anybody else nothing changes.
pub(crate) async fn set_dates(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &mut Stored,
    source: &str,
) -> Result<Vec<Entry>> {
    let Some(foreign) = stored.profile.foreign.clone() else {
        return Ok(Vec::new());
    };
    let mut entries = Vec::new();
    for (ground, from) in dated(&foreign) {
        entries.extend(set(tx, app, cx, stored, (ground, from, source)).await?);
    }
    Ok(entries)
}

async fn set(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &mut Stored,
    date: (Ground, Option<Timestamp>, &str),
) -> Result<Vec<Entry>> {
    let (ground, from, source) = date;
    let subject = stored.account.subject;
    let over = from.is_some_and(|at| at <= cx.now);
    let mut entries = Vec::new();
    match hold::standing(tx, subject, ground).await? {
        Some(known) if Some(known.since) == from => return Ok(entries),
        Some(known) if known.in_force(cx.now) => {
            if over {
                return Ok(entries);
            }
            let gone = (ground, Channel::Register, source);
            entries.extend(end(tx, app, cx, stored, gone).await?.1);
        }
        Some(known) => {
            hold::end(tx, subject, known.id, cx.now, Channel::Register, source).await?;
        }
        None => {}
    }
    match from {
        Some(_) if over => {
            let new = NewHold::of(ground, Channel::Register, source.to_owned());
            entries.extend(place(tx, app, cx, stored, new).await?.1);
        }
        Some(at) => entries.push(schedule(tx, app, cx, stored, (ground, at, source)).await?),
        None => {}
    }
    Ok(entries)
}

/// Writes a hold that begins later, with the job that tells when it does.
async fn schedule(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &Stored,
    date: (Ground, Timestamp, &str),
) -> Result<Entry> {
    let (ground, at, source) = date;
    let subject = stored.account.subject;
    let hold = Hold {
        id: app.id(HoldId::from_bytes),
        ground,
        holder: stored.account.kind,
        reason: None,
        since: at,
        until: None,
        channel: Channel::Date,
        source: source.to_owned(),
        regime: regime(at),
    };
    if !hold::insert(tx, subject, &hold, Took::default()).await? {
        return Err(Error::Stale);
    }
    let job = Job::new(
        (app.id(JobId::from_bytes), subject),
        BEGINS,
        at,
        serde_json::json!({ "hold": hold.id }),
    );
    jobs::enqueue(tx, app, &job).await?;
    let detail = serde_json::json!({
        "hold": hold.id, "ground": ground, "from": at.as_millisecond(), "source": source,
    });
    Ok(entry_with(app, cx, Event::HoldDated, subject, detail))
}

/// Job `hold-begins`: the date of a hold is reached. It bites already; sessions end and the holder is
/// told.
pub(crate) async fn run(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let id: HoldId = jobs::payload(job, "hold")?;
    let mut tx = app.db.begin().await?;
    let entries = begun(&mut tx, app, cx, (job.subject, id)).await?;
    job::done(&mut tx, job).await?;
    if entries.is_empty() {
        tx.commit(Audit::Bookkeeping("date moved")).await?;
    } else {
        tx.commit(entries).await?;
    }
    Ok(Finished::Done)
}

async fn begun(tx: &mut Tx, app: &App, cx: &Cx, which: (SubjectId, HoldId)) -> Result<Vec<Entry>> {
    let (subject, id) = which;
    let Some(stored) = account::load_to_change(tx, subject, cx.now).await? else {
        return Ok(Vec::new());
    };
    let Some(hold) = stored.account.holds.iter().find(|h| h.id == id).cloned() else {
        return Ok(Vec::new());
    };
    let (entries, took) = begin(tx, app, cx, subject, &hold).await?;
    hold::begun(tx, subject, id, took).await?;
    notice(tx, app, cx, &stored, &hold).await?;
    Ok(entries)
}

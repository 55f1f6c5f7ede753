//! What a day left open ends in the night after it.

use domain::event::Event;
use domain::ids::JobId;
use domain::time::{start_of_day, viet_nam_date};
use domain::visit::State;
use jiff::{SignedDuration, Timestamp};
use store::audit::NOBODY;
use store::job::{self, Job};
use store::journey::Part;
use store::{Audit, visit};

use super::{counted, on_record};
use crate::jobs::{self, Finished};
use crate::{App, Cx, Result};

/// Kind of the nightly job.
pub(crate) const KIND: &str = "visit-night";

/// In one transaction: nobody waits long behind it.
const BATCH: i64 = 200;

/// Sees to it that the nightly job exists; safe to call at every start.
pub async fn schedule(app: &App, cx: &Cx) -> Result<()> {
    let mut tx = app.db.begin().await?;
    jobs::enqueue(&mut tx, app, &nightly(cx.now)).await?;
    Ok(tx.commit(Audit::Bookkeeping("visit night")).await?)
}

fn nightly(due: Timestamp) -> Job {
    Job::new(
        (JobId::from_bytes(*b"visit-night-day\0"), NOBODY),
        KIND,
        due,
        serde_json::json!({}),
    )
}

/// One o'clock in the next night.
fn next_night(now: Timestamp) -> Timestamp {
    let tomorrow = viet_nam_date(now).tomorrow().map_or(now, start_of_day);
    tomorrow + SignedDuration::from_hours(1)
}

/// Job `visit-night`: bookings of past days were missed, who still waited has gone.
pub(crate) async fn run(app: &App, cx: &Cx, done: &Job) -> Result<Finished> {
    let mut tx = app.db.begin().await?;
    let open = visit::over_since(&mut tx, viet_nam_date(cx.now), BATCH).await?;
    let full = i64::try_from(open.len()).is_ok_and(|n| n >= BATCH);
    let mut entries = Vec::new();
    let part = Part::Apart;
    for visit in open {
        let mut visit = match visit {
            Ok(visit) => visit,
            Err(error) => {
                tracing::error!(%error, "a visit that nobody can read stays open");
                continue;
            }
        };
        visit.state = visit.state.end_of_day(cx.now);
        match visit::save(&mut tx, &visit).await {
            Err(store::Error::Stale) => continue,
            done => done?,
        }
        counted(&mut tx, cx, &visit, part).await?;
        let event = match visit.state {
            State::Missed { .. } => Event::VisitMissed,
            State::Served { .. } => Event::VisitServed,
            State::Booked { .. }
            | State::Arrived(_)
            | State::Called { .. }
            | State::Left { .. }
            | State::Cancelled { .. } => Event::VisitLeft,
        };
        entries.push(on_record(app, cx, event, &visit));
    }
    // A batch of which nothing could be ended would only come back.
    if full && !entries.is_empty() {
        job::again(&mut tx, done, cx.now, false).await?;
    } else {
        job::done(&mut tx, done).await?;
        job::enqueue(&mut tx, &nightly(next_night(cx.now))).await?;
    }
    if entries.is_empty() {
        tx.commit(Audit::Bookkeeping("visit night")).await?;
    } else {
        tx.commit(entries).await?;
    }
    Ok(Finished::Done)
}

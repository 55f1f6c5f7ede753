//! How long things are kept: account data for ever (D59-21.1), the history of use five years from
//! the use (D59-21.2), sessions, journeys and codes until their time is over.

use domain::event::Event;
use domain::ids::JobId;
use domain::time::{start_of_day, viet_nam_date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use store::audit::{self, NOBODY};
use store::job::{self, Job};
use store::{Audit, Tx, attempt, idempotency, session};

use crate::jobs::Finished;
use crate::{App, Cx, Result, jobs};

/// Kind of the daily job.
pub const KIND: &str = "retention";

/// D59-21.2: what is a use of the account and not a fact about it.
const USE: [Event; 8] = [
    Event::SignedIn,
    Event::SignedInLocked,
    Event::SignInFailed,
    Event::SignedOut,
    Event::DeviceBound,
    Event::DeviceRemoved,
    Event::DocumentShown,
    Event::RecordRead,
];

/// Ended sessions and journeys stay a day, so that a late request finds why it is refused.
const GRACE: SignedDuration = SignedDuration::from_hours(24);

/// Sees to it that the daily job exists; safe to call at every start.
pub async fn schedule(app: &App, cx: &Cx) -> Result<()> {
    let mut tx = app.db.begin().await?;
    jobs::enqueue(&mut tx, app, &daily(cx.now)).await?;
    Ok(tx.commit(Audit::Bookkeeping("retention scheduled")).await?)
}

fn daily(due: Timestamp) -> Job {
    Job {
        id: JobId::from_bytes(*b"retention-daily\0"),
        subject: NOBODY,
        kind: KIND.to_owned(),
        due,
        tries: 0,
        lease: Job::FREE,
        payload: serde_json::json!({}),
    }
}

/// Job `retention`: drops what is over and comes back the next night.
pub async fn run(app: &App, cx: &Cx, done: &Job) -> Result<Finished> {
    let mut tx = app.db.begin().await?;
    session::purge(&mut tx, cx.now - GRACE).await?;
    attempt::purge(&mut tx, cx.now - GRACE).await?;
    idempotency::purge(&mut tx, cx.now - GRACE).await?;
    purge_history(&mut tx, five_years_before(cx.now)).await?;
    job::done(&mut tx, done).await?;
    job::enqueue(&mut tx, &daily(next_night(cx.now))).await?;
    tx.commit(Audit::Bookkeeping("retention")).await?;
    Ok(Finished::Done)
}

/// D59-21.2: drops the particulars of uses from before an instant; the leaves of the audit tree
/// stay, so that it still verifies. Gives how many.
pub async fn purge_history(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let mut dropped = 0;
    for event in USE {
        dropped += audit::expire(tx, event.as_str(), before).await?;
    }
    Ok(dropped)
}

/// Five calendar years, counted in Viet Nam.
fn five_years_before(now: Timestamp) -> Timestamp {
    let day = viet_nam_date(now);
    let then = day
        .checked_sub(5.years())
        .map_or(Timestamp::MIN, start_of_day);
    then + (now - start_of_day(day))
}

/// Two o'clock in the next night.
fn next_night(now: Timestamp) -> Timestamp {
    let tomorrow = viet_nam_date(now).tomorrow().map_or(now, start_of_day);
    tomorrow + SignedDuration::from_hours(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-21.2
    #[test]
    fn five_years_are_counted_from_the_use() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(
            five_years_before(at("2028-03-01T05:00:00Z")),
            at("2023-03-01T05:00:00Z")
        );
        assert_eq!(
            five_years_before(at("2028-02-29T05:00:00Z")),
            at("2023-02-28T05:00:00Z")
        );
        assert_eq!(
            next_night(at("2024-01-01T18:00:00Z")),
            at("2024-01-02T19:00:00Z")
        );
    }
}

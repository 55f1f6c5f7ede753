//! A hold that ends by itself: the account is open from that instant on, whether or not anybody has
//! written it down; this writes it down and tells the holder.

use domain::event::Event;
use domain::hold::{Channel, Hold};
use domain::ids::{HoldId, JobId, SubjectId};
use store::job::{self, Job};
use store::{Audit, Entry, account, hold, unlock};

use super::{clock, dead};
use crate::jobs::{self, Finished};
use crate::relying_parties::event;
use crate::{App, Cx, Error, Result, documents, entry_with, notify};

/// Kind of the job.
pub(crate) const EXPIRED: &str = "lock-expired";

/// Sees to a hold with an end when it comes.
pub(super) async fn watch(
    tx: &mut store::Tx,
    app: &App,
    subject: SubjectId,
    hold: &Hold,
) -> Result<()> {
    let Some(due) = hold.until else {
        return Ok(());
    };
    let job = Job::new(
        (app.id(JobId::from_bytes), subject),
        EXPIRED,
        due,
        serde_json::json!({ "hold": hold.id }),
    );
    jobs::enqueue(tx, app, &job).await
}

/// What the audit log says of an end that nobody asked for.
pub(super) fn entry(app: &App, cx: &Cx, subject: SubjectId, hold: &Hold) -> Entry {
    let detail = serde_json::json!({
        "hold": hold.id,
        "ground": hold.ground,
        "channel": Channel::Date,
        "until": hold.until,
    });
    entry_with(app, cx, Event::HoldEnded, subject, detail)
}

/// Writes the end of a hold whose date has passed, once. One that was confirmed or ended before is left
/// alone.
pub(crate) async fn job(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let id: HoldId = jobs::payload(job, "hold")?;
    let subject = job.subject;
    let mut tx = app.db.begin().await?;
    let stored = account::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::NotFound)?;
    let all = hold::all(&mut tx, subject).await?;
    let kept = all.into_iter().find(|k| k.hold.id == id);
    job::done(&mut tx, job).await?;
    let over = kept.filter(|k| k.ended.is_none()).and_then(|k| {
        let until = k.hold.until.filter(|until| *until <= cx.now)?;
        Some((k.hold, until))
    });
    let Some((hold, until)) = over else {
        tx.commit(Audit::Bookkeeping("lock had ended")).await?;
        return Ok(Finished::Done);
    };
    hold::end(&mut tx, subject, id, until, Channel::Date, "").await?;
    unlock::settle(&mut tx, subject, cx.now).await?;
    if stored.account.holds.is_empty() {
        event::enabled(&mut tx, app, cx, subject).await?;
        documents::wake(&mut tx, app, cx, Some(subject)).await?;
    }
    if !dead(&stored) {
        let rest = if stored.account.holds.is_empty() {
            "none"
        } else {
            "some"
        };
        let args = [("time", clock(until)), ("rest", rest.to_owned())];
        notify::tell(&mut tx, app, cx, &stored, "lock-expired", &args).await?;
    }
    tx.commit(entry(app, cx, subject, &hold)).await?;
    Ok(Finished::Done)
}

//! Job `lost-phone`: the waiting time is over, or nobody went on.

use domain::event::Event;
use domain::ids::LostPhoneId;
use domain::journey::Journey;
use domain::lost_phone::State;
use store::job::{self, Job};
use store::lost_phone::{self, Stored};
use store::{Audit, Tx, account};

use super::{detail, stop, tell, watch};
use crate::jobs::{self, Finished};
use crate::{App, Cx, Error, Result, entry_with};

/// Kind of the job.
pub(crate) const KIND: &str = "lost-phone";

/// Writes down what time made of a request, once, and tells the holder. One that was stopped, finished or asked
/// again is left alone.
pub(crate) async fn run(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let id: LostPhoneId = jobs::payload(job, "request")?;
    let mut tx = app.db.begin().await?;
    let holder = account::load_to_change(&mut tx, job.subject, cx.now)
        .await?
        .ok_or(Error::NotFound)?;
    let open = lost_phone::open(&mut tx, job.subject).await?;
    job::done(&mut tx, job).await?;
    let due = |s: &Stored| s.id == id && s.request.at(cx.now) != s.request;
    let Some(stored) = open.filter(due) else {
        tx.commit(Audit::Bookkeeping("lost phone: nothing due"))
            .await?;
        return Ok(Finished::Done);
    };
    changed(tx, app, cx, (&holder, stored)).await?;
    Ok(Finished::Done)
}

async fn changed(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (holder, mut stored): (&account::Stored, Stored),
) -> Result<()> {
    let now = stored.request.at(cx.now);
    if matches!(now.state, State::Expired { .. }) {
        tell(&mut tx, app, cx, (holder, &stored), "lost-phone-expired").await?;
        let entry = stop::written_off(&mut tx, app, cx, stored).await?;
        return Ok(tx.commit(entry).await?);
    }
    stored.request = now;
    lost_phone::save(&mut tx, &stored).await?;
    if matches!(now.state, State::Ready { .. }) {
        let ready = (Journey::LostPhone, "ready");
        store::journey::reach(&mut tx, &stored.id, ready).await?;
    }
    watch(&mut tx, app, &stored).await?;
    tell(&mut tx, app, cx, (holder, &stored), "lost-phone-ready").await?;
    let about = detail(&stored, now);
    let event = Event::LostPhoneReady;
    Ok(tx
        .commit(entry_with(app, cx, event, stored.subject, about))
        .await?)
}

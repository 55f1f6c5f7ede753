//! A registration that passes its due date undecided (D59-17.s): never decided by that alone, but
//! put on record and told with an apology.

use domain::event::Event;
use domain::ids::RegistrationId;
use domain::registration::State;
use store::job::{self, Job};
use store::{Audit, registration};

use super::tell;
use crate::jobs::Finished;
use crate::{App, Cx, Result, entry_with, jobs};

/// Job `registration-due`.
pub(crate) async fn run(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let id: RegistrationId = jobs::payload(job, "registration")?;
    let watched = job.payload.get("due").and_then(serde_json::Value::as_i64);
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, job).await?;
    let stored = registration::load(&mut tx, job.subject, id).await?;
    let late = stored.filter(|s| match &s.state {
        State::Received { due, .. } => Some(due.as_millisecond()) == watched,
        State::Draft
        | State::Incomplete { .. }
        | State::Approved { .. }
        | State::Refused { .. } => false,
    });
    let Some(stored) = late else {
        tx.commit(Audit::Bookkeeping("registration was in time"))
            .await?;
        return Ok(Finished::Done);
    };
    let account = tell::account(&mut tx, cx, &stored).await?;
    let args = [("reference", stored.reference.clone())];
    tell::applicant(
        &mut tx,
        app,
        cx,
        (&stored, account.as_ref()),
        "registration-late",
        &args,
    )
    .await?;
    let detail = serde_json::json!({ "registration": stored.id, "level": stored.level.get() });
    tx.commit(entry_with(
        app,
        cx,
        Event::RegistrationLate,
        stored.subject,
        detail,
    ))
    .await?;
    Ok(Finished::Done)
}

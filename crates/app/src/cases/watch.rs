//! The clock of a case runs out (D59-19.1.c1): the unit above is told before the deadline and at it.
//! Time alone never decides.

use domain::actor::Purpose;
use domain::case::State;
use domain::event::Event;
use domain::ids::CaseId;
use store::job::{self, Job};
use store::{Audit, case, unit};

use crate::jobs::Finished;
use crate::{App, Cx, Result, entry_with, jobs};

/// Kind of the job.
pub const WATCH: &str = "case-watch";

/// Job `case-watch`.
pub(crate) async fn run(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    // Hidden from the holder like the case itself (D59-19.1.c2).
    let cx = &cx.with_purpose(Purpose::Case);
    let id: CaseId = jobs::payload(job, "case")?;
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, job).await?;
    let waiting = case::load(&mut tx, job.subject, id).await?;
    let waiting = waiting.filter(|s| s.case.state == State::Received);
    let Some(mut stored) = waiting else {
        tx.commit(Audit::Bookkeeping("case was in time")).await?;
        return Ok(Finished::Done);
    };
    let own = unit::by_code(&mut tx, &stored.case.unit).await?;
    let above = own.and_then(|unit| unit.parent);
    let overdue = cx.now > stored.case.due;
    if above.is_none() || (above == stored.escalated_to && !overdue) {
        tx.commit(Audit::Bookkeeping("nobody above to tell"))
            .await?;
        return Ok(Finished::Done);
    }
    stored.escalated_to.clone_from(&above);
    case::save(&mut tx, &stored).await?;
    let detail = serde_json::json!({ "case": id, "unit": stored.case.unit, "above": above, "overdue": overdue });
    tx.commit(entry_with(
        app,
        cx,
        Event::CaseEscalated,
        stored.subject,
        detail,
    ))
    .await?;
    Ok(Finished::Done)
}

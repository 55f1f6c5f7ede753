//! The reminder of the working day before.

use domain::ids::VisitId;
use domain::visit::State;
use jiff::Timestamp;
use store::job::{self, Job};
use store::{Audit, visit};

use super::make::tell;
use crate::jobs::{self, Finished};
use crate::{App, Cx, Result};

/// Kind of the job.
pub(crate) const KIND: &str = "visit-reminder";

/// Job `visit-reminder`: reminds who is still booked for the time it was made for.
pub(crate) async fn run(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let id: VisitId = jobs::payload(job, "visit")?;
    let unit: String = jobs::payload(job, "unit")?;
    let slot: Timestamp = jobs::payload(job, "slot")?;
    let mut tx = app.db.begin().await?;
    let visit = match visit::load(&mut tx, &unit, id).await {
        Err(error @ (store::Error::Corrupt(_) | store::Error::Seal(_))) => {
            tracing::error!(%error, "nobody is reminded of a visit that nobody can read");
            None
        }
        found => found?,
    };
    if let Some(visit) = visit.filter(|visit| visit.state == State::Booked { slot })
        && cx.now < slot
    {
        tell(&mut tx, app, cx, (&visit, "visit-reminder")).await?;
    }
    job::done(&mut tx, job).await?;
    tx.commit(Audit::Bookkeeping("visit reminder")).await?;
    Ok(Finished::Done)
}

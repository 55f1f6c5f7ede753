//! Job `integration-late` (DOC-r4): our own target is over and the source has not answered.

use domain::event::Event;
use domain::ids::IntegrationId;
use store::job::{self, Job};
use store::{Audit, integration};

use crate::jobs::{self, Finished};
use crate::{App, Cx, Result, entry_with, notify};

/// Tells the holder, before he asks, that it takes longer; the console counts a reminder owed to the
/// source.
pub(crate) async fn job(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let id: IntegrationId = jobs::payload(job, "integration")?;
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, job).await?;
    let waiting = integration::load(&mut tx, job.subject, id).await?;
    let Some(mut request) = waiting.filter(|r| r.state.is_pending() && r.late_told.is_none())
    else {
        tx.commit(Audit::Bookkeeping("request was decided in time"))
            .await?;
        return Ok(Finished::Done);
    };
    request.late_told = Some(cx.now);
    integration::save(&mut tx, &request).await?;
    let args = [
        ("kind", request.kind.slug().to_owned()),
        ("reference", request.reference.clone()),
    ];
    notify::notice(&mut tx, app, cx, job.subject, "integration-late", &args).await?;
    let detail = serde_json::json!({
        "integration": id, "kind": request.kind.slug(), "register": request.kind.register(),
    });
    tx.commit(entry_with(
        app,
        cx,
        Event::IntegrationLate,
        job.subject,
        detail,
    ))
    .await?;
    Ok(Finished::Done)
}

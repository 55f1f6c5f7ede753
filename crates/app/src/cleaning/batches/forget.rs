//! Job `subscriber-forget`: the files of a batch are deleted when their time is over, or when it was taken back; the
//! rows of its sample with them.

use domain::cleaning::batch::State;
use domain::ids::{JobId, SubscriberBatchId};
use store::audit::NOBODY;
use store::cleaning::batch::{self, Batch, Failure};
use store::cleaning::sample;
use store::job::{self, Job};
use store::{Audit, Tx};

use super::files::{Files, blocking};
use crate::jobs::{self, Finished, payload};
use crate::{App, Cx, Error, Result};

/// Kind of the job.
pub const FORGET: &str = "subscriber-forget";

/// Deletes the files soon.
pub(super) async fn soon(tx: &mut Tx, app: &App, cx: &Cx, id: SubscriberBatchId) -> Result<()> {
    let job = Job {
        id: app.id(JobId::from_bytes),
        subject: NOBODY,
        kind: FORGET.to_owned(),
        due: cx.now,
        tries: 0,
        lease: Job::FREE,
        payload: serde_json::json!({ "batch": id }),
    };
    jobs::enqueue(tx, app, &job).await
}

/// Runs the job.
pub(crate) async fn forget(app: &App, _cx: &Cx, leased: &Job) -> Result<Finished> {
    let id: SubscriberBatchId = payload(leased, "batch")?;
    let found = batch::find(&mut app.db.read().await?, id).await?;
    let found = found.ok_or(Error::NotFound)?;
    // A run that judges it still finds its batch ended, and its folder gone.
    let unread = matches!(
        found.state,
        State::Receiving | State::Uploaded | State::Judging
    );
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, leased).await?;
    if !found.gone {
        let gone = Batch {
            state: if unread { State::Failed } else { found.state },
            failure: if unread {
                Some(abandoned())
            } else {
                found.failure.clone()
            },
            gone: true,
            ..found
        };
        batch::save(&mut tx, &gone).await?;
        sample::forget(&mut tx, id).await?;
    }
    // Before the commit: a file that cannot be deleted now is deleted at the next try.
    let files = Files::of(app, id);
    blocking(move || files.drop_all()).await?;
    tx.commit(Audit::Bookkeeping("subscriber files deleted"))
        .await?;
    Ok(Finished::Done)
}

fn abandoned() -> Failure {
    Failure {
        code: "abandoned".to_owned(),
        field: None,
        line: None,
    }
}

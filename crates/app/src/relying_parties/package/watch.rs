//! Looks once a day whether the register still says what a package told, while a certificate may live by it (R50-3).

use domain::event::Event;
use domain::ids::{ClientId, JobId, PackageId};
use domain::person::Identity;
use jiff::{SignedDuration, Timestamp};
use store::job::{self, Job};
use store::relying_party::package;
use store::{Audit, Tx, account};

use super::super::event::data_changed;
use super::Package;
use crate::jobs::{self, Finished};
use crate::{App, Cx, Error, Result, entry_with};

/// Kind of the job.
pub(crate) const KIND: &str = "identity-package";

/// From one look to the next.
const PAUSE: SignedDuration = SignedDuration::from_hours(24);

fn job_of(package: &Package, due: Timestamp) -> Job {
    Job {
        subject: package.subject,
        id: JobId::from_bytes(*package.id.as_bytes()),
        kind: KIND.to_owned(),
        due,
        tries: 0,
        lease: Job::FREE,
        payload: serde_json::json!({ "client": package.client, "package": package.id }),
    }
}

/// Begins with the package, or again with a late report on it.
pub(super) async fn begin(tx: &mut Tx, app: &App, cx: &Cx, package: &Package) -> Result<()> {
    jobs::ensure(tx, app, &job_of(package, cx.now + PAUSE)).await
}

/// Whether the register says today what the account says. One that answers and knows the number no more says another
/// thing; one that is silent says nothing (I6).
pub(super) async fn confirmed(app: &App, own: &Identity) -> Result<bool> {
    let told = app.registers.person(&own.number).await;
    let told = told.map_err(Error::from)?;
    Ok(told.is_some_and(|told| told.identity == *own))
}

/// Job [`KIND`]: a register that is silent says nothing (I6), and is asked again.
pub(crate) async fn run(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let client: ClientId = jobs::payload(job, "client")?;
    let id: PackageId = jobs::payload(job, "package")?;
    let mut source = app.db.read().await?;
    let found: Option<Package> = package::find(&mut source, client, id).await?;
    let stored = account::load(&mut source, job.subject, cx.now).await?;
    drop(source);
    let followed = found.filter(|one| cx.now < one.followed_until && one.changed.is_none());
    let Some((followed, stored)) = followed.zip(stored) else {
        return over(app, job).await;
    };
    // Asked before the transaction: on SQLite it is the only writer.
    let same = confirmed(app, &stored.profile.identity).await?;
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, job).await?;
    if same {
        job::enqueue(&mut tx, &job_of(&followed, cx.now + PAUSE)).await?;
        tx.commit(Audit::Bookkeeping("package looked at")).await?;
        return Ok(Finished::Done);
    }
    account::hold_row(&mut tx, job.subject).await?;
    data_changed(&mut tx, app, cx, job.subject).await?;
    let detail = serde_json::json!({ "package": id, "client": client });
    let entry = entry_with(app, cx, Event::PackageOutdated, job.subject, detail);
    tx.commit(entry).await?;
    Ok(Finished::Done)
}

async fn over(app: &App, job: &Job) -> Result<Finished> {
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, job).await?;
    tx.commit(Audit::Bookkeeping("package over")).await?;
    Ok(Finished::Done)
}

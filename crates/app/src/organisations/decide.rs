//! Deciding a request whose data stand in the business register (D59-16.b, D59-17.3.a): by the
//! platform, once the register answers.

use domain::ids::{RegistrationId, SubjectId};
use domain::organisation::BusinessStatus;
use domain::person::PersonNumber;
use domain::regime::Regime;
use store::job::{self, Job};
use store::organisation::registration::{self, Manner, State, Stored};
use store::{Audit, account};

use super::begin::stated;
use super::consent;
use super::issue::{approve, refuse};
use crate::jobs::{self, Finished};
use crate::{App, Cx, Error, Result};
use domain::organisation::BusinessRecord;

/// Job [`super::CHECK`].
pub(crate) async fn run(app: &App, _: &Cx, job: &Job) -> Result<Finished> {
    let id: RegistrationId = jobs::payload(job, "registration")?;
    match check(app, (job.subject, id)).await {
        Ok(()) => {}
        Err(Error::Silent(_) | Error::Busy { .. }) => return Ok(Finished::Later),
        Err(other) => return Err(other),
    }
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, job).await?;
    tx.commit(Audit::Bookkeeping("organisation checked"))
        .await?;
    Ok(Finished::Done)
}

/// Decides now, or leaves it to the job.
pub(super) async fn at_once(app: &App, stored: &Stored) {
    let (subject, id) = (stored.subject, stored.id);
    if stored.manner == Manner::Found
        && let Err(error) = check(app, (subject, id)).await
    {
        tracing::warn!(registration = %id, %error, "decided later by the job");
    }
}

/// Decides; calm where it was decided before.
pub(super) async fn check(app: &App, (subject, id): (SubjectId, RegistrationId)) -> Result<()> {
    let cx = &app.system();
    let mut source = app.db.read().await?;
    let stored = registration::load(&mut source, subject, id).await?;
    drop(source);
    let Some(code) = stored.filter(waits).and_then(|s| s.dossier.code) else {
        return Ok(());
    };
    let record = app.registers.business(&code).await;
    let record = record.map_err(Error::from)?;
    let mut tx = app.db.begin().await?;
    let person = account::load_to_change(&mut tx, subject, cx.now).await?;
    let person = person.ok_or(Error::NotFound)?;
    let stored = registration::load(&mut tx, subject, id).await?;
    let Some(mut stored) = stored.filter(waits) else {
        return Ok(());
    };
    let own = &person.profile.identity.number;
    let missing = match &record {
        Some(record) => consent::missing(&mut tx, cx, (&stored, own), record).await?,
        None => false,
    };
    let objection = objection(cx, (&stored, &person), record.as_ref());
    let entries = match objection.or(missing.then_some("consent-missing")) {
        Some(reason) => refuse(&mut tx, app, cx, (&mut stored, &person), reason).await?,
        None => {
            // What the register says now counts, not what it said when the request was begun.
            stored.dossier = stated(None, record);
            approve(&mut tx, app, cx, (&mut stored, &person)).await?
        }
    };
    Ok(tx.commit(entries).await?)
}

fn waits(stored: &Stored) -> bool {
    stored.manner == Manner::Found && matches!(stored.state, State::Received { .. })
}

/// D59-16.a, D59-16.b: why the account is not issued (`organisation-refusal-<code>`).
fn objection(
    cx: &Cx,
    (stored, person): (&Stored, &account::Stored),
    record: Option<&BusinessRecord>,
) -> Option<&'static str> {
    let regime = stored.regime.unwrap_or(Regime::Decree59);
    if !consent::able(person, cx) {
        return Some("not-entitled");
    }
    in_register(record, &person.profile.identity.number, regime)
}

/// D59-16.b, D69-12: what the register says now against an account for which somebody stands as the
/// representative (`organisation-refusal-<code>`).
pub(super) fn in_register(
    record: Option<&BusinessRecord>,
    representative: &PersonNumber,
    regime: Regime,
) -> Option<&'static str> {
    match record {
        None => Some("not-in-register"),
        Some(record) if !record.represented_by(representative, regime) => {
            Some("not-representative")
        }
        Some(record) if record.status != BusinessStatus::Active => Some("dissolved"),
        Some(_) => None,
    }
}

//! Job `integration-check` (DOC-r1): asks the source register and carries out its answer.

use domain::account::Standing;
use domain::actor::Purpose;
use domain::document::{Document, Verdict, matching::Reason};
use domain::event::Event;
use domain::ids::{DocumentId, IntegrationId, SubjectId};
use domain::journey::Outcome;
use domain::time::viet_nam_date;
use jiff::SignedDuration;
use store::account::Stored as Account;
use store::integration::{self, Stored};
use store::job::{self, Job};
use store::{Audit, Entry, Tx, account, document};

use super::{CHECK, Claim, kind};
use crate::jobs::{self, Finished};
use crate::ports::Silent;
use crate::{App, Cx, Error, Result, entry_with, experience, notify};

/// A locked holder's request waits; nobody hurries it.
const WHILE_LOCKED: SignedDuration = SignedDuration::from_hours(1);
const LONGEST_PAUSE: i64 = 15 * 60;

/// Runs the check. I6: whatever goes wrong, the request stays pending and is tried again for as long
/// as it takes; this job never dies.
pub(crate) async fn job(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let cx = cx.with_purpose(Purpose::OwnUse);
    match attempt(app, &cx, job).await {
        Ok(()) => {}
        Err(error) => {
            tracing::warn!(job = %job.id, tries = job.tries, %error, "integration check failed");
            let mut tx = app.db.begin().await?;
            again(&mut tx, &cx, job, pause(job.tries)).await?;
            tx.commit(Audit::Bookkeeping("integration check postponed"))
                .await?;
        }
    }
    Ok(Finished::Done)
}

/// Five seconds, doubling to a quarter of an hour.
fn pause(tries: i64) -> SignedDuration {
    let doublings = u32::try_from(tries.clamp(1, 9) - 1).unwrap_or(0);
    SignedDuration::from_secs((5_i64 << doublings).min(LONGEST_PAUSE))
}

async fn again(tx: &mut Tx, cx: &Cx, job: &Job, pause: SignedDuration) -> Result<()> {
    Ok(job::again(tx, job, cx.now + pause, false).await?)
}

async fn attempt(app: &App, cx: &Cx, job: &Job) -> Result<()> {
    let id: IntegrationId = jobs::payload(job, "integration")?;
    let mut source = app.db.read().await?;
    let request = integration::load(&mut source, job.subject, id).await?;
    let holder = account::load(&mut source, job.subject, cx.now).await?;
    drop(source);
    let (Some(request), Some(holder)) = (request.filter(|r| r.state.is_pending()), holder) else {
        // Withdrawn meanwhile, or decided by an earlier run of this job.
        let mut tx = app.db.begin().await?;
        job::done(&mut tx, job).await?;
        return Ok(tx
            .commit(Audit::Bookkeeping("integration check not needed"))
            .await?);
    };
    if holder.account.standing(cx.now) != Standing::Open {
        return wait_for_unlock(app, cx, job).await;
    }
    let claim: Claim = serde_json::from_value(request.claim.expose().clone())
        .map_err(|_| Error::Internal("a claim does not read back".to_owned()))?;
    match kind::ask(app, &holder.profile, &claim, viet_nam_date(cx.now)).await {
        Ok(verdict) => decide(app, cx, job, (id, &verdict)).await,
        Err(silent) => stay_pending(app, cx, job, (id, &silent)).await,
    }
}

/// I5: nothing succeeds while the account is locked.
async fn wait_for_unlock(app: &App, cx: &Cx, job: &Job) -> Result<()> {
    let mut tx = app.db.begin().await?;
    again(&mut tx, cx, job, WHILE_LOCKED).await?;
    Ok(tx
        .commit(Audit::Bookkeeping(
            "integration check waits for the account",
        ))
        .await?)
}

/// I6: a silent source changes nothing but a count; one that was not asked not even that.
async fn stay_pending(
    app: &App,
    cx: &Cx,
    job: &Job,
    asked: (IntegrationId, &Silent),
) -> Result<()> {
    let (id, silent) = asked;
    tracing::info!(job = %job.id, register = silent.register, why = silent.why, "register silent, request stays pending");
    let mut tx = app.db.begin().await?;
    if let Some(mut request) = integration::load(&mut tx, job.subject, id).await?
        && request.state.is_pending()
        && silent.again.is_none()
    {
        request.state = request
            .state
            .source_silent(cx.now)
            .map_err(|e| Error::Refused(e.code()))?;
        integration::save(&mut tx, &request).await?;
    }
    again(&mut tx, cx, job, pause(job.tries)).await?;
    Ok(tx.commit(Audit::Bookkeeping("register silent")).await?)
}

async fn decide(app: &App, cx: &Cx, job: &Job, answer: (IntegrationId, &Verdict)) -> Result<()> {
    let (id, verdict) = answer;
    let mut tx = app.db.begin().await?;
    let mut request = integration::load(&mut tx, job.subject, id)
        .await?
        .ok_or(Error::NotFound)?;
    let holder = account::load_to_change(&mut tx, job.subject, cx.now)
        .await?
        .ok_or(Error::NotFound)?;
    if holder.account.standing(cx.now) != Standing::Open {
        drop(tx);
        return wait_for_unlock(app, cx, job).await;
    }
    // Withdrawn while the register was asked: the revision or the state says so, and the next run
    // finds nothing to do.
    request.state = request
        .state
        .decide(verdict, cx.now)
        .map_err(|e| Error::Refused(e.code()))?;
    integration::save(&mut tx, &request).await?;
    let outcome = match verdict {
        Verdict::Verified(_) => Outcome::Done,
        Verdict::Refused(_) => Outcome::Refused,
    };
    experience::end(&mut tx, cx, &id, outcome).await?;
    let entry = match verdict {
        Verdict::Verified(matched) => {
            let document = Document::verified(matched.clone(), cx.now);
            verified(&mut tx, app, cx, (&holder, &request), document).await?
        }
        Verdict::Refused(reason) => refused(&mut tx, app, cx, (&holder, &request), *reason).await?,
    };
    job::done(&mut tx, job).await?;
    Ok(tx.commit(entry).await?)
}

async fn verified(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    whose: (&Account, &Stored),
    document: Document,
) -> Result<Entry> {
    let (holder, request) = whose;
    let id = app.id(DocumentId::from_bytes);
    let new = document::Stored {
        id,
        subject: request.subject,
        document,
        integration: request.id,
        revision: 1,
    };
    // False where the document came into the wallet by another request: one is enough.
    document::insert(tx, &new).await?;
    let args = [
        ("kind", request.kind.slug().to_owned()),
        ("reference", request.reference.clone()),
    ];
    notify::tell(tx, app, cx, holder, "document-verified", &args).await?;
    let detail = serde_json::json!({
        "integration": request.id, "document": id, "kind": request.kind.slug(), "register": request.kind.register(),
    });
    Ok(entry_with(
        app,
        cx,
        Event::DocumentVerified,
        request.subject,
        detail,
    ))
}

/// I7: a refusal carries reason, basis and next step.
async fn refused(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    whose: (&Account, &Stored),
    reason: Reason,
) -> Result<Entry> {
    let (holder, request) = whose;
    let args = [
        ("kind", request.kind.slug().to_owned()),
        ("reference", request.reference.clone()),
        ("reason", reason.code().to_owned()),
        ("next", reason.next_step().code().to_owned()),
    ];
    notify::tell(tx, app, cx, holder, "document-refused", &args).await?;
    let detail = serde_json::json!({
        "integration": request.id, "kind": request.kind.slug(), "register": request.kind.register(),
        "reason": reason.code(), "basis": reason.basis(),
    });
    Ok(entry_with(
        app,
        cx,
        Event::DocumentRefused,
        request.subject,
        detail,
    ))
}

/// Makes waiting checks due now: a register opened again, or a holder was unlocked.
pub async fn wake(tx: &mut Tx, app: &App, cx: &Cx, subject: Option<SubjectId>) -> Result<()> {
    integration::wake(tx, CHECK, subject, cx.now).await?;
    app.wake.notify_one();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = [0, 1, 2, 8, 9, 1000]
            .map(|tries| pause(tries).as_secs())
            .to_vec();
        assert_eq!(seconds, [5, 5, 10, 640, 900, 900]);
    }
}

//! D59-14.2.a1: documents that the citizen asked for at the counter.

use domain::account::Standing;
use domain::actor::Purpose;
use domain::document::DocumentKind;
use domain::ids::{JobId, RegistrationId, SubjectId};
use jiff::SignedDuration;
use store::job::{self, Job};
use store::registration::{self, Wanted};
use store::{Audit, Tx, account};

use super::request::submit;
use super::{FROM_REGISTRATION, kind};
use crate::jobs::{self, Finished};
use crate::{App, Cx, Error, Result, notify};

const UNTIL_ACTIVATED: SignedDuration = SignedDuration::from_mins(10);

/// Called in the transaction that approves a registration of level 2: what `Dossier::documents`
/// holds is asked for as soon as the account is activated, by the agreement `Dossier::consent`.
///
/// Job `integration-from-registration`, payload `{"registration": "reg_…", "filled_in_as": "sub_…"}`; each item of
/// `Dossier::documents` is `Wanted { kind: <slug>, fields: [(<field of DocumentKind::fields>, <as
/// typed>)] }`. A counter checks an item with [`super::parse`] before it is kept.
pub async fn request_from_registration(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    filled_in: &registration::Stored,
) -> Result<()> {
    let job = Job::new(
        (JobId::from_bytes(*filled_in.id.as_bytes()), subject),
        FROM_REGISTRATION,
        cx.now,
        serde_json::json!({ "registration": filled_in.id, "filled_in_as": filled_in.subject }),
    );
    jobs::enqueue(tx, app, &job).await
}

/// Turns what was asked for at the counter into requests, once the account is open.
pub(crate) async fn job(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let id: RegistrationId = jobs::payload(job, "registration")?;
    let mut tx = app.db.begin().await?;
    let holder = account::load_to_change(&mut tx, job.subject, cx.now)
        .await?
        .ok_or(Error::NotFound)?;
    if holder.account.standing(cx.now) != Standing::Open {
        job::again(&mut tx, job, cx.now + UNTIL_ACTIVATED, false).await?;
        tx.commit(Audit::Bookkeeping("documents wait for activation"))
            .await?;
        return Ok(Finished::Done);
    }
    let filled_in_as = jobs::payload(job, "filled_in_as")?;
    let filled_in = registration::load(&mut tx, filled_in_as, id).await?;
    let dossier = filled_in.ok_or(Error::NotFound)?.dossier;
    let mut entries = Vec::new();
    // D59-3.7: never added unasked.
    if let Some(consent) = &dossier.consent {
        for wanted in &dossier.documents {
            let Some(claim) = claim(wanted) else { continue };
            match submit(&mut tx, app, &cx, &holder, (&claim, consent)).await {
                Ok((_, entry)) => entries.extend(entry),
                Err(Error::Refused(why)) => {
                    let args = [
                        ("kind", claim.kind().slug().to_owned()),
                        ("why", why.to_owned()),
                    ];
                    notify::notice(
                        &mut tx,
                        app,
                        &cx,
                        job.subject,
                        "integration-not-started",
                        &args,
                    )
                    .await?;
                }
                Err(other) => return Err(other),
            }
        }
    }
    job::done(&mut tx, job).await?;
    tx.commit(entries).await?;
    Ok(Finished::Done)
}

fn claim(wanted: &Wanted) -> Option<super::Claim> {
    DocumentKind::parse(&wanted.kind).and_then(|kind| kind::parse(kind, &wanted.fields).ok())
}

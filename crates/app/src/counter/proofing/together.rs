//! D59-14.2.b: what an officer decided is issued together with the card. The card register is asked each working
//! morning, and when a file of it was loaded; a register that is silent refuses nobody (I6).

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::evidence::OfficerComparison;
use domain::ids::{JobId, RegistrationId};
use domain::person::differences;
use domain::registers::PersonRecord;
use domain::registration::{AwaitsCard, Refusal};
use jiff::{SignedDuration, Timestamp};
use store::job::{self, Job};
use store::registration::{self, Stored};
use store::{Audit, Source, Tx, evidence, holiday};

use super::approve::{issue_two, proofs, ready, unchanged};
use crate::counter::alike;
use crate::jobs::{self, Finished};
use crate::registration::clock::next_morning;
use crate::registration::{check, tell};
use crate::{App, Cx, Error, Result, entry_with};

/// Kind of the job that asks for a card.
pub(crate) const KIND: &str = "registration-card";

/// Over so long a morning's questions are spread, and over so long those of a file that was loaded.
const MORNING: u16 = 3 * 60 * 60;
const LOADED: SignedDuration = SignedDuration::from_mins(10);

/// When the job asks on the next working morning: each at a second of its own id, so that the register is not asked about
/// everybody at eight.
async fn morning(source: &mut impl Source, cx: &Cx, id: JobId) -> Result<Timestamp> {
    let first = next_morning(&holiday::calendar(source).await?, cx.now);
    let at = id.as_bytes().last_chunk().copied().unwrap_or_default();
    let second = u16::from_be_bytes(at) % MORNING;
    Ok(first + SignedDuration::from_secs(i64::from(second)))
}

/// Keeps the decision of a named officer, with its evidence; the citizen hears that account and card come together.
pub(super) async fn decide(app: &App, cx: &Cx, seen: &Stored) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let mut stored = unchanged(&mut tx, seen).await?;
    let (matched, consent) = proofs(&mut tx, &stored).await?;
    let distinct = alike::distinct(&mut tx, &stored).await?;
    let officer = cx.staff()?;
    let decided = AwaitsCard::decided(officer, cx.now, (&matched, &consent, &distinct));
    stored.dossier.awaits_card = Some(decided);
    stored.dossier.issue_stopped = None;
    stored.officer = Some(officer);
    registration::save(&mut tx, &stored).await?;
    let id = app.id(JobId::from_bytes);
    let ask = Job::new(
        (id, stored.subject),
        KIND,
        morning(&mut tx, cx, id).await?,
        serde_json::json!({ "registration": stored.id }),
    );
    jobs::enqueue(&mut tx, app, &ask).await?;
    let account = tell::account(&mut tx, cx, &stored).await?;
    let whom = (&stored, account.as_ref());
    let args = [("reference", stored.reference.clone())];
    tell::applicant(&mut tx, app, cx, whom, "registration-awaits-card", &args).await?;
    let detail = serde_json::json!({
        "registration": stored.id,
        "evidence": matched.evidence(),
        "second": matched.second(),
    });
    let event = Event::RegistrationAwaitsCard;
    Ok(tx
        .commit(entry_with(app, cx, event, stored.subject, detail))
        .await?)
}

/// A file of the card register was loaded: whoever waits for a card is asked about soon, one after the other.
pub(crate) async fn wake(tx: &mut Tx, cx: &Cx) -> Result<()> {
    Ok(job::wake_spread(tx, KIND, cx.now, LOADED).await?)
}

/// Job `registration-card`: issues what was decided where the card is there, asks again on the next working morning
/// where it is not. A decision that was taken back, or carried out, waits for nothing.
pub(crate) async fn run(app: &App, _: &Cx, job: &Job) -> Result<Finished> {
    let cx = app.acting(Actor::System, Purpose::Proofing);
    let id: RegistrationId = jobs::payload(job, "registration")?;
    let mut source = app.db.read().await?;
    let stored = registration::load(&mut source, job.subject, id).await?;
    drop(source);
    let Some(stored) = stored.filter(|stored| stored.awaits_card().is_some()) else {
        let mut tx = app.db.begin().await?;
        job::done(&mut tx, job).await?;
        tx.commit(Audit::Bookkeeping("no card is waited for"))
            .await?;
        return Ok(Finished::Done);
    };
    match issue(app, &cx, &stored, job).await {
        Ok(true) => Ok(Finished::Done),
        Ok(false) => {
            let mut tx = app.db.begin().await?;
            let due = morning(&mut tx, &cx, job.id).await?;
            job::again(&mut tx, job, due, false).await?;
            tx.commit(Audit::Bookkeeping("card waited for")).await?;
            Ok(Finished::Done)
        }
        Err(Error::Silent(register) | Error::Busy { register, .. }) => {
            tracing::warn!(register, "an account waits for a register");
            Ok(Finished::Later)
        }
        // It asks to be tried again, of nobody in particular.
        Err(Error::Refused(alike::NOT_READY | alike::BROKEN)) => Ok(Finished::Later),
        Err(Error::Refused(why)) => {
            stop(app, &cx, (&stored, job), why).await?;
            Ok(Finished::Done)
        }
        Err(error) => Err(error),
    }
}

/// Issues it if the card is there; `false` where it is not. All that was asked before the decision is asked again.
async fn issue(app: &App, cx: &Cx, stored: &Stored, job: &Job) -> Result<bool> {
    let ready = ready(app, cx, stored).await?;
    if ready.card.is_err() {
        return Ok(false);
    }
    issue_two(app, cx, (stored, ready), Some(job)).await?;
    Ok(true)
}

/// D59-3.3: nothing differs from the register that the officer had not before him when he compared.
pub(super) async fn as_compared(
    app: &App,
    (stored, awaits): (&Stored, &AwaitsCard),
    person: &PersonRecord,
) -> Result<()> {
    let mut source = app.db.read().await?;
    let evidence = awaits.evidence();
    let made: Option<OfficerComparison> =
        evidence::body(&mut source, stored.subject, evidence).await?;
    let seen = made.map(|made| made.differences).unwrap_or_default();
    let now = check::stated(&stored.dossier).map(|s| differences(&s, &person.identity));
    if now.is_some_and(|now| now.iter().all(|differing| seen.contains(differing))) {
        Ok(())
    } else {
        Err(Error::Refused(Refusal::DetailsDiffer.as_str()))
    }
}

/// The decision no longer holds: an officer sees why, and decides anew. Nobody is refused by this alone.
async fn stop(app: &App, cx: &Cx, (seen, job): (&Stored, &Job), why: &'static str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, job).await?;
    let mut stored = unchanged(&mut tx, seen).await?;
    stored.dossier.awaits_card = None;
    stored.dossier.issue_stopped = Some(why.to_owned());
    registration::save(&mut tx, &stored).await?;
    let detail = serde_json::json!({ "registration": stored.id, "why": why });
    let event = Event::RegistrationIssueStopped;
    Ok(tx
        .commit(entry_with(app, cx, event, stored.subject, detail))
        .await?)
}

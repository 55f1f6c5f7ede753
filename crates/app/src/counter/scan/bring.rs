//! The agent brings the picture of a finger, or says why it has none.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::Fault;
use domain::finger::Finger;
use domain::ids::CardJobId;
use serde::Deserialize;
use store::agent::Agent;
use store::capture::Taken;
use store::card_job::{self, Job, Kind, State};
use store::registration::{self, Stored};

use super::{Asked, DECIDED, FAILURES, Outcome};
use crate::counter::access::is_open;
use crate::counter::card::Failed;
use crate::counter::jobs;
use crate::counter::proofing::{CardNow, Looked, Print, count_try, keep_finger, look};
use crate::{App, Cx, Error, Result, entry_with};

/// A picture as the agent sends it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brought {
    /// The file, base64url.
    image: String,
}

domain::redacted_debug!(Brought);

impl Brought {
    /// The file.
    pub(super) fn file(&self) -> std::result::Result<Vec<u8>, Fault> {
        let file = URL_SAFE_NO_PAD.decode(&self.image);
        file.map_err(|_| Fault::new("image", "card-file"))
    }
}

/// D59-14.2.a2: takes a picture; it is looked at, counted and kept as one that the officer handed in himself.
pub async fn bring(
    app: &App,
    cx: &Cx,
    agent: &Agent,
    (id, brought): (CardJobId, &Brought),
) -> Result<Outcome> {
    let cx = &cx.with_purpose(Purpose::Proofing);
    let file = brought.file()?;
    let mut source = app.db.read().await?;
    let this = (id, Kind::Finger, State::Taken);
    let (job, asked, stored) = jobs::open::<Asked>(&mut source, cx, agent, this).await?;
    drop(source);
    let looked = look(app, cx, &stored, (asked.finger, file)).await?;
    let now = CardNow::ask_before(app, cx, &stored).await?;
    // Once more where an officer changed the dossier in between.
    match conclude(app, cx, (&job, now), (asked.finger, &looked)).await {
        Err(Error::Stale) => conclude(app, cx, (&job, now), (asked.finger, &looked)).await,
        done => done,
    }
}

/// The agent has nothing to bring.
pub(in crate::counter) async fn fail(
    app: &App,
    cx: &Cx,
    agent: &Agent,
    (id, failed): (CardJobId, &Failed),
) -> Result<Outcome> {
    let cx = &cx.with_purpose(Purpose::Proofing);
    let code = FAILURES.into_iter().find(|code| *code == failed.code);
    let code = code.ok_or_else(|| Fault::new("code", "card-failure"))?;
    let mut source = app.db.read().await?;
    let this = (id, Kind::Finger, State::Taken);
    let (job, asked, _) = jobs::open::<Asked>(&mut source, cx, agent, this).await?;
    drop(source);
    nothing(app, cx, &job, Outcome::failed(asked.finger, code)).await
}

/// Ends a scan that leaves the dossier as it is.
async fn nothing(app: &App, cx: &Cx, job: &Job, outcome: Outcome) -> Result<Outcome> {
    let mut tx = app.db.begin().await?;
    card_job::finish(&mut tx, job, &outcome).await?;
    tx.commit(entry(app, cx, job, &outcome)).await?;
    Ok(outcome)
}

/// Ends the scan and changes the dossier in one, unless that was decided meanwhile: it stays as it was decided.
async fn conclude(
    app: &App,
    cx: &Cx,
    (job, now): (&Job, CardNow),
    (finger, looked): (Finger, &Looked),
) -> Result<Outcome> {
    let mut tx = app.db.begin().await?;
    let stored = registration::load(&mut tx, job.subject, job.registration).await?;
    let here = |s: &Stored| s.unit == job.unit && is_open(s) && s.awaits_card().is_none();
    let Some(stored) = stored.filter(here) else {
        drop(tx);
        return nothing(app, cx, job, Outcome::failed(finger, DECIDED)).await;
    };
    let outcome = match looked {
        Looked::Good(_) => Outcome::Kept { finger },
        Looked::Bad { fault, .. } => Outcome::refused(finger, fault),
    };
    card_job::finish(&mut tx, job, &outcome).await?;
    let entries = vec![entry(app, cx, job, &outcome)];
    match looked {
        Looked::Good(image) => {
            let print = Print {
                finger,
                image: image.clone(),
                taken: Taken::now(Some(job.staff), cx.now),
            };
            keep_finger(tx, app, cx, (stored, now), print, entries).await?;
        }
        Looked::Bad { is_a_try: true, .. } => {
            count_try(tx, app, cx, stored, finger, entries).await?;
        }
        Looked::Bad { .. } => {
            tx.commit(entries).await?;
        }
    }
    Ok(outcome)
}

/// What came of a scan, on record.
fn entry(app: &App, cx: &Cx, job: &Job, outcome: &Outcome) -> store::Entry {
    let detail = serde_json::json!({
        "registration": job.registration,
        "scan": job.id,
        "agent": job.agent,
        "officer": job.staff,
        "outcome": outcome,
    });
    entry_with(app, cx, Event::FingerScanned, job.subject, detail)
}

//! The officer asks for a print: of which finger, by which scanner.

use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::finger::Finger;
use domain::ids::CardJobId;
use domain::registration::CardWait;
use jiff::SignedDuration;
use store::card_job::{self, Kind};

use super::Asked;
use crate::counter::proofing::may_try;
use crate::counter::{access, jobs};
use crate::{App, Cx, Error, Result, entry_with};

/// Time to clean the plate, and to put a finger on it.
const LIFE: SignedDuration = SignedDuration::from_secs(60);

/// D59-14.2.a2: asks an agent of the officer's unit for the print of a finger of the person before him. What the
/// same scanner was asked for before is over, whoever it was for: one person's finger at a time lies on it.
pub async fn ask(
    app: &App,
    cx: &Cx,
    reference: &str,
    (agent, finger): (&str, &str),
) -> Result<CardJobId> {
    let cx = &cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let stored = access::open_proofing(&mut tx, cx, reference).await?;
    // D59-14.2.b: what was decided and waits for its card is not edited.
    if stored.awaits_card().is_some() {
        return Err(Error::Refused(CardWait::NotIssued.code()));
    }
    let mut faults = Faults::default();
    let choose = Fault::new("agent", "scanner-choose");
    let agent = jobs::chosen(&mut tx, &stored, agent, (|a| a.scanner, choose)).await?;
    let agent = faults.take(agent);
    let finger = Finger::parse(finger).ok_or_else(|| Fault::new("finger", "finger-choose"));
    let finger = faults.take(finger.and_then(|f| may_try(app, cx, &stored, f).map(|()| f)));
    let (Some(agent), Some(finger)) = (agent, finger) else {
        return Err(faults.into());
    };
    let job = jobs::fresh((app, cx), &stored, agent, (Kind::Finger, LIFE))?;
    card_job::drop_open(&mut tx, stored.subject, stored.id).await?;
    card_job::free_scanner(&mut tx, agent).await?;
    card_job::insert(&mut tx, &job, &Asked { finger }).await?;
    let detail = serde_json::json!({
        "registration": stored.id, "scan": job.id, "agent": agent, "finger": finger,
    });
    let entry = entry_with(app, cx, Event::FingerScanAsked, stored.subject, detail);
    tx.commit(entry).await?;
    Ok(job.id)
}

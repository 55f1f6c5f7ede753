//! What an officer decides on level 2 beside approving it (D59-14.2, D59-17.1): refuse, send back, take up again.

use domain::actor::Purpose;
use domain::fault::Fault;
use domain::registration::{Refusal, State};
use store::{Audit, face_warning, registration, second_look};

use super::approve::received;
use super::{CardNow, task};
use crate::counter::access::{self, Seen};
use crate::counter::alike;
use crate::counter::queue::send_back_stored;
use crate::registration::{check, text};
use crate::training::may_decide;
use crate::{App, Cx, Error, Result};

const LONGEST: usize = 500;

/// I7: refuses with a reason; the citizen is told in writing.
pub async fn refuse(app: &App, cx: &Cx, seen: Seen<'_>, reason: &str) -> Result<()> {
    may_decide(app, cx).await?;
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let stored = access::open_proofing(&mut tx, &cx, seen.reference).await?;
    if stored.state == State::Draft {
        return Err(Error::Refused("dossier-incomplete"));
    }
    seen.unchanged(&stored)?;
    if super::forward::pending(&mut tx, &stored).await? {
        return Err(Error::Refused("forward-first"));
    }
    let duplicate = alike::duplicate(&mut tx, &stored).await?;
    let reason = check::chosen(reason, duplicate, stored.joint())?;
    second_look::drop_waiting(&mut tx, stored.subject, stored.id).await?;
    face_warning::drop_open(&mut tx, stored.subject, stored.id).await?;
    check::refuse(tx, app, &cx, stored, reason).await
}

/// D59-17.s: something is missing; the clock stops and the citizen is told what.
pub async fn send_back(app: &App, cx: &Cx, seen: Seen<'_>, missing: &str) -> Result<()> {
    may_decide(app, cx).await?;
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, seen.reference).await?;
    received(&stored)?;
    seen.unchanged(&stored)?;
    // D59-3.1: nothing that could be brought would change it.
    if alike::duplicate(&mut tx, &stored).await? {
        return Err(Error::Refused(Refusal::Duplicate.as_str()));
    }
    let missing = text::free_text("missing", missing, LONGEST)?
        .ok_or_else(|| Fault::new("missing", "missing-empty"))?;
    // What is missing is mended at the counter that took it.
    if let Some(counter) = stored.dossier.forwarded_by.take() {
        stored.unit = counter;
        second_look::hand_on(&mut tx, stored.subject, stored.id, &stored.unit).await?;
    }
    send_back_stored(tx, app, &cx, stored, missing).await
}

/// D59-17.s: what was missing is there; a new clock starts, by what the card register says today.
pub async fn receive_again(app: &App, cx: &Cx, reference: &str) -> Result<()> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut source = app.db.read().await?;
    let stored = access::open_proofing(&mut source, &cx, reference).await?;
    drop(source);
    let now = CardNow::ask_of(app, &cx, &stored).await?;
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    if !matches!(stored.state, State::Incomplete { .. }) {
        return Err(Error::Refused("dossier-incomplete"));
    }
    now.apply(&mut stored);
    if stored.dossier.comparison.is_none() {
        second_look::drop_waiting(&mut tx, stored.subject, stored.id).await?;
    }
    if !task::complete(&stored) {
        // Kept all the same: what is missing depends on it.
        registration::save(&mut tx, &stored).await?;
        tx.commit(Audit::Bookkeeping("asked for a card")).await?;
        return Err(Error::Refused("dossier-incomplete"));
    }
    let entries = super::received(&mut tx, app, &cx, &mut stored).await?;
    registration::save(&mut tx, &stored).await?;
    Ok(tx.commit(entries).await?)
}

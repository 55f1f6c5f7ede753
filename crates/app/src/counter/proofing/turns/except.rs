//! Why no turns of the head are made: in their place, in the officer's name.

use domain::actor::Purpose;
use domain::evidence::{HeadTurns, TurnsException};
use domain::fault::Fault;
use store::registration::Stored;

use super::answer::recorded;
use super::turned;
use crate::counter::access;
use crate::counter::proofing::{CardNow, keep};
use crate::training::may_decide;
use crate::{App, Cx, Error, Result};

/// D59-14.2.a2: records why this person makes no turns of the head. As with missing prints, another officer looks.
/// Only where turns are asked for, and never in place of what was filmed.
pub async fn turns_exception(app: &App, cx: &Cx, reference: &str, reason: &str) -> Result<Stored> {
    may_decide(app, cx).await?;
    let cx = &cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, cx, reference).await?;
    if !turned(app, cx, &stored).excusable {
        return Err(Error::Refused("turns-exception-closed"));
    }
    let reason = TurnsException::parse(reason)
        .ok_or_else(|| Fault::new("turns-exception", "turns-exception-choose"))?;
    stored.dossier.head_turns = HeadTurns::Excepted {
        reason,
        officer: cx.staff()?,
        at: cx.now,
    };
    stored.dossier.comparison = None;
    let entry = recorded(app, cx, &stored, None);
    keep(tx, app, cx, (stored, CardNow::NotAsked), vec![entry]).await
}

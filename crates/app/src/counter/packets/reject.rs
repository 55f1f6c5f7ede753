//! An officer rejects a packet: what it held is gone.

use domain::event::Event;
use domain::fault::Fault;
use domain::packet::{Reason, State};
use store::packet;

use super::view::subject;
use super::{Waiting, busy, content, proofing, waiting};
use crate::chip_check::zone;
use crate::{App, Cx, Error, Result, entry_with};

/// Rejects a packet of the officer's unit, with a reason on record. What went into a registration before a taking in
/// broke off stays there.
pub async fn reject(app: &App, cx: &Cx, id: &str, reason: &str) -> Result<()> {
    let cx = &proofing(cx);
    let mut tx = app.db.begin().await?;
    let found = waiting(&mut tx, cx, id).await?;
    if busy(&found, cx) {
        return Err(Error::Refused("packet-busy"));
    }
    let reason = Reason::parse(reason).ok_or_else(|| Fault::new("reason", "packet-reason"))?;
    let body: Option<Waiting> = packet::body(&mut tx, &found).await?;
    let body = body.ok_or(Error::NotFound)?;
    let number = zone(&body.content.zone).ok();
    let number = number.and_then(|zone| content::number(&zone));
    let number = number.ok_or_else(|| Error::Internal("packet: zone".to_owned()))?;
    let subject = subject(&mut tx, cx, &number).await?;
    packet::finish::<()>(&mut tx, &found, (State::Rejected, None)).await?;
    let detail = serde_json::json!({
        "packet": found.id,
        "unit": found.unit,
        "reason": reason.as_str(),
        "begun": body.progress.map(|progress| progress.reference),
    });
    let entry = entry_with(app, cx, Event::PacketRejected, subject, detail);
    Ok(tx.commit(entry).await?)
}

//! An agent is let in no more.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::ids::AgentId;
use store::agent;
use store::audit::NOBODY;

use crate::counter::access::unit;
use crate::{App, Cx, Error, Result, entry_with};

/// Ends the pairing of an agent of the officer's own unit, from its next request on.
pub async fn unpair(app: &App, cx: &Cx, id: &str) -> Result<()> {
    require(&cx.actor, Operation::ProveLevelTwo)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let id: AgentId = id.parse().map_err(|_| Error::NotFound)?;
    let unit = unit(cx)?;
    let mut tx = app.db.begin().await?;
    if !agent::end(&mut tx, id, &unit, (cx.now, cx.staff()?)).await? {
        return Err(Error::NotFound);
    }
    let detail = serde_json::json!({ "agent": id, "unit": unit });
    let entry = entry_with(app, cx, Event::AgentUnpaired, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}

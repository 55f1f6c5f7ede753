//! What waits at the officer's unit: when and by whom it was taken, what was found of the card, nothing of the person.

use domain::authority::{Operation, require};
use store::packet::{self, Packet};

use crate::counter::access::unit;
use crate::{App, Cx, Result};

const LONGEST: i64 = 200;

/// D59-20.4: packets of the officer's unit that wait, the oldest first.
pub async fn list(app: &App, cx: &Cx) -> Result<Vec<Packet>> {
    require(&cx.actor, Operation::ProveLevelTwo)?;
    let mut source = app.db.read().await?;
    let found = packet::waiting(&mut source, &unit(cx)?, LONGEST).await?;
    Ok(found.into_iter().filter(|p| p.expires >= cx.now).collect())
}

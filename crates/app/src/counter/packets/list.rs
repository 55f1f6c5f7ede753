//! What waits at the officer's unit: when and by whom it was taken, what was found of the card, nothing of the person.

use domain::authority::{Operation, require};
use store::packet::{self, Packet};

use crate::counter::access::unit;
use crate::{App, Cx, Result};

const LONGEST: usize = 200;

/// D59-20.4: packets of the officer's unit that wait, what came first before the others, and whether there are more.
pub async fn list(app: &App, cx: &Cx) -> Result<(Vec<Packet>, bool)> {
    require(&cx.actor, Operation::ProveLevelTwo)?;
    let mut source = app.db.read().await?;
    let limit = i64::try_from(LONGEST + 1).unwrap_or(i64::MAX);
    let mut found = packet::waiting(&mut source, (&unit(cx)?, cx.now), limit).await?;
    let more = found.len() > LONGEST;
    found.truncate(LONGEST);
    Ok((found, more))
}

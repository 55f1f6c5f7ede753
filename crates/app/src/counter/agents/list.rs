//! The agents of the officer's unit.

use domain::authority::{Operation, require};
use store::agent::{self, Agent};

use crate::counter::access::unit;
use crate::{App, Cx, Result};

const LONGEST: i64 = 100;

/// The unit's agents.
pub async fn list(app: &App, cx: &Cx) -> Result<Vec<Agent>> {
    require(&cx.actor, Operation::ProveLevelTwo)?;
    let mut source = app.db.read().await?;
    Ok(agent::of_unit(&mut source, &unit(cx)?, LONGEST).await?)
}

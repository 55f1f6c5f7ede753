//! What pilots there are.

use domain::authority::{Operation, require};
use domain::ids::PilotId;
use store::pilot::{self, Stored};

use crate::{App, Cx, Error, Result};

/// Every pilot.
pub async fn list(app: &App, cx: &Cx) -> Result<Vec<Stored>> {
    require(&cx.actor, Operation::ReadPilots)?;
    let mut source = app.db.read().await?;
    Ok(pilot::all(&mut source).await?)
}

/// One pilot.
pub async fn one(app: &App, cx: &Cx, id: PilotId) -> Result<Stored> {
    require(&cx.actor, Operation::ReadPilots)?;
    let mut source = app.db.read().await?;
    pilot::load(&mut source, id).await?.ok_or(Error::NotFound)
}

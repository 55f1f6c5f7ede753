//! What pilots there are.

use domain::authority::{Operation, require};
use domain::ids::PilotId;
use domain::pilot::disclosure;
use store::pilot::{self, Stored, Told};

use crate::{App, Cx, Error, Result};

/// Every pilot.
pub async fn list(app: &App, cx: &Cx) -> Result<Vec<Stored>> {
    require(&cx.actor, Operation::ReadPilots)?;
    let mut source = app.db.read().await?;
    Ok(pilot::all(&mut source).await?)
}

/// A pilot as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// As stored.
    pub stored: Stored,
    /// Its phases, newest first.
    pub steps: Vec<Told>,
    /// So many places are taken, to the full ten below, so that nothing the report keeps back follows (R50-5).
    pub taken: disclosure::Told,
}

/// One pilot with its history and its places.
pub async fn show(app: &App, cx: &Cx, id: PilotId) -> Result<Shown> {
    require(&cx.actor, Operation::ReadPilots)?;
    let mut source = app.db.read().await?;
    let stored = pilot::load(&mut source, id).await?.ok_or(Error::NotFound)?;
    let taken = pilot::taken(&mut source, id).await?;
    Ok(Shown {
        stored,
        steps: pilot::steps(&mut source, id).await?,
        taken: disclosure::rough(taken),
    })
}

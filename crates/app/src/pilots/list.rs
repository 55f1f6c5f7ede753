//! What pilots there are, and how they go.

use domain::authority::{Operation, require};
use domain::document::DocumentKind;
use domain::ids::PilotId;
use store::integration::{self, Tally};
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

/// R50-5: counts, refusals by reason, times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Of which kind.
    pub kind: DocumentKind,
    /// Requests by end and reason.
    pub rows: Vec<Tally>,
}

/// R50-5: the figures of a kind's report.
pub async fn report(app: &App, cx: &Cx, kind: DocumentKind) -> Result<Report> {
    require(&cx.actor, Operation::ReadPilots)?;
    let mut source = app.db.scan().await?;
    Ok(Report {
        kind,
        rows: integration::tally(&mut source, kind).await?,
    })
}

//! Who asked whom, how often, and how it ended: nothing of it says about whom.

use domain::authority::{Operation, require};
use jiff::SignedDuration;
use store::register_exchange::{self, Count, Exchange};

use crate::ports::SourceState;
use crate::{App, Cx, Result};

/// So far back counts go.
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What an inspector sees.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Sources that we ask, with their breakers, in this process.
    pub sources: Vec<SourceState>,
    /// Of the last seven days.
    pub counts: Vec<Count>,
    /// The latest fifty.
    pub latest: Vec<Exchange>,
}

/// The exchange at a glance.
pub async fn overview(app: &App, cx: &Cx) -> Result<Overview> {
    require(&cx.actor, Operation::ReadRegisters)?;
    let mut source = app.db.read().await?;
    Ok(Overview {
        sources: app.registers.sources(),
        counts: register_exchange::counts(&mut source, cx.now - WEEK).await?,
        latest: register_exchange::latest(&mut source, 50).await?,
    })
}

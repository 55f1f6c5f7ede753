//! Whether security events arrive at a service (SSF 1.0), for whoever looks after services: locks reach no further
//! than its stream (I5).

use domain::authority::{Operation, require};
use domain::ids::ClientId;

use crate::relying_parties::stream::{Overview, overview};
use crate::{App, Cx, Result};

/// What became of a client's events, with the latest dead letters; none where it has no stream. Nobody's name is in
/// it.
pub async fn arrivals(app: &App, cx: &Cx, id: ClientId) -> Result<Option<Overview>> {
    require(&cx.actor, Operation::ReadParties)?;
    let mut source = app.db.read().await?;
    overview(&mut source, id).await
}

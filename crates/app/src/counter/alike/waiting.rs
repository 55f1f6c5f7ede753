//! Registrations whose warnings wait for an officer who had no part in them.

use domain::authority::{Operation, require};
use jiff::Timestamp;
use store::face_warning;

use crate::counter::access::unit;
use crate::{App, Cx, Result};

/// One that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// `DK-XXXXX-XXXXX`.
    pub reference: String,
    /// Since when.
    pub since: Timestamp,
}

const LONGEST: i64 = 100;

/// D59-20.4: what waits at the officer's unit; no personal data.
pub async fn waiting(app: &App, cx: &Cx) -> Result<Vec<Waiting>> {
    require(&cx.actor, Operation::SettleAlike)?;
    let mut source = app.db.read().await?;
    let who = (unit(cx)?, cx.staff()?);
    let found = face_warning::waiting(&mut source, (&who.0, who.1), LONGEST).await?;
    let row = |(reference, since)| Waiting { reference, since };
    Ok(found.into_iter().map(row).collect())
}

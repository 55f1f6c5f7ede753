//! What waits for an officer's second look: since when, and nothing else.

use domain::authority::{Operation, require};
use domain::ids::LookId;
use jiff::Timestamp;
use store::second_look;

use super::open::unseen;
use crate::counter::access::unit;
use crate::{App, Cx, Result};

/// One that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Its only name.
    pub id: LookId,
    /// Since when.
    pub asked: Timestamp,
}

const LONGEST: i64 = 100;

/// D59-14.2.a2, D59-20.4: what waits at the officer's unit for somebody who neither made the comparison nor took its
/// pictures, also those that became no portrait. Whether one decides something or only checks is not told.
pub async fn list(app: &App, cx: &Cx) -> Result<Vec<Waiting>> {
    require(&cx.actor, Operation::ProveLevelTwo)?;
    let mut source = app.db.read().await?;
    let who = (unit(cx)?, cx.staff()?);
    let found = second_look::waiting(&mut source, (&who.0, who.1), LONGEST).await?;
    let mut open = Vec::new();
    for look in found {
        if unseen(&mut source, &look, who.1).await?.is_some() {
            open.push(Waiting {
                id: look.id,
                asked: look.asked,
            });
        }
    }
    Ok(open)
}

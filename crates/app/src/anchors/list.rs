//! The authorities of cards as the console shows them.

use domain::authority::{Operation, require};
use store::anchor::{self, Stored};

use super::{grace, grouped};
use crate::{App, Cx, Result};

/// An authority in the console.
#[derive(Debug, Clone)]
pub struct Known {
    /// As stored.
    pub stored: Stored,
    /// SHA-256 of its certificate, as it can be read out.
    pub fingerprint: String,
    /// Whether its certificate is valid now.
    pub valid: bool,
    /// Whether its list can be relied on now; none where it has none.
    pub fresh: Option<bool>,
}

/// Every authority, those that were withdrawn too.
pub async fn list(app: &App, cx: &Cx) -> Result<Vec<Known>> {
    require(&cx.actor, Operation::ReadAnchors)?;
    let mut source = app.db.read().await?;
    let all = anchor::all(&mut source).await?;
    let known = |stored: Stored| Known {
        fingerprint: grouped(&stored.digest),
        valid: stored.validity.0 <= cx.now && cx.now <= stored.validity.1,
        fresh: stored
            .list
            .as_ref()
            .map(|l| l.next.checked_add(grace()).is_ok_and(|end| cx.now <= end)),
        stored,
    };
    Ok(all.into_iter().map(known).collect())
}

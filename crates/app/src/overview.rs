//! What the people who run the platform see first: what waits, what is late, what is broken.

use domain::authority::{Operation, require};
use jiff::Timestamp;
use store::overview::{self, Accounts, Waiting};

use crate::{App, Cx, Result};

/// The platform at a glance. Counts only.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Accounts by level.
    pub accounts: Accounts,
    /// Registrations with a running clock (D59-17).
    pub registrations: Waiting,
    /// D59-14.2.b: of these, decided and waiting for the card.
    pub card_awaited: i64,
    /// Integration requests waiting for their register (DOC-r4).
    pub integrations: Waiting,
    /// Jobs: due now, later, given up.
    pub jobs: (i64, i64, i64),
    /// Since when the oldest job is due.
    pub oldest_job: Timestamp,
    /// Entries in the audit log.
    pub audit_size: i64,
}

/// Counts everything, for managers and auditors.
pub async fn overview(app: &App, cx: &Cx) -> Result<Overview> {
    require(&cx.actor, Operation::ReadOverview)?;
    let mut source = app.db.scan().await?;
    let (due, later, dead, oldest_job) = store::job::counts(&mut source, cx.now).await?;
    Ok(Overview {
        accounts: overview::accounts(&mut source, cx.now).await?,
        registrations: overview::registrations(&mut source, cx.now).await?,
        card_awaited: store::registration::card_awaited(&mut source).await?,
        integrations: overview::integrations(&mut source, cx.now).await?,
        jobs: (due, later, dead),
        oldest_job,
        audit_size: store::log::latest(&mut source)
            .await?
            .map_or(0, |(size, _)| size),
    })
}

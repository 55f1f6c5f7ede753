//! Counting attempts per account, per address and per number, in the database, so that all nodes
//! count together. Failures of a victim never lock him out for good: the block is short and grows.

use store::throttle::Rule;
use store::{Audit, throttle as table};

use crate::{App, Cx, Error, Result};

/// What is counted. The value never reaches the database in clear.
pub struct Counted<'a> {
    /// Namespace, such as `sign-in-account`.
    pub kind: &'static str,
    /// Number, address or subject.
    pub value: &'a str,
    /// The rule.
    pub rule: Rule,
}

/// Refuses while any of these is blocked.
pub async fn check(app: &App, cx: &Cx, counted: &[Counted<'_>]) -> Result<()> {
    let mut source = app.db.read().await?;
    for item in counted {
        let digest = app.db.keys().digest(item.kind, item.value);
        if let Some(until) = table::blocked_until(&mut source, &digest).await?
            && until > cx.now
        {
            return Err(Error::Throttled { until });
        }
    }
    Ok(())
}

/// Counts an attempt before it is made, or refuses it: attempts side by side cannot slip through
/// between the check and the count. A success takes the count back with [`clear`].
pub async fn reserve(app: &App, cx: &Cx, item: &Counted<'_>) -> Result<()> {
    let digest = app.db.keys().digest(item.kind, item.value);
    let mut tx = app.db.begin().await?;
    if let Some(until) = table::blocked_until(&mut tx, &digest).await?
        && until > cx.now
    {
        return Err(Error::Throttled { until });
    }
    table::count(&mut tx, &digest, &item.rule, cx.now).await?;
    Ok(tx.commit(Audit::Bookkeeping("throttle")).await?)
}

/// Counts one attempt (or failure) for each, in a transaction of its own: a failure must count even
/// where nothing else is kept.
pub async fn count(app: &App, cx: &Cx, counted: &[Counted<'_>]) -> Result<()> {
    let mut tx = app.db.begin().await?;
    for item in counted {
        let digest = app.db.keys().digest(item.kind, item.value);
        table::count(&mut tx, &digest, &item.rule, cx.now).await?;
    }
    Ok(tx.commit(Audit::Bookkeeping("throttle")).await?)
}

/// Forgets the failures after a success.
pub async fn clear(tx: &mut store::Tx, app: &App, kind: &'static str, value: &str) -> Result<()> {
    let digest = app.db.keys().digest(kind, value);
    Ok(table::clear(tx, &digest).await?)
}

/// The caller's address as counted; one bucket for all where there is none (a local caller).
pub fn address(cx: &Cx) -> String {
    cx.address.map_or_else(|| "local".to_owned(), |a| a.to_string())
}

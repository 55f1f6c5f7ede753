//! Counting attempts per account, per address and per number, in the database, so that all nodes
//! count together. Failures of a victim never lock him out for good: the block is short and grows.

use std::net::IpAddr;

use store::throttle::Rule;
use store::{Audit, Tx, throttle as table};

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
/// between a check and a count. A success takes the count back with [`clear`]. In a transaction of its
/// own: it counts even where nothing else is kept.
pub async fn reserve(app: &App, cx: &Cx, counted: &[Counted<'_>]) -> Result<()> {
    let mut tx = app.db.begin().await?;
    for item in counted {
        reserve_in(&mut tx, app, cx, item).await?;
    }
    Ok(tx.commit(Audit::Bookkeeping("throttle")).await?)
}

/// The same inside the caller's transaction.
pub(crate) async fn reserve_in(tx: &mut Tx, app: &App, cx: &Cx, item: &Counted<'_>) -> Result<()> {
    let digest = app.db.keys().digest(item.kind, item.value);
    match table::reserve(tx, &digest, &item.rule, cx.now).await? {
        Some(until) => Err(Error::Throttled { until }),
        None => Ok(()),
    }
}

/// Counts a failure; while blocked it stays as it is.
pub async fn count(app: &App, cx: &Cx, counted: &[Counted<'_>]) -> Result<()> {
    match reserve(app, cx, counted).await {
        Ok(()) | Err(Error::Throttled { .. }) => Ok(()),
        Err(other) => Err(other),
    }
}

/// Forgets the failures after a success.
pub async fn clear(tx: &mut store::Tx, app: &App, kind: &'static str, value: &str) -> Result<()> {
    let digest = app.db.keys().digest(kind, value);
    Ok(table::clear(tx, &digest).await?)
}

/// The caller's address as counted: of IPv6 the network, since one customer has all of it; one bucket
/// for all where there is none (a local caller).
pub fn address(cx: &Cx) -> String {
    match cx.address.map(|a| a.to_canonical()) {
        Some(IpAddr::V4(v4)) => v4.to_string(),
        Some(IpAddr::V6(v6)) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        None => "local".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::actor::{Actor, Purpose};
    use jiff::Timestamp;

    use super::*;
    use crate::Lang;

    #[test]
    fn an_address_counts_as_far_as_one_customer_goes() {
        for (from, counted) in [
            (Some("203.0.113.9"), "203.0.113.9"),
            (Some("::ffff:203.0.113.9"), "203.0.113.9"),
            (Some("2001:db8:1:2:aaaa::1"), "2001:db8:1:2::/64"),
            (None, "local"),
        ] {
            let cx = Cx {
                actor: Actor::Public,
                purpose: Purpose::OwnUse,
                now: Timestamp::UNIX_EPOCH,
                request: String::new(),
                address: from.map(|text| text.parse().unwrap()),
                lang: Lang::Vi,
                door: domain::journey::Door::Page,
            };
            assert_eq!(address(&cx), counted, "{from:?}");
        }
    }
}

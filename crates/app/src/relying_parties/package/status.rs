//! Whether what a package told still holds, for providers without a stream of events (R50-3): the kind and since when,
//! never a reason (D59-5).

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::relying_party::package::Standing;
use serde::Serialize;
use store::account;

use super::super::Outcome;
use super::super::client::{Caller, authenticate};
use super::named;
use crate::{App, Cx, Error, entry_with};

/// The answer.
#[derive(Debug, Serialize)]
pub struct Told {
    /// `good`, `suspended`, `ended` or `data-changed`.
    pub identity_package_status: &'static str,
    /// Since when, in seconds since 1970; not with `good`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
}

/// Answers a proven provider about a package of its own. The reading is on record (D59-4.4).
pub async fn status(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<Told> {
    let party = authenticate(app, cx, caller).await?;
    let mut tx = app.db.begin().await?;
    let kept = named(&mut tx, (caller, &party, cx.now)).await?;
    let stored = account::load(&mut tx, kept.subject, cx.now).await?;
    let stored = stored.ok_or(Error::NotFound)?;
    let standing = Standing::of(&stored.account, kept.changed, cx.now);
    let detail = serde_json::json!({
        "package": kept.id,
        "client": kept.client,
        "party": party.stored.name,
        "told": standing.as_str(),
    });
    let cx = Cx {
        actor: Actor::Party(kept.client),
        purpose: Purpose::Service,
        ..cx.clone()
    };
    let entry = entry_with(app, &cx, Event::PackageAsked, kept.subject, detail);
    tx.commit(entry).await?;
    Ok(Told {
        identity_package_status: standing.as_str(),
        since: standing.since().map(jiff::Timestamp::as_second),
    })
}

//! Whether what a package told still holds, for providers without a stream of events (R50-3): the kind and since when,
//! never a reason (D59-5).

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::relying_party::package::Standing;
use jiff::SignedDuration;
use serde::Serialize;
use store::account;
use store::relying_party::package;

use super::super::Outcome;
use super::super::client::{Caller, Party};
use super::{Asked, Package, named, provider};
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

/// So often an unchanged answer is put on record.
const AGAIN: SignedDuration = SignedDuration::from_hours(24);

/// Answers a proven provider about a package of its own, while it is followed. The reading is on record (D59-4.4): each
/// other answer, and the same one once a day, however often it is asked for.
pub async fn status(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<Told> {
    let party = provider(app, cx, caller).await?;
    let mut source = app.db.read().await?;
    let kept = named(&mut source, (caller, &party)).await?;
    let stored = account::load(&mut source, kept.subject, cx.now).await?;
    drop(source);
    if kept.followed_until <= cx.now {
        return Err(Error::NotFound.into());
    }
    let stored = stored.ok_or(Error::NotFound)?;
    let standing = Standing::of(&stored.account, kept.changed, cx.now);
    let told = standing.as_str();
    let last = kept.body.asked.as_ref();
    if last.is_none_or(|last| last.told != told || cx.now >= last.at + AGAIN) {
        record(app, cx, (&party, kept, told)).await?;
    }
    Ok(Told {
        identity_package_status: told,
        since: standing.since().map(jiff::Timestamp::as_second),
    })
}

async fn record(
    app: &App,
    cx: &Cx,
    (party, mut kept, told): (&Party, Package, &'static str),
) -> Outcome<()> {
    kept.body.asked = Some(Asked {
        at: cx.now,
        told: told.to_owned(),
    });
    let detail = serde_json::json!({
        "package": kept.id,
        "client": kept.client,
        "party": party.stored.name,
        "told": told,
    });
    let cx = Cx {
        actor: Actor::Party(kept.client),
        purpose: Purpose::Service,
        ..cx.clone()
    };
    let mut tx = app.db.begin().await?;
    package::save(&mut tx, &kept).await?;
    let entry = entry_with(app, &cx, Event::PackageAsked, kept.subject, detail);
    Ok(tx.commit(entry).await?)
}

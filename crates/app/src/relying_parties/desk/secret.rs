//! A new secret for a client: shown once; the old one stops at once, or goes on for a stated time so that
//! a service can change over without a pause.

use domain::event::Event;
use domain::ids::ClientId;
use domain::relying_party::Phase;
use jiff::SignedDuration;
use store::relying_party::client;

use super::super::authorize::handle;
use super::super::client::{digest, read};
use super::sandbox::{Registered, by_secret};
use super::{acting, mine, prove, tell};
use crate::{App, Cx, Error, Result, entry_with};

/// How long the old secret goes on where it does.
pub const OVERLAP: SignedDuration = SignedDuration::from_hours(24);

/// Gives a client another secret; one in production by the holder's passcode only.
pub async fn renew_secret(
    app: &App,
    cx: &Cx,
    id: ClientId,
    (overlap, passcode): (bool, &str),
) -> Result<Registered> {
    let owner = cx.holder()?;
    let mut source = app.db.read().await?;
    let connected = mine(&mut source, cx, id).await?.phase == Phase::Production;
    drop(source);
    if connected {
        prove(app, cx, passcode).await?;
    }
    let mut tx = app.db.begin().await?;
    acting(&mut tx, cx).await?;
    let mut stored = mine(&mut tx, cx, id).await?;
    if connected != (stored.phase == Phase::Production) {
        return Err(Error::Stale);
    }
    if stored.phase == Phase::Suspended {
        return Err(Error::Refused("client-suspended"));
    }
    if !by_secret(read(stored.clone())?.rules.auth) {
        return Err(Error::Refused("client-without-secret"));
    }
    let secret = handle(app);
    let old = stored.secret.replace(digest(app, &secret));
    stored.old_secret = old.filter(|_| overlap).map(|old| (old, cx.now + OVERLAP));
    client::save(&mut tx, &stored).await?;
    if connected {
        tell::changed(&mut tx, app, cx, (&stored, tell::KEYS)).await?;
    }
    let detail = serde_json::json!({ "client": id, "party": stored.name, "secret": "renewed" });
    tx.commit(entry_with(app, cx, Event::ClientChanged, owner, detail))
        .await?;
    Ok(Registered {
        id,
        secret: Some(secret),
    })
}

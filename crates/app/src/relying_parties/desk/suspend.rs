//! The platform stops a client, and lets it go on. It bites at the next request everywhere, for each reads
//! the phase with the token or the client (I5).

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::ids::ClientId;
use domain::relying_party::{Phase, Suspension};
use store::audit::NOBODY;
use store::relying_party::client::{self, Client};

use super::tell;
use crate::training::may_decide;
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with};

/// Stops a client, with words that its contact reads.
pub async fn suspend(app: &App, cx: &Cx, id: ClientId, why: &str) -> Result<()> {
    require(&cx.actor, Operation::DecideParty)?;
    let why = words(("words", "party-words-missing"), why, 500)?;
    let mut tx = app.db.begin().await?;
    let mut stored = found(&mut tx, id).await?;
    if stored.phase == Phase::Suspended {
        return Err(Error::Refused("client-suspended"));
    }
    stored.suspension = Some(Suspension {
        since: cx.now,
        words: why.clone(),
        from: stored.phase,
    });
    stored.phase = Phase::Suspended;
    let told = (Event::ClientSuspended, "party-suspended");
    finish(tx, app, cx, (stored, told), &why).await
}

/// Lets a client go on where it was.
pub async fn resume(app: &App, cx: &Cx, id: ClientId) -> Result<()> {
    may_decide(app, cx).await?;
    require(&cx.actor, Operation::DecideParty)?;
    let mut tx = app.db.begin().await?;
    let mut stored = found(&mut tx, id).await?;
    let suspension = stored.suspension.take();
    let Some(suspension) = suspension.filter(|_| stored.phase == Phase::Suspended) else {
        return Err(Error::Refused("client-not-suspended"));
    };
    stored.phase = suspension.from;
    let told = (Event::ClientResumed, "party-resumed");
    finish(tx, app, cx, (stored, told), "").await
}

async fn found(tx: &mut store::Tx, id: ClientId) -> Result<Client> {
    client::find(tx, id).await?.ok_or(Error::NotFound)
}

async fn finish(
    mut tx: store::Tx,
    app: &App,
    cx: &Cx,
    (stored, (event, kind)): (Client, (Event, &str)),
    why: &str,
) -> Result<()> {
    client::save(&mut tx, &stored).await?;
    let args = [("name", stored.name.clone()), ("reason", why.to_owned())];
    tell::party(&mut tx, app, cx, (&stored, kind), &args).await?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let detail = serde_json::json!({ "client": stored.id, "party": stored.name, "words": why });
    let subject = stored.owner.unwrap_or(NOBODY);
    Ok(tx
        .commit(entry_with(app, cx, event, subject, detail))
        .await?)
}

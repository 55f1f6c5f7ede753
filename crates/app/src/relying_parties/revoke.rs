//! Revocation (RFC 7009): a refresh token takes its whole grant along, an access token itself.

use domain::event::Event;
use oidc::ErrorCode;
use store::relying_party::grant;
use store::relying_party::token::{self, Kind};

use super::bearer::Shown;
use super::client::{Caller, authenticate};
use super::exchange::acting;
use super::{AccessBody, Outcome, refuse};
use crate::{App, Cx, entry_with};

/// Revokes a token of the client's own; one that is unknown is no error (2.2).
pub async fn revoke(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<()> {
    let party = authenticate(app, cx, caller).await?;
    let text = caller
        .params
        .get("token")
        .ok_or(refuse(ErrorCode::InvalidRequest, "token is missing"))?;
    let (bearer, known) = match Shown::read(app, cx, text).await? {
        Some(Shown::Kept(bearer, known)) => (bearer, known),
        // It is kept nowhere, speaks for nobody and is over in minutes (2.2.1).
        Some(Shown::Own(_)) => {
            return Err(refuse(
                ErrorCode::UnsupportedTokenType,
                "a client's own token is not revoked",
            ));
        }
        None => return Ok(()),
    };
    let mut tx = app.db.begin().await?;
    let digest = bearer.digest();
    let live = bearer.look_up(&mut tx, app, cx).await?;
    let Some(live) = live.filter(|live| live.client == party.stored.id) else {
        return Ok(());
    };
    if AccessBody::of(&live, known.as_ref())?.is_none() {
        return Ok(());
    }
    match live.kind {
        Kind::Access => token::expire(&mut tx, live.subject, &digest, cx.now).await?,
        Kind::Refresh => {
            grant::end(&mut tx, live.subject, live.grant, cx.now, "revoked").await?;
        }
        Kind::Code => return Ok(()),
    }
    let cx = acting(cx, &live);
    let detail = serde_json::json!({ "grant": live.grant, "kind": live.kind.as_str() });
    Ok(tx
        .commit(entry_with(
            app,
            &cx,
            Event::PartyRevoked,
            live.subject,
            detail,
        ))
        .await?)
}

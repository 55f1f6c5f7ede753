//! Refreshing: each refresh token is used once; a second use ends everything that came of it (RFC 9700
//! 4.14).

use oidc::ErrorCode;
use oidc::client::Class;
use store::relying_party::token::{self, Kind, Live};

use super::bearer::Bearer;
use super::client::{Caller, Party};
use super::exchange::{Issued, found, invalid_grant, replayed};
use super::{Granted, Outcome, issue, keys, refuse};
use crate::{App, Cx, Error};

/// New tokens for a refresh token.
pub(super) async fn refresh(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    party: &Party,
    key: Option<&str>,
) -> Outcome<Issued> {
    let text = caller.params.get("refresh_token").ok_or(refuse(
        ErrorCode::InvalidRequest,
        "refresh_token is missing",
    ))?;
    let bearer = Bearer::parse(app, text).ok_or_else(invalid_grant)?;
    let ring = keys::published(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let (live, stored) = found(&mut tx, cx, &bearer, Kind::Refresh, party).await?;
    if live.used {
        return replayed(tx, app, cx, &live).await;
    }
    if !live.stands || (live.bound.is_some() && live.bound.as_deref() != key) {
        return Err(invalid_grant());
    }
    narrower(caller.params.get("scope"), &live.scope)?;
    // FAPI 2.0 5.3.2.1: a client that proves itself by its key at each use keeps its token; a lost answer
    // would otherwise look like a thief. Others get a new one each time (RFC 9700 4.14.2).
    let keeps = party.rules.class == Class::High;
    if !keeps && !token::consume(&mut tx, bearer.subject, &bearer.digest(), cx.now).await? {
        return Err(invalid_grant());
    }
    let mut issued = issue::tokens(&mut tx, app, cx, (party, !keeps), &live, key).await?;
    let signer = ring
        .signer(party.rules.id_token_alg, cx.now)
        .ok_or_else(|| Error::Internal("no key signs".into()))?;
    // OpenID Connect Core 12.2: who it is, and when he signed in; not the nonce, and no claims, whose
    // reading would be on no record.
    let live = Live {
        granted: Granted {
            nonce: None,
            in_id_token: Vec::new(),
            ..live.granted
        },
        ..live
    };
    let about = (issued.access_token.as_str(), &stored);
    issued.id_token = Some(issue::id_token(app, cx, party, &live, about, signer)?);
    tx.commit(store::Audit::Bookkeeping("token refreshed"))
        .await?;
    Ok(issued)
}

/// RFC 6749 6: never more than was granted.
fn narrower(asked: Option<&str>, granted: &str) -> Outcome<()> {
    let has = |scope: &str| granted.split(' ').any(|g| g == scope);
    if asked.is_some_and(|asked| !asked.split(' ').all(has)) {
        return Err(refuse(
            ErrorCode::InvalidScope,
            "scope goes beyond what was granted",
        ));
    }
    Ok(())
}

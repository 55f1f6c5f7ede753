//! Refreshing: each refresh token is used once; a second use ends everything that came of it (RFC 9700
//! 4.14).

use oidc::ErrorCode;
use store::relying_party::token::{self, Kind};

use super::bearer::Bearer;
use super::client::{Caller, Party};
use super::exchange::{Issued, found, invalid_grant, replayed};
use super::{Outcome, issue, keys, refuse};
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
    if !token::consume(&mut tx, bearer.subject, &bearer.digest(), cx.now).await? {
        return Err(invalid_grant());
    }
    let mut issued = issue::tokens(&mut tx, app, cx, party, &live, key).await?;
    let signer = ring
        .signer(party.rules.id_token_alg, cx.now)
        .ok_or_else(|| Error::Internal("no key signs".into()))?;
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

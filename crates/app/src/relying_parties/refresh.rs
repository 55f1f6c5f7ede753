//! Refreshing: each refresh token is used once; a second use ends everything that came of it (RFC 9700
//! 4.14).

use oidc::ErrorCode;
use oidc::client::Class;
use oidc::token::Confirmation;
use store::relying_party::token::{self, Kind, Live};

use super::bearer::Bearer;
use super::client::{Caller, Party};
use super::exchange::{Issued, found, invalid_grant, replayed};
use super::issue::{Asked, Making};
use super::{Granted, Outcome, issue, keys, refuse};
use crate::{App, Cx, Error};

/// New tokens for a refresh token.
pub(super) async fn refresh(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    party: &Party,
    bound: Option<&Confirmation>,
) -> Outcome<Issued> {
    let text = caller.params.get("refresh_token").ok_or(refuse(
        ErrorCode::InvalidRequest,
        "refresh_token is missing",
    ))?;
    let bearer = Bearer::parse(app, text).ok_or_else(invalid_grant)?;
    let ring = keys::published(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let live = found(&mut tx, app, cx, &bearer, (Kind::Refresh, party)).await?;
    if live.used {
        return replayed(tx, app, cx, &live).await;
    }
    let kept = live.bound.as_deref().map(Confirmation::from_text);
    if !live.stands || (kept.is_some() && kept.as_ref() != bound) {
        return Err(invalid_grant());
    }
    let asked = Asked {
        scope: narrower(caller.params.get("scope"), &live.scope)?,
        ..Asked::read(app, caller, &live)?
    };
    // FAPI 2.0 5.3.2.1: a client that proves itself by its key at each use keeps its token; a lost answer
    // would otherwise look like a thief. Others get a new one each time (RFC 9700 4.14.2).
    let keeps = party.rules.class == Class::High;
    if !keeps && !token::consume(&mut tx, bearer.subject, &bearer.digest(), cx.now).await? {
        return Err(invalid_grant());
    }
    let making = Making {
        party,
        live: &live,
        bound,
        ring: &ring,
        asked: &asked,
        with_refresh: !keeps,
    };
    let mut issued = issue::tokens(&mut tx, app, cx, &making).await?;
    if asked.signs_in(&live) {
        issued.id_token = Some(who(app, cx, (party, &ring), live, &issued.access_token)?);
    }
    tx.commit(store::Audit::Bookkeeping("token refreshed"))
        .await?;
    Ok(issued)
}

/// OpenID Connect Core 12.2: who it is, and when he signed in; not the nonce, and no claims, whose reading
/// would be on no record.
fn who(
    app: &App,
    cx: &Cx,
    (party, ring): (&Party, &keys::Ring),
    live: Live<Granted>,
    access_token: &str,
) -> Outcome<String> {
    let signer = ring
        .signer(party.rules.id_token_alg, cx.now)
        .ok_or_else(|| Error::Internal("no key signs".into()))?;
    let live = Live {
        granted: Granted {
            nonce: None,
            ..live.granted
        },
        ..live
    };
    let about = (access_token, serde_json::Map::new());
    issue::id_token(app, cx, party, &live, about, signer)
}

/// RFC 6749 6: never more than was granted; the scopes of the new access token where they are fewer.
fn narrower(asked: Option<&str>, granted: &str) -> Outcome<Option<String>> {
    let Some(asked) = asked else {
        return Ok(None);
    };
    let asked: Vec<&str> = asked.split(' ').filter(|scope| !scope.is_empty()).collect();
    let granted: Vec<&str> = granted.split(' ').collect();
    if asked.is_empty() || !asked.iter().all(|scope| granted.contains(scope)) {
        return Err(refuse(
            ErrorCode::InvalidScope,
            "scope is empty or goes beyond what was granted",
        ));
    }
    let mut kept = granted.clone();
    kept.retain(|scope| asked.contains(scope));
    Ok((kept.len() < granted.len()).then(|| kept.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_scopes_but_never_more() {
        for (asked, want) in [
            (None, Ok(None)),
            (Some("openid profile"), Ok(None)),
            (Some("profile openid"), Ok(None)),
            (Some("openid"), Ok(Some("openid"))),
            (Some("openid openid"), Ok(Some("openid"))),
            (Some("openid email"), Err(())),
            (Some(" "), Err(())),
        ] {
            let got = narrower(asked, "openid profile").map_err(|_| ());
            assert_eq!(got, want.map(|s| s.map(str::to_owned)), "{asked:?}");
        }
    }
}

//! Userinfo: what the holder agreed to hand on (OpenID Connect Core 5.3).

use std::sync::Arc;

use domain::event::Event;
use oidc::token::{Confirmation, UserInfo};
use oidc::{ErrorCode, OAuthError};
use serde_json::Value;
use store::Tx;
use store::relying_party::token::{self, Kind, Live};
use store::relying_party::usage::Use;

use super::bearer::{Bearer, Shown};
use super::client::{Caller, Party, proven_key};
use super::exchange::acting;
use super::release::Place;
use super::step_up::StepUp;
use super::{
    AccessBody, Failure, Granted, Outcome, certificate, client, issue, issuer, keys, refuse,
    release, usage,
};
use crate::{App, Cx, Error, entry_with};

/// What userinfo answers.
#[derive(Debug)]
pub enum Profile {
    /// JSON.
    Plain(Value),
    /// A signed token (5.3.2), for clients that registered so.
    Signed(String),
    /// Nothing: the person has to sign in again, and how (RFC 9470 3).
    TooWeak(StepUp),
}

impl Profile {
    /// Why nothing is told.
    pub fn failure(&self) -> Option<Failure> {
        match self {
            Self::TooWeak(missing) => Some(Failure::Protocol(missing.error())),
            Self::Plain(_) | Self::Signed(_) => None,
        }
    }
}

pub(super) const INVALID_TOKEN: OAuthError = OAuthError {
    code: ErrorCode::InvalidToken,
    description: "the access token is unknown, over or revoked",
};

/// RFC 6750 3.1.
const INSUFFICIENT: OAuthError = OAuthError {
    code: ErrorCode::InsufficientScope,
    description: "the token is not for the scope openid",
};

/// I5: an access token that works now, with the proof of its key where it is bound to one. `scheme` is
/// the word before it in the header.
pub(super) async fn access(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    (scheme, text): (&str, &str),
) -> Outcome<(Bearer, Live<Granted>, AccessBody)> {
    let Some(Shown::Kept(bearer, known)) = Shown::read(app, cx, text).await? else {
        return Err(INVALID_TOKEN.into());
    };
    let mut source = app.db.read().await?;
    let live = bearer.look_up(&mut source, app, cx).await?;
    let live = live.ok_or(INVALID_TOKEN)?;
    drop(source);
    if live.kind != Kind::Access || !live.stands {
        return Err(INVALID_TOKEN.into());
    }
    let body = AccessBody::of(&live, known.as_ref())?.ok_or(INVALID_TOKEN)?;
    // RFC 9068 4, RFC 8707 3: one that is for others is not for us.
    if !body.audience(app).iter().any(|one| one == issuer(app)) {
        return Err(INVALID_TOKEN.into());
    }
    let is = |name: &str| scheme.eq_ignore_ascii_case(name);
    match live.bound.as_deref().map(Confirmation::from_text) {
        Some(Confirmation::Key(key)) if is("DPoP") => {
            let shown = proven_key(app, cx, caller, Some(text)).await?;
            same_key(shown.as_deref(), &key)?;
        }
        Some(Confirmation::Key(_)) => {
            return Err(refuse(
                ErrorCode::InvalidToken,
                "the token is bound to a key: use the DPoP scheme",
            ));
        }
        Some(Confirmation::Certificate(bound)) if is("Bearer") => {
            certificate::same(caller.certificate, &bound)?;
        }
        None if is("Bearer") => {}
        Some(Confirmation::Certificate(_)) | None => return Err(INVALID_TOKEN.into()),
    }
    Ok((bearer, live, body))
}

fn same_key(shown: Option<&str>, bound: &str) -> Outcome<()> {
    match shown {
        Some(shown) if shown == bound => Ok(()),
        // The proof is good, the token is not its key's (RFC 9449 7.1).
        Some(_) => Err(refuse(
            ErrorCode::InvalidToken,
            "the token is bound to another key",
        )),
        None => Err(refuse(
            ErrorCode::InvalidDpopProof,
            "a proof by the token's own key is missing",
        )),
    }
}

/// I5: the token and its service with the account held, so that a lock under way is waited for and then seen.
pub(super) async fn as_it_stands(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    bearer: &Bearer,
) -> Outcome<(Live<Granted>, Arc<Party>)> {
    store::account::hold_row(tx, bearer.subject).await?;
    let live = bearer.look_up(tx, app, cx).await?.ok_or(INVALID_TOKEN)?;
    if !live.stands {
        return Err(INVALID_TOKEN.into());
    }
    let party = client::registered(tx, app, &live)
        .await?
        .ok_or(INVALID_TOKEN)?;
    Ok((live, party))
}

/// Answers a request. The first reading with an access token is put on record (D59-4.4); those that
/// follow within its minutes are the same reading.
pub async fn userinfo(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    shown: (&str, &str),
) -> Outcome<Profile> {
    let (bearer, mut live, body) = access(app, cx, caller, shown).await?;
    if let Some(scope) = &body.scope {
        live.granted.claims =
            release::within(live.granted.claims, &live.scope, scope).ok_or(INSUFFICIENT)?;
    }
    let mut source = app.db.read().await?;
    let stored = store::account::load(&mut source, live.subject, cx.now)
        .await?
        .ok_or(INVALID_TOKEN)?;
    let party = client::registered(&mut source, app, &live).await?;
    let party = party.ok_or(INVALID_TOKEN)?;
    if let Some(missing) = StepUp::of(&party.rules, &live, cx.now) {
        return Ok(Profile::TooWeak(missing));
    }
    let claims = release::told(&mut source, cx, &stored, &live.granted, Place::UserInfo).await?;
    drop(source);
    if !live.used {
        note(app, cx, &bearer, &live).await?;
    }
    let told = UserInfo {
        iss: issuer(app).to_owned(),
        aud: party.rules.id.clone(),
        sub: issue::subject(app, &party, live.subject),
        claims,
    };
    let Some(alg) = party.rules.userinfo_alg else {
        return Ok(Profile::Plain(told.to_json()));
    };
    let ring = keys::published(app, cx).await?;
    let failed = || Error::Internal("userinfo cannot be signed".into());
    let signer = ring.signer(alg, cx.now);
    let signed = told.sign(signer.ok_or_else(failed)?);
    Ok(Profile::Signed(signed.map_err(|_| failed())?))
}

async fn note(app: &App, cx: &Cx, bearer: &Bearer, live: &Live<Granted>) -> Outcome<()> {
    let mut tx = app.db.begin().await?;
    if token::consume(&mut tx, bearer.subject, &bearer.digest(), cx.now).await? {
        usage::count(&mut tx, app, cx, live.client, Use::Reading).await?;
        let cx = acting(cx, live);
        let mut claims = live.granted.claims.clone();
        claims.extend(live.granted.verified.iter().flat_map(|v| v.claims.clone()));
        let detail = serde_json::json!({ "claims": claims });
        tx.commit(entry_with(app, &cx, Event::PartyRead, live.subject, detail))
            .await?;
    }
    Ok(())
}

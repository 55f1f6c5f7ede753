//! The token endpoint: a code becomes tokens (RFC 6749 4.1.3, OpenID Connect Core 3.1.3).

use domain::event::Event;
use oidc::ErrorCode;
use oidc::client::GrantType;
use oidc::token::Confirmation;
use serde::Serialize;
use store::relying_party::grant;
use store::relying_party::token::{self, Kind, Live};
use store::{Tx, account};

use super::bearer::Bearer;
use super::certificate::binding;
use super::client::{Caller, Party, as_it_stands, authenticate_remembered, changed, proven_key};
use super::issue::{Asked, Making};
use super::keys::Ring;
use super::release::Place;
use super::{
    CodeBody, Failure, Granted, Outcome, backchannel, issue, keys, own_token, poll, refresh,
    refuse, release,
};
use crate::{App, Cx, Error, entry_with};

/// A successful answer of the token endpoint (RFC 6749 5.1).
#[derive(Serialize)]
pub struct Issued {
    /// Opaque, or a JWT where the client registered so or it is for itself.
    pub access_token: String,
    /// `Bearer`, or `DPoP` where it is bound to the key of a proof.
    pub token_type: &'static str,
    /// Seconds.
    pub expires_in: i64,
    /// Scopes granted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// Where the client may have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Who signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// R50-3: what a certification request for an identity package has to carry, where the scope is granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_package_challenge: Option<String>,
}

domain::redacted_debug!(Issued);

/// Answers a request of the token endpoint.
pub async fn token(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<Issued> {
    let party = authenticate_remembered(app, cx, caller).await?;
    let key = proven_key(app, cx, caller, None).await?;
    match answer(app, cx, caller, (&party, key.as_deref())).await {
        Err(Failure::Protocol(_)) if changed(app, &party).await? => {
            let party = as_it_stands(app, cx, caller).await?;
            answer(app, cx, caller, (&party, key.as_deref())).await
        }
        answered => answered,
    }
}

async fn answer(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    (party, key): (&Party, Option<&str>),
) -> Outcome<Issued> {
    let wanted = caller
        .params
        .get("grant_type")
        .ok_or(refuse(ErrorCode::InvalidRequest, "grant_type is missing"))?;
    let grant = GrantType::parse(wanted).ok_or(refuse(
        ErrorCode::UnsupportedGrantType,
        "this grant type is not served",
    ))?;
    if !party.rules.grant_types.contains(&grant) {
        return Err(refuse(
            ErrorCode::UnauthorizedClient,
            "the client is not registered for this grant type",
        ));
    }
    let bound = binding(caller, party, key)?;
    let bound = bound.as_ref();
    match grant {
        GrantType::AuthorizationCode => code(app, cx, caller, party, bound).await,
        GrantType::RefreshToken => refresh::refresh(app, cx, caller, party, bound).await,
        GrantType::ClientCredentials => own_token::own_token(app, cx, caller, party, bound).await,
        GrantType::DeviceCode | GrantType::Ciba => {
            poll::poll(app, cx, caller, party, (grant, bound)).await
        }
    }
}

/// The request was judged by a registration that holds no longer.
pub(super) fn outdated() -> Failure {
    refuse(
        ErrorCode::InvalidClient,
        "the client's registration changed meanwhile",
    )
}

pub(super) const INVALID: &str = "the code or token is unknown, over, used, or not this client's";

pub(super) fn invalid_grant() -> Failure {
    refuse(ErrorCode::InvalidGrant, INVALID)
}

/// I5: the account is held first, so that a lock under way is waited for and then seen.
pub(super) async fn found(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    bearer: &Bearer,
    (kind, party): (Kind, &Party),
) -> Outcome<Live<Granted>> {
    account::hold_row(tx, bearer.subject).await?;
    let live = bearer
        .look_up(tx, app, cx)
        .await?
        .ok_or_else(invalid_grant)?;
    if live.kind != kind || live.client != party.stored.id {
        return Err(invalid_grant());
    }
    if live.revision != party.stored.revision {
        return Err(outdated());
    }
    Ok(live)
}

/// RFC 6749 4.1.2, RFC 9700 2.2.2: what comes a second time was stolen once; all that came of it ends.
pub(super) async fn replayed(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    live: &Live<Granted>,
) -> Outcome<Issued> {
    let ended = grant::end(&mut tx, live.subject, live.grant, cx.now, "replayed").await?;
    if ended {
        let cx = acting(cx, live);
        let detail = serde_json::json!({ "grant": live.grant, "kind": live.kind.as_str() });
        tx.commit(entry_with(
            app,
            &cx,
            Event::PartyReplayed,
            live.subject,
            detail,
        ))
        .await?;
    }
    Err(invalid_grant())
}

/// The client as actor, for the audit entry.
pub(super) fn acting(cx: &Cx, live: &Live<Granted>) -> Cx {
    Cx {
        actor: domain::actor::Actor::Party(live.client),
        purpose: domain::actor::Purpose::Service,
        ..cx.clone()
    }
}

async fn code(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    party: &Party,
    bound: Option<&Confirmation>,
) -> Outcome<Issued> {
    let text = caller
        .params
        .get("code")
        .ok_or(refuse(ErrorCode::InvalidRequest, "code is missing"))?;
    let bearer = Bearer::parse(app, text).ok_or_else(invalid_grant)?;
    let ring = keys::published(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let live = found(&mut tx, app, cx, &bearer, (Kind::Code, party)).await?;
    // Compared first: who found a used code and has nothing else must not end what came of it.
    compare(caller, &live, bound)?;
    redeem(tx, app, cx, (caller, party, bound, &ring), (bearer, live)).await
}

/// A request with what it is judged by: the client, what its tokens are bound to, and our own keys.
type From<'a> = (
    &'a Caller<'a>,
    &'a Party,
    Option<&'a Confirmation>,
    &'a Ring,
);

/// A code that fits.
type Fitting = (Bearer, Live<Granted>);

/// Tokens for a code, however it came to the client: once, and only while what it rests on stands (I5).
pub(super) async fn redeem(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (caller, party, bound, ring): From<'_>,
    (bearer, live): Fitting,
) -> Outcome<Issued> {
    if live.used {
        return replayed(tx, app, cx, &live).await;
    }
    if !live.stands {
        return Err(invalid_grant());
    }
    let asked = Asked::read(app, caller, &live)?;
    if !token::consume(&mut tx, bearer.subject, &bearer.digest(), cx.now).await? {
        return Err(invalid_grant());
    }
    let making = Making {
        party,
        live: &live,
        bound,
        ring,
        asked: &asked,
        with_refresh: true,
    };
    let mut issued = issue::tokens(&mut tx, app, cx, &making).await?;
    let signer = ring
        .signer(party.rules.id_token_alg, cx.now)
        .ok_or_else(|| Error::Internal("no key signs".into()))?;
    let stored = account::load(&mut tx, live.subject, cx.now)
        .await?
        .ok_or_else(invalid_grant)?;
    let told = release::told(&mut tx, cx, &stored, &live.granted, Place::IdToken).await?;
    let about = (issued.access_token.as_str(), told);
    backchannel::note_subject(&mut tx, app, cx, (party, live.subject)).await?;
    issued.id_token = Some(issue::id_token(app, cx, party, &live, about, signer)?);
    // What is told now was put on record when the holder agreed to it.
    tx.commit(store::Audit::Bookkeeping("code exchanged"))
        .await?;
    Ok(issued)
}

/// RFC 6749 4.1.3, RFC 7636 4.6, RFC 9449 10: the request is the one that the code was made for.
fn compare(caller: &Caller<'_>, live: &Live<Granted>, bound: Option<&Confirmation>) -> Outcome<()> {
    let body = CodeBody::of(live)?;
    let differs = |what| Err(refuse(ErrorCode::InvalidGrant, what));
    let asked = caller.params.get("redirect_uri");
    if body.redirect_uri.is_none() || asked != body.redirect_uri.as_deref() {
        return differs("redirect_uri is not the one of the authorization request");
    }
    match (&body.challenge, caller.params.get("code_verifier")) {
        (Some(challenge), Some(verifier)) if challenge.verify(verifier).is_ok() => {}
        (None, None) => {}
        (Some(_), _) => return differs("code_verifier is missing or does not fit the challenge"),
        (None, Some(_)) => return differs("code_verifier without a challenge"),
    }
    same_key(&body, bound)
}

impl CodeBody {
    pub(super) fn of(live: &Live<Granted>) -> Outcome<Self> {
        let corrupt = |_| Error::Internal("a code's body cannot be read".into());
        Ok(serde_json::from_str(&live.body).map_err(corrupt)?)
    }
}

/// RFC 9449 10.
pub(super) fn same_key(body: &CodeBody, bound: Option<&Confirmation>) -> Outcome<()> {
    let key = bound.and_then(Confirmation::key);
    if body.dpop_jkt.is_some() && body.dpop_jkt.as_deref() != key {
        return Err(refuse(
            ErrorCode::InvalidGrant,
            "the proof's key is not the one the code is bound to",
        ));
    }
    Ok(())
}

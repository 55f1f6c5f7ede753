//! Pushed authorization requests (RFC 9126).

use oidc::authorization::{self, Request};
use oidc::client::ClientAuth;
use oidc::{ErrorCode, OAuthError};
use serde::Serialize;
use store::Audit;
use store::relying_party::request::{self, Kind};

use super::authorize::{counted, handle};
use super::client::{Caller, Party, authenticate, proven_key};
use super::{Outcome, PUSHED_LIFE, issuer, keysets, package, refuse, subscriber};
use crate::{App, Cx};

/// RFC 9126 2.2.
const PREFIX: &str = "urn:ietf:params:oauth:request_uri:";

/// Where the client finds its request again.
#[derive(Debug, Serialize)]
pub struct Pushed {
    /// For the authorization endpoint.
    pub request_uri: String,
    /// Seconds.
    pub expires_in: i64,
}

fn digest(app: &App, uri: &str) -> Vec<u8> {
    app.db.keys().digest("pushed-request", uri)
}

/// Takes a request from a proven client.
pub async fn push(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<Pushed> {
    let party = authenticate(app, cx, caller).await?;
    if caller.params.get("request_uri").is_some() {
        return Err(refuse(
            ErrorCode::InvalidRequest,
            "request_uri has no place in a pushed request",
        ));
    }
    // A public client proves nothing: whoever knows its name is anybody.
    if party.rules.auth == ClientAuth::None {
        counted(app, cx).await?;
    }
    let key = proven_key(app, cx, caller, None).await?;
    let signed = match caller.params.get("request") {
        Some(object) => {
            let now = cx.now.as_second();
            let signer = keysets::for_jwt(app, cx, party.clone(), object).await?;
            Some(oidc::jar::verify(object, &signer.rules, issuer(app), now)?)
        }
        None => None,
    };
    let params = signed.as_ref().unwrap_or(caller.params);
    authorization::target(params, &party.rules)?;
    let mut request = authorization::read(params, &party.rules, true)?;
    oidc::resource::check(&request.resource, &party.rules, issuer(app))?;
    package::may(params, &party, &request)?;
    subscriber::may(app, &party, &request).await??;
    // RFC 9449 10.1: a proof here binds the code like the parameter does; both must agree.
    match (&request.dpop_jkt, key) {
        (Some(asked), Some(key)) if *asked != key => {
            return Err(refuse(
                ErrorCode::InvalidDpopProof,
                "dpop_jkt is not the thumbprint of the proof's key",
            ));
        }
        (None, Some(key)) => request.dpop_jkt = Some(key),
        _ => {}
    }
    let request_uri = format!("{PREFIX}{}", handle(app));
    let row = request::Request {
        client: party.stored.id,
        body: request,
        created: cx.now,
    };
    let mut tx = app.db.begin().await?;
    let expires = cx.now + PUSHED_LIFE;
    request::insert(
        &mut tx,
        &digest(app, &request_uri),
        Kind::Pushed,
        &row,
        expires,
    )
    .await?;
    tx.commit(Audit::Bookkeeping("authorization pushed"))
        .await?;
    Ok(Pushed {
        request_uri,
        expires_in: PUSHED_LIFE.as_secs(),
    })
}

const GONE: OAuthError = OAuthError {
    code: ErrorCode::InvalidRequestUri,
    description: "request_uri is unknown, over, used, or another client's",
};

/// The request behind a `request_uri`; it may be read until it is answered, so that a reloaded page goes
/// on.
pub(super) async fn pushed(app: &App, cx: &Cx, uri: &str, party: &Party) -> Outcome<Request> {
    if !uri.starts_with(PREFIX) {
        return Err(refuse(
            ErrorCode::RequestUriNotSupported,
            "only request URIs that this server gave out are served",
        ));
    }
    let mut source = app.db.read().await?;
    let found = request::find::<Request>(&mut source, &digest(app, uri), Kind::Pushed, cx.now)
        .await?
        .filter(|found| found.client == party.stored.id)
        .ok_or(GONE)?;
    Ok(found.body)
}

/// Ends a pushed request with its answer; `false` where it was answered before.
pub(super) async fn consume(
    tx: &mut store::Tx,
    app: &App,
    cx: &Cx,
    uri: Option<&str>,
) -> Outcome<bool> {
    match uri {
        Some(uri) => Ok(request::consume(tx, &digest(app, uri), Kind::Pushed, cx.now).await?),
        None => Ok(true),
    }
}

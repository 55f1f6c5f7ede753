//! The authorization endpoint (OpenID Connect Core 3.1.2): a request is judged, kept, and handed to the
//! person's browser.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::SubjectId;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use oidc::authorization::{self, Prompt, Request, ResponseMode, Target};
use oidc::{ErrorCode, OAuthError, Params};
use serde::{Deserialize, Serialize};
use store::Audit;
use store::relying_party::request::{self, Kind};
use store::throttle::Rule;

use super::browser::{Scene, unsaid};
use super::client::{Party, find};
use super::decide::at_once;
use super::judge::Verdict;
use super::ping::Ping;
use super::{BROWSER_LIFE, Failure, Outcome, issuer, keys, keysets, package, push, subscriber};
use crate::holder::Resumed;
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx};

/// What is sent back to a client through the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Where to; registered by the client.
    pub redirect_uri: String,
    /// The same with the answer in its query (RFC 6749 4.1.2).
    pub location: String,
    /// How.
    pub mode: ResponseMode,
    /// What, in order.
    pub params: Vec<(&'static str, String)>,
    /// The error that it carries.
    error: Option<OAuthError>,
}

/// Where the browser goes on.
#[derive(Debug)]
pub enum Begun {
    /// To the person; the token is for a cookie.
    Browser(Token),
    /// Straight back to the client.
    Reply(Reply),
}

/// A request under way in a browser.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pending {
    /// What is asked.
    pub(super) request: Request,
    /// Handle of the pushed request it came by; used up with the answer.
    pub(super) pushed: Option<String>,
    /// Whom the client means, as it knows him: by `id_token_hint` or by a value of the claim `sub`.
    pub(super) meant: Option<String>,
    /// Digest of the request that the client asks after by itself (RFC 8628); none: the browser carries the
    /// answer.
    #[serde(default)]
    pub(super) polled: Option<Vec<u8>>,
    /// Where the service asked for this very person (CIBA): what it shows or says on its side.
    #[serde(default)]
    pub(super) message: Option<String>,
    /// Where it wants to be told of the answer (CIBA 10.2): by what.
    #[serde(default)]
    pub(super) ping: Option<Ping>,
}

impl Reply {
    pub(super) fn code(request: &Request, issuer: &str, code: &str) -> Self {
        let target = request.target();
        let params = target.success(code, issuer);
        Self::new(&target, params)
    }

    pub(super) fn error(target: &Target, issuer: &str, error: &OAuthError) -> Self {
        let params = target.failure(error, issuer);
        Self {
            error: Some(*error),
            ..Self::new(target, params)
        }
    }

    /// The error that it carries.
    pub fn failure(&self) -> Option<Failure> {
        self.error.map(Failure::Protocol)
    }

    fn new(target: &Target, params: Vec<(&'static str, &str)>) -> Self {
        Self {
            location: target.location(&params),
            redirect_uri: target.redirect_uri.clone(),
            mode: target.response_mode,
            params: params.into_iter().map(|(n, v)| (n, v.to_owned())).collect(),
            error: None,
        }
    }
}

const NO_CLIENT: OAuthError = OAuthError {
    code: ErrorCode::InvalidClient,
    description: "client_id is missing or unknown",
};

/// Judges a request. An error before the redirect URI is proven is the caller's to show (3.1.2.2); any
/// other goes back to the client.
pub async fn authorize(
    app: &App,
    cx: &Cx,
    params: &Params,
    session: Option<&Resumed>,
) -> Outcome<Begun> {
    let id = params.get("client_id").ok_or(NO_CLIENT)?;
    let party = find(app, id).await?.ok_or(NO_CLIENT)?;
    let (request, pushed) = match read(app, cx, params, &party).await? {
        Ok(read) => read,
        Err(reply) => return Ok(Begun::Reply(reply)),
    };
    let meant = match meant(app, cx, &request).await? {
        Ok(meant) => meant,
        Err(error) => {
            let reply = Reply::error(&request.target(), issuer(app), &error);
            return Ok(Begun::Reply(reply));
        }
    };
    let pending = Pending {
        request,
        pushed,
        meant,
        polled: None,
        message: None,
        ping: None,
    };
    let scene = Scene::new(party, pending, cx.now);
    let answered = match session {
        Some(session) => at_once(app, cx, &scene, session).await?,
        None => Err(Verdict::SignIn),
    };
    let request = &scene.pending.request;
    match answered {
        Ok(reply) => Ok(Begun::Reply(reply)),
        Err(verdict) if request.prompts(Prompt::None) => {
            let error = unsaid(verdict);
            let reply = Reply::error(&request.target(), issuer(app), &error);
            Ok(Begun::Reply(reply))
        }
        Err(_) => {
            counted(app, cx).await?;
            Ok(Begun::Browser(keep(app, cx, scene).await?))
        }
    }
}

type Read = (Request, Option<String>);

/// OpenID Connect Core 3.1.2.6: that an object, or an address of one, is not served at all is told to the client, at
/// the place that stands beside it and is registered. RFC 9101 6.3 speaks of objects that are served.
async fn read(app: &App, cx: &Cx, params: &Params, party: &Party) -> Outcome<Result<Read, Reply>> {
    let read = resolved(app, cx, params, party).await;
    let Err(Failure::Protocol(error)) = &read else {
        return read;
    };
    let unserved = [
        ErrorCode::RequestNotSupported,
        ErrorCode::RequestUriNotSupported,
    ];
    match authorization::target(params, &party.rules) {
        Ok(target) if unserved.contains(&error.code) => {
            Ok(Err(Reply::error(&target, issuer(app), error)))
        }
        Ok(_) | Err(_) => read,
    }
}

async fn resolved(
    app: &App,
    cx: &Cx,
    params: &Params,
    party: &Party,
) -> Outcome<Result<Read, Reply>> {
    if let Some(uri) = params.get("request_uri") {
        let request = push::pushed(app, cx, uri, party).await?;
        return Ok(Ok((request, Some(uri.to_owned()))));
    }
    let signed = match params.get("request") {
        Some(object) => {
            // What stands beside the object does not count (RFC 9101 6.3), nor is it a place to answer to.
            let now = cx.now.as_second();
            let signer =
                keysets::for_jwt(app, cx, std::sync::Arc::new(party.clone()), object).await?;
            Some(oidc::jar::verify(object, &signer.rules, issuer(app), now)?)
        }
        None => None,
    };
    let params = signed.as_ref().unwrap_or(params);
    let target = authorization::target(params, &party.rules)?;
    let read = authorization::read(params, &party.rules, false).and_then(|request| {
        oidc::resource::check(&request.resource, &party.rules, issuer(app))?;
        package::may(params, party, &request)?;
        Ok(request)
    });
    let read = match read {
        Ok(request) => subscriber::may(app, party, &request)
            .await?
            .map(|()| request),
        Err(error) => Err(error),
    };
    Ok(match read {
        Ok(request) => Ok((request, None)),
        Err(error) => Err(Reply::error(&target, issuer(app), &error)),
    })
}

/// OpenID Connect Core 3.1.2.1, 5.5.1: whom the client means; a hint that is not ours is an error of the client.
async fn meant(
    app: &App,
    cx: &Cx,
    request: &Request,
) -> Outcome<Result<Option<String>, OAuthError>> {
    if let Some(hint) = &request.id_token_hint {
        let ring = keys::published(app, cx).await?;
        let hint = oidc::hint::verify(hint, ring.hints(), issuer(app));
        return Ok(hint.map(|hint| Some(hint.sub)));
    }
    let sub = request.claims.id_token.claims.get("sub");
    let value = sub.and_then(|ask| ask.value.as_ref()?.as_str());
    Ok(Ok(value.map(str::to_owned)))
}

pub(super) async fn keep(app: &App, cx: &Cx, scene: Scene) -> Outcome<Token> {
    // Nobody's yet.
    let token = Token::fresh(app, SubjectId::from_bytes([0; 16]));
    let row = request::Request {
        client: scene.party.stored.id,
        body: scene.pending,
        created: scene.created,
    };
    let mut tx = app.db.begin().await?;
    let expires = cx.now + BROWSER_LIFE;
    request::insert(&mut tx, &token.digest(), Kind::Browser, &row, expires).await?;
    tx.commit(Audit::Bookkeeping("authorization asked")).await?;
    Ok(token)
}

/// Rows that anybody can cause are counted by address: many people may share one.
pub(super) async fn counted(app: &App, cx: &Cx) -> Outcome<()> {
    let Some(address) = cx.address else {
        return Ok(());
    };
    let address = address.to_string();
    let one = Counted {
        kind: "authorization",
        value: &address,
        rule: Rule::Rate(Throttle::new(600, SignedDuration::from_mins(10))),
    };
    Ok(throttle::reserve(app, cx, &[one]).await?)
}

/// A fresh handle: 256 random bits as text, and what is stored of them.
pub(super) fn handle(app: &App) -> String {
    URL_SAFE_NO_PAD.encode(app.random::<32>())
}

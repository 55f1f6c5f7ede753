//! Which client asks, and the proof of it (OpenID Connect Core 9, RFC 7523, RFC 8705, FAPI 2.0 5.3.2.1).

use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use domain::ids::ClientId;
use domain::relying_party::{PACKAGE_SCOPE, PartyKind, Phase};
use domain::subscriber::SUBSCRIBER_SCOPE;
use jiff::Timestamp;
use oidc::certificate::Chain;
use oidc::client::ClientAuth;
use oidc::client_auth::{self, Presented, UNPROVEN};
use oidc::{ErrorCode, OAuthError, Params, assertion};
use store::relying_party::token::Live;
use store::relying_party::{client, replay};
use store::{Audit, Source};

use super::{Failure, Granted, Outcome, certificate, issuer, keysets};
use crate::{App, Cx};

/// A client with what the protocol knows of it.
#[derive(Debug, Clone)]
pub struct Party {
    /// As registered.
    pub stored: client::Client,
    /// What the protocol knows of it.
    pub rules: oidc::client::Client,
}

/// A request to an endpoint where clients come themselves.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// Parameters of the body.
    pub params: &'a Params,
    /// Header `Authorization`.
    pub authorization: Option<&'a str>,
    /// All headers `DPoP`.
    pub proofs: &'a [&'a str],
    /// Method of the request.
    pub method: &'a str,
    /// Path of the endpoint, such as `/oidc/token`.
    pub path: &'static str,
    /// Certificates that the connection showed (RFC 8705).
    pub certificate: Option<&'a Chain>,
}

/// The addresses under which clients know an endpoint: ours, and that for certificates (RFC 8705 5).
fn addresses(app: &App, path: &str) -> Vec<String> {
    let mtls = app.config.mtls.as_ref().map(|mtls| mtls.origin.as_str());
    let origins = [issuer(app)].into_iter().chain(mtls);
    origins.map(|origin| format!("{origin}{path}")).collect()
}

/// A client that works, by its identifier.
pub async fn find(app: &App, id: &str) -> Outcome<Option<Party>> {
    let Ok(id) = id.parse::<ClientId>() else {
        return Ok(None);
    };
    let mut source = app.db.read().await?;
    let Some(stored) = client::find(&mut source, id).await? else {
        return Ok(None);
    };
    if stored.phase == Phase::Suspended {
        return Ok(None);
    }
    Ok(Some(read(stored)?))
}

/// The client of a token, registered as it was when the token was looked up.
pub(super) async fn registered(
    source: &mut impl Source,
    app: &App,
    live: &Live<Granted>,
) -> Outcome<Option<Arc<Party>>> {
    let known = app.remembered.get(live.client);
    if let Some(known) = known.filter(|known| known.stored.revision == live.revision) {
        return Ok(Some(known));
    }
    let Some(stored) = client::find(source, live.client).await? else {
        return Ok(None);
    };
    let party = Arc::new(read(stored)?);
    app.remembered.keep(&party);
    Ok(Some(party))
}

pub(super) fn read(stored: client::Client) -> Outcome<Party> {
    let corrupt = |_| crate::Error::Internal("a client's registration cannot be read".into());
    let mut rules: oidc::client::Client =
        serde_json::from_str(&stored.registration).map_err(corrupt)?;
    rules.id = stored.id.to_string();
    // R50-3: the scope comes with the licence, and goes with it.
    rules.scopes.retain(|scope| scope != PACKAGE_SCOPE);
    if stored.signature_licence.is_some() {
        rules.scopes.push(PACKAGE_SCOPE.to_owned());
    }
    // R50-2: only telecoms have subscribers; whether this one may ask is its grant's to say.
    rules.scopes.retain(|scope| scope != SUBSCRIBER_SCOPE);
    if stored.kind == PartyKind::Telecom {
        rules.scopes.push(SUBSCRIBER_SCOPE.to_owned());
    }
    Ok(Party { stored, rules })
}

/// The client that makes a request, proven in the one way that it registered.
pub(super) async fn authenticate(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<Arc<Party>> {
    let presented = client_auth::read(caller.authorization, caller.params)?;
    let proven = by_registration(app, cx, caller, &presented).await?;
    taken(app, cx, proven).await
}

/// The same by the registration that this node remembers. The caller compares its revision with the one that
/// he reads with the act, and asks [`as_it_stands`] where it is another.
pub(super) async fn authenticate_remembered(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
) -> Outcome<Arc<Party>> {
    let presented = client_auth::read(caller.authorization, caller.params)?;
    let id = presented.client_id().parse().ok();
    let Some(known) = id.and_then(|id| app.remembered.get(id)) else {
        return authenticate(app, cx, caller).await;
    };
    match proves(app, cx, caller, (&presented, known)).await {
        Ok(proven) => taken(app, cx, proven).await,
        // It may show what it registered since.
        Err(Failure::Protocol(_)) => authenticate(app, cx, caller).await,
        Err(ours) => Err(ours),
    }
}

/// The client as it is registered now, by a request that was taken before: what serves once has served.
pub(super) async fn as_it_stands(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<Arc<Party>> {
    let presented = client_auth::read(caller.authorization, caller.params)?;
    Ok(by_registration(app, cx, caller, &presented).await?.party)
}

/// Whether the client is registered otherwise by now.
pub(super) async fn changed(app: &App, party: &Party) -> Outcome<bool> {
    let mut source = app.db.read().await?;
    let now = client::revision(&mut source, party.stored.id).await?;
    Ok(now != Some(party.stored.revision))
}

/// A client whom a request proves.
struct Proven {
    party: Arc<Party>,
    /// What serves once, and until when.
    once: Option<(String, i64)>,
}

async fn taken(app: &App, cx: &Cx, Proven { party, once: used }: Proven) -> Outcome<Arc<Party>> {
    if let Some((jti, expires)) = used {
        let name = ["assertion", &party.rules.id, &jti];
        once(app, cx, &name, expires, UNPROVEN).await?;
    }
    Ok(party)
}

async fn by_registration(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    presented: &Presented,
) -> Outcome<Proven> {
    let party = find(app, presented.client_id()).await?.ok_or(UNPROVEN)?;
    let party = Arc::new(party);
    app.remembered.keep(&party);
    proves(app, cx, caller, (presented, party)).await
}

/// Whether the request proves the client in the one way that it registered.
async fn proves(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    (presented, mut party): (&Presented, Arc<Party>),
) -> Outcome<Proven> {
    let mut once = None;
    match (presented, party.rules.auth) {
        (Presented::None { .. }, ClientAuth::None) => {}
        (Presented::Basic { secret, .. }, ClientAuth::SecretBasic)
        | (Presented::Post { secret, .. }, ClientAuth::SecretPost) => {
            secret_fits(app, cx, &party, secret)?;
        }
        (Presented::Assertion { jwt, .. }, ClientAuth::PrivateKeyJwt) => {
            let own = addresses(app, caller.path);
            let token = addresses(app, "/oidc/token");
            let aliases: Vec<&str> = own.iter().chain(&token).map(String::as_str).collect();
            let now = cx.now.as_second();
            party = keysets::for_jwt(app, cx, party, jwt).await?;
            let seen = assertion::verify(jwt, &party.rules, issuer(app), &aliases, now)?;
            once = Some((seen.jti, seen.exp));
        }
        (Presented::None { .. }, ClientAuth::Tls | ClientAuth::SelfSignedTls) => {
            party = certificate::proves(app, cx, caller, party).await?;
        }
        _ => return Err(UNPROVEN.into()),
    }
    Ok(Proven { party, once })
}

/// The secret, or the one before while it goes on.
fn secret_fits(app: &App, cx: &Cx, party: &Party, secret: &str) -> Outcome<()> {
    let shown = digest(app, secret);
    let old = party.stored.old_secret.as_ref();
    let old = old.filter(|(_, until)| cx.now < *until).map(|(old, _)| old);
    let mut known = party.stored.secret.iter().chain(old);
    if known.any(|known| verify_slices_are_equal(known, &shown).is_ok()) {
        Ok(())
    } else {
        Err(UNPROVEN.into())
    }
}

/// A client's secret is random, so a keyed digest is enough to keep of it.
pub(super) fn digest(app: &App, secret: &str) -> Vec<u8> {
    app.db.keys().digest("client-secret", secret)
}

/// Refuses an identifier that was used before (RFC 7523 3, RFC 9449 11.1).
pub(super) async fn once(
    app: &App,
    cx: &Cx,
    name: &[&str],
    expires: i64,
    otherwise: OAuthError,
) -> Outcome<()> {
    let digest = app.db.keys().digest("replay", &name.join("\n"));
    let expires = Timestamp::from_second(expires).unwrap_or(cx.now);
    let mut tx = app.db.begin().await?;
    let first = replay::first_use(&mut tx, &digest, expires).await?;
    tx.commit(Audit::Bookkeeping("identifier used")).await?;
    if first { Ok(()) } else { Err(otherwise.into()) }
}

/// RFC 9449: the thumbprint of the key whose possession the request proves; none without a proof.
pub(super) async fn proven_key(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    access_token: Option<&str>,
) -> Outcome<Option<String>> {
    if caller.proofs.is_empty() {
        return Ok(None);
    }
    let urls = addresses(app, caller.path);
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let expect = oidc::dpop::Expect {
        method: caller.method,
        urls: &urls,
        access_token,
        now: cx.now.as_second(),
        past: oidc::dpop::PAST,
        future: oidc::dpop::FUTURE,
    };
    let proof = oidc::dpop::verify(caller.proofs, &expect)?;
    let over = proof.iat + oidc::dpop::PAST + oidc::dpop::FUTURE;
    let used = OAuthError {
        code: ErrorCode::InvalidDpopProof,
        description: "the proof was used before",
    };
    once(app, cx, &["dpop", &proof.jkt, &proof.jti], over, used).await?;
    Ok(Some(proof.jkt))
}

impl From<Failure> for crate::Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::App(error) => error,
            Failure::Protocol(error) => {
                Self::Internal(format!("protocol error {error:?} on a page"))
            }
        }
    }
}

//! A service on the crate `openidconnect`: `/` for people signed in, `/renew`, `/again` (a fresh sign-in), `/logout`.
//!
//! `ISSUER`, `CLIENT_ID`, `CLIENT_SECRET` and `PORT` come from the environment; `/back` and `/bye` are registered.

#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a service of somebody else: nothing of ours but the protocol"
)]

use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Json, Router};
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndSessionUrl, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, LogoutRequest, Nonce,
    NonceVerifier, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl,
    ProviderMetadataWithLogout, RedirectUrl, Scope, TokenResponse, reqwest,
};
use serde_json::{Value, json};

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;
type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What is known of a browser, by its cookie.
#[derive(Default)]
struct Session {
    /// What the answer is checked with.
    asked: Option<(CsrfToken, Nonce, PkceCodeVerifier)>,
    tokens: Option<CoreTokenResponse>,
    person: Value,
}

struct Service {
    base: String,
    client: Client,
    leave: EndSessionUrl,
    http: reqwest::Client,
    sessions: Mutex<HashMap<String, Session>>,
}

impl Service {
    async fn new() -> Done<Self> {
        // Whoever follows redirects here may be led anywhere.
        let redirect = reqwest::redirect::Policy::none();
        let http = reqwest::ClientBuilder::new().redirect(redirect).build()?;
        let issuer = IssuerUrl::new(env::var("ISSUER")?)?;
        let metadata = ProviderMetadataWithLogout::discover_async(issuer, &http).await?;
        let leave = metadata.additional_metadata().end_session_endpoint.clone();
        let base = format!("http://127.0.0.1:{}", env::var("PORT")?);
        let id = ClientId::new(env::var("CLIENT_ID")?);
        let secret = ClientSecret::new(env::var("CLIENT_SECRET")?);
        let client = CoreClient::from_provider_metadata(metadata, id, Some(secret))
            .set_redirect_uri(RedirectUrl::new(format!("{base}/back"))?);
        Ok(Self {
            base,
            client,
            leave: leave.ok_or("nowhere to sign out")?,
            http,
            sessions: Mutex::default(),
        })
    }

    /// Where the person goes to sign in.
    fn away(&self, session: &mut Session, again: bool) -> Response {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let mut asked = self
            .client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("offline_access".to_owned()))
            .set_pkce_challenge(challenge);
        if again {
            let level = AuthenticationContextClass::new("urn:dinhdanh:acr:2".to_owned());
            asked = asked
                .add_prompt(CoreAuthPrompt::Login)
                .add_auth_context_value(level);
        }
        let (to, state, nonce) = asked.url();
        session.asked = Some((state, nonce, verifier));
        Redirect::to(to.as_str()).into_response()
    }

    /// The answer: a code, and the state of the same browser.
    async fn back(&self, session: &mut Session, uri: &Uri) -> Done<()> {
        let Query(mut answer) = Query::<HashMap<String, String>>::try_from_uri(uri)?;
        let (state, nonce, verifier) = session.asked.take().ok_or("nothing was asked")?;
        if answer.get("state") != Some(state.secret()) {
            return Err("an answer to another browser".into());
        }
        let code = AuthorizationCode::new(answer.remove("code").ok_or("no code")?);
        let tokens = self.client.exchange_code(code)?;
        let tokens = tokens.set_pkce_verifier(verifier);
        let tokens = tokens.request_async(&self.http).await?;
        self.keep(session, tokens, &nonce).await
    }

    async fn renew(&self, session: &mut Session) -> Done<()> {
        let tokens = session.tokens.as_ref().ok_or("nobody is signed in")?;
        let refresh = tokens.refresh_token().ok_or("nothing to renew with")?;
        let tokens = self.client.exchange_refresh_token(refresh)?;
        let tokens = tokens.request_async(&self.http).await?;
        // A renewed token has no nonce (OpenID Connect Core 12.2).
        self.keep(session, tokens, |_: Option<&Nonce>| Ok(())).await
    }

    /// Keeps the tokens, and what they tell of the person.
    async fn keep(
        &self,
        session: &mut Session,
        tokens: CoreTokenResponse,
        nonce: impl NonceVerifier,
    ) -> Done<()> {
        let id = tokens.id_token().ok_or("no identity token")?;
        let claims = id.claims(&self.client.id_token_verifier(), nonce)?;
        let access = tokens.access_token().clone();
        let subject = Some(claims.subject().clone());
        let told = self.client.user_info(access, subject)?;
        let told: CoreUserInfoClaims = told.request_async(&self.http).await?;
        let mut person = serde_json::to_value(&told)?;
        person["acr"] = json!(claims.auth_context_ref());
        person["auth_time"] = json!(claims.auth_time().map(|at| at.timestamp()));
        session.person = person;
        session.tokens = Some(tokens);
        Ok(())
    }

    fn out(&self, session: &mut Session) -> Done<Response> {
        let session = std::mem::take(session);
        let tokens = session.tokens.ok_or("nobody is signed in")?;
        let bye = PostLogoutRedirectUrl::new(format!("{}/bye", self.base))?;
        let to = LogoutRequest::from(self.leave.clone())
            .set_id_token_hint(tokens.id_token().ok_or("no identity token")?)
            .set_post_logout_redirect_uri(bye);
        Ok(Redirect::to(to.http_get_url().as_str()).into_response())
    }

    async fn answer(&self, session: &mut Session, uri: &Uri) -> Done<Response> {
        Ok(match uri.path() {
            "/" if session.tokens.is_none() => self.away(session, false),
            "/" => Json(&session.person).into_response(),
            "/back" => {
                self.back(session, uri).await?;
                Redirect::to("/").into_response()
            }
            "/renew" => {
                self.renew(session).await?;
                Json(&session.person).into_response()
            }
            "/again" => self.away(session, true),
            "/logout" => self.out(session)?,
            _ => Json("bye").into_response(),
        })
    }
}

async fn page(State(service): State<Arc<Service>>, headers: HeaderMap, uri: Uri) -> Response {
    let sent = headers.get(header::COOKIE).and_then(|v| v.to_str().ok());
    let sent = sent.and_then(|all| all.split("; ").find_map(|one| one.strip_prefix("sid=")));
    let known = sent.and_then(|sid| {
        let mut sessions = service
            .sessions
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        sessions.remove_entry(sid)
    });
    let fresh = || (CsrfToken::new_random().secret().clone(), Session::default());
    let (sid, mut session) = known.unwrap_or_else(fresh);
    let cookie = format!("sid={sid}; HttpOnly; SameSite=Lax; Path=/");
    let answer = match service.answer(&mut session, &uri).await {
        Ok(answer) => {
            let mut sessions = service
                .sessions
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            sessions.insert(sid, session);
            answer
        }
        // Ended on the platform's side: locked, withdrawn, signed out there. Here it ends too.
        Err(error) => {
            let error = json!({ "error": error.to_string() });
            (StatusCode::UNAUTHORIZED, Json(error)).into_response()
        }
    };
    ([(header::SET_COOKIE, cookie)], answer).into_response()
}

#[tokio::main]
async fn main() -> Done<()> {
    let service = Arc::new(Service::new().await?);
    let address = service.base.replace("http://", "");
    let listener = tokio::net::TcpListener::bind(address).await?;
    let pages = Router::new().fallback(page).with_state(service);
    Ok(axum::serve(listener, pages).await?)
}

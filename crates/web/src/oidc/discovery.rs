//! Metadata (OpenID Connect Discovery 4, RFC 8414) and keys (RFC 7517 5).

use app::App;
use app::relying_parties::{
    ACR, EVIDENCE, FRAMEWORKS, Mtls, RECORDS, SIGNED_BY, issuer, published,
};
use axum::body::Bytes;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use domain::relying_party::{Claim, PACKAGE_SCOPE, SCOPES};
use domain::subscriber::SUBSCRIBER_SCOPE;
use oidc::client::{ClientAuth, GrantType};
use oidc::jose::Alg;
use oidc::metadata::{Assurance, Endpoints, Metadata};

use super::endpoint::{add, failed};
use crate::extract::Ask;
use crate::state::Web;

/// Keys are shown a day before they sign, so an hour in a cache does no harm.
const CACHED: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// Written once: nothing of it changes while the process runs.
pub(super) fn metadata(app: &App) -> MethodRouter<Web> {
    let text = Bytes::from(told(app).to_json().to_string());
    get(async move || cached(text))
}

fn told(app: &App) -> Metadata {
    let issuer = issuer(app);
    let at = |path: &str| format!("{issuer}{path}");
    let scopes = ["openid", "offline_access"].into_iter();
    Metadata {
        issuer: issuer.to_owned(),
        endpoints: Endpoints {
            authorization: at("/oidc/authorize"),
            token: at("/oidc/token"),
            jwks: at("/oidc/jwks"),
            userinfo: Some(at("/oidc/userinfo")),
            pushed_authorization: Some(at("/oidc/par")),
            introspection: Some(at("/oidc/introspect")),
            revocation: Some(at("/oidc/revoke")),
            device_authorization: Some(at("/oidc/device_authorization")),
            backchannel_authentication: Some(at("/oidc/bc-authorize")),
            end_session: Some(at("/oidc/logout")),
            ..Endpoints::default()
        },
        scopes: scopes
            .chain(SCOPES.map(|(scope, _)| scope))
            .chain([PACKAGE_SCOPE, SUBSCRIBER_SCOPE])
            .map(str::to_owned)
            .collect(),
        claims: Claim::ALL.map(|claim| claim.as_str().to_owned()).to_vec(),
        acr_values: reached(app).map(|acr| (*acr).to_owned()).collect(),
        grant_types: vec![
            GrantType::AuthorizationCode,
            GrantType::RefreshToken,
            GrantType::ClientCredentials,
            GrantType::DeviceCode,
            GrantType::Ciba,
        ],
        auth_methods: auth_methods(app.config.mtls.as_ref()),
        id_token_algs: SIGNED_BY.to_vec(),
        userinfo_algs: SIGNED_BY.to_vec(),
        introspection_algs: SIGNED_BY.to_vec(),
        request_object_algs: Alg::FAPI.to_vec(),
        dpop_algs: Alg::FAPI.to_vec(),
        pairwise: true,
        backchannel_logout: true,
        mtls_origin: app.config.mtls.as_ref().map(|mtls| mtls.origin.clone()),
        assurance: Some(assurance()),
        service_documentation: Some(at("/developers")),
        op_tos_uri: Some(at("/terms")),
        ..Metadata::default()
    }
}

/// D59-24: levels that people reach here by themselves: the third with an engine that compares faces.
fn reached(app: &App) -> impl Iterator<Item = &'static &'static str> {
    let highest = if app::self_proof::possible(app) { 3 } else { 2 };
    ACR.iter().take(highest)
}

fn auth_methods(mtls: Option<&Mtls>) -> Vec<ClientAuth> {
    let always = [
        ClientAuth::SecretBasic,
        ClientAuth::SecretPost,
        ClientAuth::PrivateKeyJwt,
        ClientAuth::None,
    ];
    let shown = [ClientAuth::Tls, ClientAuth::SelfSignedTls].into_iter();
    let shown = shown.filter(|auth| mtls.is_some_and(|mtls| mtls.takes(*auth)));
    always.into_iter().chain(shown).collect()
}

/// OpenID Connect for Identity Assurance 1.0, OP metadata.
fn assurance() -> Assurance {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Assurance {
        trust_frameworks: names(&FRAMEWORKS),
        claims: names(&Claim::CHECKED.map(Claim::as_str)),
        evidence: names(&EVIDENCE),
        electronic_records: names(&RECORDS),
        ..Assurance::default()
    }
}

pub(super) async fn keys(ask: Ask) -> Response {
    match published(&ask.app, &ask.cx).await {
        Ok(ring) => cached(Bytes::copy_from_slice(ring.published().as_bytes())),
        Err(error) => failed(&error.into(), false),
    }
}

fn cached(text: Bytes) -> Response {
    let kind = HeaderValue::from_static("application/json");
    let mut response = ([(header::CONTENT_TYPE, kind)], text).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, CACHED);
    add(&mut response);
    response
}

//! `OpenID Connect`: protocol endpoints that programs call, and the pages that a person passes through.

mod authorize;
mod consent;
mod device;
mod discovery;
mod endpoint;
mod logout;
mod package;
mod reply;
mod stream;
mod subscriber;
mod token;
mod userinfo;
mod values;

pub use consent::claim_label;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use crate::state::Web;

/// Where a browser goes on with a request under way.
pub const CONTINUE: &str = "/oidc/continue";

/// Pages that other sites lead to by a form: they change nothing before the person says so, and need no
/// token of ours (OpenID Connect Core 3.1.2.1, RP-Initiated Logout 2).
pub const FROM_ELSEWHERE: [&str; 2] = ["/oidc/authorize", "/oidc/logout"];

/// Pages, behind the frame of all pages.
pub fn pages() -> Router<Web> {
    Router::new()
        .route(
            "/oidc/authorize",
            get(authorize::by_query).post(authorize::by_form),
        )
        .route(CONTINUE, get(consent::show).post(consent::submit))
        .route("/oidc/back", post(consent::back))
        .route(
            app::relying_parties::VERIFICATION,
            get(device::show).post(device::submit),
        )
        .route("/oidc/logout", get(logout::by_query).post(logout::by_form))
        .route("/oidc/logout/confirm", post(logout::confirm))
}

/// Endpoints for programs: no cookie is read, no form token taken.
pub fn routes(web: &Web) -> Router {
    Router::new()
        .route(
            "/.well-known/openid-configuration",
            discovery::metadata(&web.app),
        )
        .route(
            "/.well-known/oauth-authorization-server",
            discovery::metadata(&web.app),
        )
        .route("/oidc/jwks", get(discovery::keys))
        .route(
            "/oidc/token",
            post(token::token).options(endpoint::preflight),
        )
        .route("/oidc/par", post(token::push))
        .route("/oidc/device_authorization", post(device::authorization))
        .route("/oidc/bc-authorize", post(device::backchannel))
        .route(
            "/oidc/revoke",
            post(token::revoke).options(endpoint::preflight),
        )
        .route("/oidc/introspect", post(token::introspect))
        .route(
            "/oidc/userinfo",
            get(userinfo::get)
                .post(userinfo::post)
                .options(endpoint::preflight),
        )
        .route("/oidc/identity-package", post(package::issue))
        .route("/oidc/identity-package/certificate", post(package::report))
        .route("/oidc/identity-package/status", post(package::status))
        .route("/oidc/subscriber-registration", post(subscriber::ask))
        .route(
            "/oidc/subscriber-registration/status",
            post(subscriber::status),
        )
        .layer(DefaultBodyLimit::max(endpoint::MAX_BODY))
        .merge(stream::routes())
        .layer(CatchPanicLayer::custom(
            endpoint::panicked as endpoint::Panicked,
        ))
        .with_state(web.clone())
}

//! Shared Signals Framework 1.0: what receivers call to manage their stream (8.1) and to fetch from it (RFC 8936).

use app::Cx;
use app::relying_parties::{
    Asker, StreamError, add_subject, create_stream, delete_stream, issuer, poll, read_status,
    read_stream, remove_subject, replace_stream, set_status, update_stream, verify,
};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::actor::{Actor, Purpose};
use oidc::ssf::{Endpoints, metadata};
use serde::Deserialize;
use serde_json::Value;

use super::endpoint::{add, json};
use crate::extract::Ask;
use crate::state::Web;

const STREAMS: &str = "/ssf/streams";
const STATUS: &str = "/ssf/status";
const ADD: &str = "/ssf/subjects/add";
const REMOVE: &str = "/ssf/subjects/remove";
const VERIFY: &str = "/ssf/verify";
const POLL: &str = "/ssf/poll";
/// More than a configuration, or a thousand acknowledgements, needs.
const MAX_BODY: usize = 96 * 1024;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/.well-known/ssf-configuration", get(configuration))
        .route(
            STREAMS,
            get(show)
                .post(create)
                .patch(update)
                .put(replace)
                .delete(remove),
        )
        .route(STATUS, get(status).post(change_status))
        .route(ADD, post(subject_on))
        .route(REMOVE, post(subject_off))
        .route(VERIFY, post(try_it))
        .route(POLL, post(fetch))
        .layer(DefaultBodyLimit::max(MAX_BODY))
}

/// Query of the endpoints that name the stream there.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    stream_id: Option<String>,
}

/// A request, as the use cases read it.
struct Call {
    cx: Cx,
    authorization: Option<String>,
}

impl Call {
    fn new(ask: &Ask, headers: &HeaderMap) -> Self {
        let value = headers.get(header::AUTHORIZATION);
        Self {
            cx: Cx {
                actor: Actor::Public,
                purpose: Purpose::Service,
                ..ask.cx.clone()
            },
            authorization: value.and_then(|v| v.to_str().ok()).map(str::to_owned),
        }
    }

    fn asker(&self, method: &'static str, path: &'static str) -> Asker<'_> {
        Asker {
            authorization: self.authorization.as_deref(),
            path,
            method,
        }
    }
}

async fn configuration(ask: Ask) -> Response {
    let issuer = issuer(&ask.app);
    let at = |path: &str| format!("{issuer}{path}");
    let told = metadata(&Endpoints {
        issuer,
        jwks: &at("/oidc/jwks"),
        configuration: &at(STREAMS),
        status: &at(STATUS),
        add_subject: &at(ADD),
        remove_subject: &at(REMOVE),
        verification: &at(VERIFY),
    });
    json(StatusCode::OK, &told)
}

async fn create(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let call = Call::new(&ask, &headers);
    let made = create_stream(&ask.app, &call.cx, &call.asker("POST", STREAMS), &body).await;
    shown(StatusCode::CREATED, made)
}

async fn show(ask: Ask, headers: HeaderMap, Query(named): Query<Named>) -> Response {
    let call = Call::new(&ask, &headers);
    let id = named.stream_id.as_deref();
    shown(
        StatusCode::OK,
        read_stream(&ask.app, &call.cx, &call.asker("GET", STREAMS), id).await,
    )
}

async fn update(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let call = Call::new(&ask, &headers);
    let new = update_stream(&ask.app, &call.cx, &call.asker("PATCH", STREAMS), &body).await;
    shown(StatusCode::OK, new)
}

async fn replace(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let call = Call::new(&ask, &headers);
    let new = replace_stream(&ask.app, &call.cx, &call.asker("PUT", STREAMS), &body).await;
    shown(StatusCode::OK, new)
}

async fn remove(ask: Ask, headers: HeaderMap, Query(named): Query<Named>) -> Response {
    let call = Call::new(&ask, &headers);
    let id = named.stream_id.as_deref();
    let done = delete_stream(&ask.app, &call.cx, &call.asker("DELETE", STREAMS), id).await;
    empty(StatusCode::NO_CONTENT, done)
}

async fn status(ask: Ask, headers: HeaderMap, Query(named): Query<Named>) -> Response {
    let call = Call::new(&ask, &headers);
    let id = named.stream_id.as_deref();
    shown(
        StatusCode::OK,
        read_status(&ask.app, &call.cx, &call.asker("GET", STATUS), id).await,
    )
}

async fn change_status(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let call = Call::new(&ask, &headers);
    let new = set_status(&ask.app, &call.cx, &call.asker("POST", STATUS), &body).await;
    shown(StatusCode::OK, new)
}

async fn subject_on(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let call = Call::new(&ask, &headers);
    let done = add_subject(&ask.app, &call.cx, &call.asker("POST", ADD), &body).await;
    empty(StatusCode::OK, done)
}

async fn subject_off(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let call = Call::new(&ask, &headers);
    let done = remove_subject(&ask.app, &call.cx, &call.asker("POST", REMOVE), &body).await;
    empty(StatusCode::NO_CONTENT, done)
}

async fn try_it(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let call = Call::new(&ask, &headers);
    let done = verify(&ask.app, &call.cx, &call.asker("POST", VERIFY), &body).await;
    empty(StatusCode::NO_CONTENT, done)
}

async fn fetch(ask: Ask, headers: HeaderMap, Query(named): Query<Named>, body: Bytes) -> Response {
    let call = Call::new(&ask, &headers);
    let what = (named.stream_id.as_deref(), body.as_ref());
    shown(
        StatusCode::OK,
        poll(&ask.app, &call.cx, &call.asker("POST", POLL), what).await,
    )
}

fn shown(status: StatusCode, outcome: Result<Value, StreamError>) -> Response {
    match outcome {
        Ok(body) => json(status, &body),
        Err(error) => refused(&error),
    }
}

fn empty(status: StatusCode, outcome: Result<(), StreamError>) -> Response {
    match outcome {
        Ok(()) => {
            let mut response = status.into_response();
            add(&mut response);
            response
        }
        Err(error) => refused(&error),
    }
}

/// SSF 8.1: the status says it; the word is one of RFC 8935 2.4 where there is one, for readers of logs.
fn refused(error: &StreamError) -> Response {
    let (status, err, description) = match error {
        StreamError::Unproven => (
            401,
            "authentication_failed",
            "the receiver did not prove itself",
        ),
        StreamError::Forbidden => (403, "access_denied", "the receiver may not do this"),
        StreamError::NotFound => (404, "not_found", "the receiver has no such stream"),
        StreamError::Conflict => (
            409,
            "conflict",
            "the stream is there already, or was just changed",
        ),
        StreamError::TooSoon => (429, "too_soon", "min_verification_interval is not over"),
        StreamError::Wrong(fault) => (400, "invalid_request", fault.0),
        StreamError::App(app::Error::Throttled { .. }) => (429, "too_soon", "too many requests"),
        StreamError::App(inner) => {
            tracing::error!(error = %inner, "a stream's endpoint failed");
            (500, "server_error", "our own fault")
        }
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::json!({ "err": err, "description": description });
    let mut response = json(status, &body);
    if status == StatusCode::UNAUTHORIZED {
        for scheme in ["Bearer realm=\"ssf\"", "Basic realm=\"ssf\""] {
            let scheme = HeaderValue::from_static(scheme);
            response
                .headers_mut()
                .append(header::WWW_AUTHENTICATE, scheme);
        }
    }
    response
}

//! Where other bodies ask our registers (docs/register-exchange.md): a listener of its own, behind mutual TLS.

use std::sync::Arc;

use app::exchange::{Answering, PATH, STATEMENT, wire};
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Router};

use crate::extract::Handshake;

/// The questions of other bodies, and nothing else.
pub fn register_exchange(answering: Arc<Answering>) -> Router {
    Router::new()
        .route(&format!("{PATH}/{{register}}/{{question}}"), post(answer))
        .layer(DefaultBodyLimit::max(wire::QUESTION))
        .with_state(answering)
}

async fn answer(
    State(answering): State<Arc<Answering>>,
    Path((register, question)): Path<(String, String)>,
    handshake: Option<Extension<Handshake>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let shown = handshake.and_then(|Extension(Handshake(chain))| chain);
    let certificate = shown.map(|chain| chain.thumbprint());
    let statement = headers.get(STATEMENT).and_then(|text| text.to_str().ok());
    let words = (register.as_str(), question.as_str());
    let reply = answering
        .answer(certificate.as_deref(), words, statement, &body)
        .await;
    let kind = if reply.status == 200 {
        "application/json"
    } else {
        "application/problem+json"
    };
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = (status, reply.body).into_response();
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = reply.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    let statement = reply
        .statement
        .and_then(|text| HeaderValue::try_from(text).ok());
    if let Some(statement) = statement {
        headers.insert(HeaderName::from_static(STATEMENT), statement);
    }
    answer
}

//! Endpoints where clients come themselves: token, pushed requests, revocation, introspection.

use app::relying_parties::{
    By, Outcome, introspect as ask_about, note, push as take, revoke as give_back,
    token as exchange,
};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::relying_party::Endpoint;
use serde::Serialize;

use super::endpoint::{Read, failed, json};
use crate::extract::Ask;

async fn answer<T: Serialize + Sync>(
    ask: &Ask,
    (read, endpoint): (&Read, Endpoint),
    status: StatusCode,
    outcome: &Outcome<T>,
) -> Response {
    let client = read.client().unwrap_or_default();
    let names = read.params.iter().map(|(name, _)| name);
    let failure = outcome.as_ref().err();
    note(
        &ask.app,
        &read.cx,
        (endpoint, By::Client(&client)),
        failure,
        names,
    )
    .await;
    match outcome {
        Ok(body) => json(status, body),
        Err(failure) => failed(failure, read.by_header()),
    }
}

pub(super) async fn token(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form(&ask, &headers, &body, "/oidc/token") {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let proofs = read.proofs();
    let issued = exchange(&ask.app, &read.cx, &read.caller(&proofs)).await;
    answer(&ask, (&read, Endpoint::Token), StatusCode::OK, &issued).await
}

pub(super) async fn push(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form(&ask, &headers, &body, "/oidc/par") {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let proofs = read.proofs();
    let pushed = take(&ask.app, &read.cx, &read.caller(&proofs)).await;
    answer(&ask, (&read, Endpoint::Push), StatusCode::CREATED, &pushed).await
}

pub(super) async fn revoke(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form(&ask, &headers, &body, "/oidc/revoke") {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let revoked = give_back(&ask.app, &read.cx, &read.caller(&[])).await;
    let revoked = revoked.map(|()| serde_json::json!({}));
    answer(&ask, (&read, Endpoint::Revoke), StatusCode::OK, &revoked).await
}

pub(super) async fn introspect(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form(&ask, &headers, &body, "/oidc/introspect") {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let told = ask_about(&ask.app, &read.cx, &read.caller(&[])).await;
    answer(&ask, (&read, Endpoint::Introspect), StatusCode::OK, &told).await
}

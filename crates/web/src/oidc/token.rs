//! Endpoints where clients come themselves: token, pushed requests, revocation, introspection.

use app::relying_parties::{
    Outcome, introspect as ask_about, push as take, revoke as give_back, token as exchange,
};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;

use super::endpoint::{Read, failed, json};
use crate::extract::Ask;

fn answer(read: &Read, status: StatusCode, outcome: &Outcome<impl Serialize>) -> Response {
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
    answer(&read, StatusCode::OK, &issued)
}

pub(super) async fn push(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form(&ask, &headers, &body, "/oidc/par") {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let proofs = read.proofs();
    let pushed = take(&ask.app, &read.cx, &read.caller(&proofs)).await;
    answer(&read, StatusCode::CREATED, &pushed)
}

pub(super) async fn revoke(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form(&ask, &headers, &body, "/oidc/revoke") {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let revoked = give_back(&ask.app, &read.cx, &read.caller(&[])).await;
    answer(
        &read,
        StatusCode::OK,
        &revoked.map(|()| serde_json::json!({})),
    )
}

pub(super) async fn introspect(ask: Ask, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form(&ask, &headers, &body, "/oidc/introspect") {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let told = ask_about(&ask.app, &read.cx, &read.caller(&[])).await;
    answer(&read, StatusCode::OK, &told)
}

//! Endpoints where clients come themselves: token, pushed requests, revocation, introspection.

use app::relying_parties::{
    Outcome, Told, introspect as ask_about, push as take, revoke as give_back, token as exchange,
};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Serialize;

use super::endpoint::{Read, failed, json, jwt};
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
    let signed = accepts(&headers, SIGNED);
    let told = ask_about(&ask.app, &read.cx, &read.caller(&[]), signed).await;
    match told {
        Ok(Told::Plain(told)) => json(StatusCode::OK, &told),
        Ok(Told::Signed(text)) => jwt(SIGNED, text),
        Err(failure) => failed(&failure, read.by_header()),
    }
}

/// RFC 9701 4.
const SIGNED: &str = "application/token-introspection+jwt";

/// Whether the caller names this type as one that it takes; `*/*` names none.
fn accepts(headers: &HeaderMap, wanted: &str) -> bool {
    let lines = headers.get_all(header::ACCEPT).iter();
    let mut types = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','));
    types.any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|kind| kind.eq_ignore_ascii_case(wanted));
        named && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

//! Endpoints where clients come themselves: token, pushed requests, revocation, introspection.

use app::relying_parties::{
    By, Outcome, Told, introspect as ask_about, note, push as take, revoke as give_back,
    token as exchange,
};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::relying_party::Endpoint;
use serde::Serialize;

use super::endpoint::{Read, failed, json, jwt};
use crate::extract::{Ask, Showed};

/// For the developer's own eyes.
async fn noted<T: Sync>(ask: &Ask, (read, endpoint): (&Read, Endpoint), outcome: &Outcome<T>) {
    let client = read.client().unwrap_or_default();
    let names = read.params.iter().map(|(name, _)| name);
    let failure = outcome.as_ref().err();
    let of = (endpoint, By::Client(&client));
    note(&ask.app, &read.cx, of, failure, names).await;
}

async fn answer<T: Serialize + Sync>(
    ask: &Ask,
    (read, endpoint): (&Read, Endpoint),
    status: StatusCode,
    outcome: &Outcome<T>,
) -> Response {
    noted(ask, (read, endpoint), outcome).await;
    match outcome {
        Ok(body) => json(status, body),
        Err(failure) => failed(failure, read.by_header()),
    }
}

pub(super) async fn token(ask: Ask, showed: Showed, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form((&ask, &showed), &headers, &body, "/oidc/token") {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let proofs = read.proofs();
    let issued = exchange(&ask.app, &read.cx, &read.caller(&proofs)).await;
    answer(&ask, (&read, Endpoint::Token), StatusCode::OK, &issued).await
}

pub(super) async fn push(ask: Ask, showed: Showed, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form((&ask, &showed), &headers, &body, "/oidc/par") {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let proofs = read.proofs();
    let pushed = take(&ask.app, &read.cx, &read.caller(&proofs)).await;
    answer(&ask, (&read, Endpoint::Push), StatusCode::CREATED, &pushed).await
}

pub(super) async fn revoke(ask: Ask, showed: Showed, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form((&ask, &showed), &headers, &body, "/oidc/revoke") {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let revoked = give_back(&ask.app, &read.cx, &read.caller(&[])).await;
    let revoked = revoked.map(|()| serde_json::json!({}));
    answer(&ask, (&read, Endpoint::Revoke), StatusCode::OK, &revoked).await
}

pub(super) async fn introspect(
    ask: Ask,
    showed: Showed,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let read = match Read::form((&ask, &showed), &headers, &body, "/oidc/introspect") {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let signed = accepts(&headers, SIGNED);
    let told = ask_about(&ask.app, &read.cx, &read.caller(&[]), signed).await;
    noted(&ask, (&read, Endpoint::Introspect), &told).await;
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

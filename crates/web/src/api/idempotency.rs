//! `Idempotency-Key`: the same request sent twice is carried out once and answered twice.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use store::idempotency::{self as table, Seen};
use store::{Audit, Error};

use super::problem::Problem;
use super::who::{Anyhow, bearer};
use crate::middleware::MAX_FORM;
use crate::state::Web;

/// Looks the key up before the handler runs, and keeps its answer. The session is checked first: an
/// old key opens nothing (I5).
pub(super) async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    let Some(key) = request.headers().get("idempotency-key").cloned() else {
        return next.run(request).await;
    };
    match keyed(&web, request, next, &key).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn keyed(
    web: &Web,
    request: Request,
    next: Next,
    key: &HeaderValue,
) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let who = Anyhow::from_request_parts(&mut parts, web).await?;
    let context = who.context();
    let key = key
        .to_str()
        .ok()
        .filter(|key| (1..=128).contains(&key.len()));
    let key =
        key.ok_or_else(|| Problem::new(&context, StatusCode::BAD_REQUEST, "idempotency-key"))?;
    let too_large = |_| Problem::new(&context, StatusCode::PAYLOAD_TOO_LARGE, "too-large");
    let body = to_bytes(body, MAX_FORM).await.map_err(too_large)?;
    let keys = who.app.db.keys();
    let token = bearer(&parts.headers)
        .map(|token| token.to_text())
        .unwrap_or_default();
    let digest = keys.digest("idempotency", &format!("{token}/{key}"));
    let asked = format!(
        "{} {}\n{}",
        parts.method,
        parts.uri,
        String::from_utf8_lossy(&body)
    );
    let asked = keys.digest("idempotency-request", &asked);
    let failed = |error: Error| who.problem(error.into());
    match begin(&who, &digest, &asked).await.map_err(failed)? {
        Seen::Other => {
            return Err(Problem::new(
                &context,
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency-other",
            ));
        }
        Seen::Running => {
            return Err(Problem::new(
                &context,
                StatusCode::CONFLICT,
                "idempotency-running",
            ));
        }
        Seen::Answered { status, answer } => return Ok(replay(status, &answer)),
        Seen::New => {}
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    keep(&who, &digest, response).await.map_err(failed)
}

async fn begin(who: &Anyhow, digest: &[u8], asked: &[u8]) -> Result<Seen, Error> {
    let mut tx = who.app.db.begin().await?;
    let seen = table::start(&mut tx, digest, asked, who.cx.now).await?;
    if seen == Seen::New {
        tx.commit(Audit::Bookkeeping("idempotency key taken"))
            .await?;
    }
    Ok(seen)
}

/// Keeps what would be the same again; what may come out better next time is forgotten.
async fn keep(who: &Anyhow, digest: &[u8], response: Response) -> Result<Response, Error> {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let status = parts.status;
    let mut tx = who.app.db.begin().await?;
    if status.is_server_error()
        || matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::UNAUTHORIZED
        )
    {
        table::forget(&mut tx, digest).await?;
    } else {
        let text = |name| {
            parts
                .headers
                .get(name)
                .map_or(&b""[..], HeaderValue::as_bytes)
        };
        let answer = [
            text(header::CONTENT_TYPE),
            b"\n",
            text(header::LOCATION),
            b"\n",
            &bytes,
        ]
        .concat();
        table::finish(&mut tx, digest, status.as_u16(), &answer).await?;
    }
    tx.commit(Audit::Bookkeeping("idempotent answer")).await?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn replay(status: u16, answer: &[u8]) -> Response {
    let mut parts = answer.splitn(3, |byte| *byte == b'\n');
    let kind = parts.next().unwrap_or_default();
    let location = parts.next().unwrap_or_default();
    let body = Bytes::copy_from_slice(parts.next().unwrap_or_default());
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Body::from(body)).into_response();
    for (name, value) in [(header::CONTENT_TYPE, kind), (header::LOCATION, location)] {
        if let (false, Ok(value)) = (value.is_empty(), HeaderValue::from_bytes(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
        .headers_mut()
        .insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}

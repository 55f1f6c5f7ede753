//! A name for each request: on the error page, in the answer, in every log line.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use super::random_hex;
use crate::page::Site;

#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Also places the [`Site`] for the extractors further in.
pub(super) async fn give(
    State(site): State<Arc<Site>>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = random_hex::<8>(&site);
    let span = tracing::info_span!("request", id = %id, method = %request.method());
    request.extensions_mut().insert(RequestId(id.clone()));
    request.extensions_mut().insert(site);
    let mut response = next.run(request).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

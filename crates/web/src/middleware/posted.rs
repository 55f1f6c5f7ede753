//! Forms that other sites post to us (`OpenID Connect`): without a token of ours, since they change nothing
//! before the person says so on a page of ours.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts, Request};
use axum::http::{Method, StatusCode, request::Parts};

use super::{Fault, limits};
use crate::oidc::FROM_ELSEWHERE;

/// The body as it came. An extractor.
#[derive(Clone, Debug, Default)]
pub struct Posted(pub Bytes);

/// Whether a request is such a form.
pub(super) fn from_elsewhere(request: &Request) -> bool {
    request.method() == Method::POST && FROM_ELSEWHERE.contains(&request.uri().path())
}

/// Reads it whole.
pub(super) async fn read(request: Request) -> Result<Request, Fault> {
    let (mut parts, body) = request.into_parts();
    let bytes = to_bytes(body, limits::MAX_FORM)
        .await
        .map_err(|_| Fault::new(StatusCode::PAYLOAD_TOO_LARGE))?;
    parts.extensions.insert(Posted(bytes));
    Ok(Request::from_parts(parts, Body::empty()))
}

impl<S: Sync> FromRequestParts<S> for Posted {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let posted = parts.extensions.remove::<Posted>();
        posted.ok_or(Fault::new(StatusCode::BAD_REQUEST))
    }
}

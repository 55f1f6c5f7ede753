//! Failures of the frame. A layer or handler answers with a [`Fault`]; the page is drawn once, here.

use axum::{
    extract::{FromRequestParts, Request},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::page::{View, fault};

/// An answer that is only a status; becomes a page in the reader's language.
#[derive(Clone, Copy, Debug)]
pub struct Fault(StatusCode);

impl Fault {
    pub fn new(status: StatusCode) -> Self {
        Fault(status)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

pub(super) async fn draw(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(view) = View::from_request_parts(&mut parts, &()).await;
    let response = next.run(Request::from_parts(parts, body)).await;
    let bare = response
        .headers()
        .get(axum::http::header::CONTENT_TYPE)
        .is_none();
    let unrouted = bare
        && matches!(
            response.status(),
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
        );
    match response.extensions().get::<Fault>() {
        Some(Fault(status)) => fault(&view, *status),
        None if unrouted => fault(&view, response.status()),
        None => response,
    }
}

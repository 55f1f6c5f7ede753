//! Failures of the frame. A layer or handler answers with a [`Fault`]; the page is drawn once, here.

use axum::{
    http::StatusCode,
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

/// Draws the page of a fault, also of the router's own.
pub(super) fn draw(view: &View, response: Response) -> Response {
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
        Some(Fault(status)) => fault(view, *status),
        None if unrouted => fault(view, response.status()),
        None => response,
    }
}

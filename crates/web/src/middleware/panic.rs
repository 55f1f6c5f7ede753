//! A panic is a defect: logged without its words, which may hold personal data, and answered calmly.

use std::any::Any;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use tower_http::catch_panic::CatchPanicLayer;

use super::Fault;

pub(super) fn layer() -> CatchPanicLayer<fn(Box<dyn Any + Send>) -> Response> {
    CatchPanicLayer::custom(answer as fn(Box<dyn Any + Send>) -> Response)
}

fn answer(_words: Box<dyn Any + Send>) -> Response {
    tracing::error!("a request handler panicked");
    Fault::new(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

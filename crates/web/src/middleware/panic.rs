//! A panic is a defect: logged without its words, which may hold personal data, and answered calmly.

use std::panic::AssertUnwindSafe;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;

use super::Fault;

pub(super) async fn caught(work: impl Future<Output = Response>) -> Response {
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(response) => response,
        Err(_words) => {
            tracing::error!("a request handler panicked");
            Fault::new(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}

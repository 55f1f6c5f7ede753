//! How much a browser may send.

use axum::{
    extract::Request,
    http::{StatusCode, header},
};

use super::Fault;

/// A form without files.
pub const MAX_FORM: usize = 64 * 1024;
/// A form with files: a few photos or scans.
pub const MAX_FILE_FORM: usize = 12 * 1024 * 1024;

/// The most that a body of this kind may have.
pub(super) fn limit(content_type: &str) -> usize {
    if content_type.starts_with("multipart/form-data") {
        MAX_FILE_FORM
    } else {
        MAX_FORM
    }
}

pub(super) fn content_type(request: &Request) -> &str {
    let value = request.headers().get(header::CONTENT_TYPE);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Refuses by the announced length; the reader of the body counts what really comes.
pub(super) fn check(request: &Request) -> Result<(), Fault> {
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit(content_type(request))) {
        return Err(Fault::new(StatusCode::PAYLOAD_TOO_LARGE));
    }
    Ok(())
}

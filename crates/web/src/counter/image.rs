//! A portrait or fingerprint for an officer's screen; every showing is on record, nothing is kept.

use app::counter::image::{Which, image};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::error;
use crate::extract::Desk;

pub(super) async fn show(desk: Desk, Path((reference, which)): Path<(String, String)>) -> Response {
    let Some(which) = Which::parse(&which) else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    match image(&desk.app, &desk.cx, &reference, &which).await {
        Ok((kind, bytes)) => (
            [
                (header::CONTENT_TYPE, kind),
                (header::CACHE_CONTROL, "no-store"),
            ],
            bytes,
        )
            .into_response(),
        Err(error) => error::page(&desk.view, &error),
    }
}

//! Papers of a case. What strangers sent is offered to be kept, never shown inside our own pages.

use app::cases::CaseRef;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::error;
use crate::extract::Desk;

pub(super) async fn paper(desk: Desk, Path((case, at)): Path<(String, usize)>) -> Response {
    let Ok(place) = case.parse::<CaseRef>() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    match app::cases::paper(&desk.app, &desk.cx, place, at).await {
        Ok((_, bytes)) => attachment(&format!("{case}-{at}.pdf"), bytes),
        Err(error) => error::page(&desk.view, &error),
    }
}

/// A PDF to be kept.
pub(crate) fn attachment(name: &str, bytes: Vec<u8>) -> Response {
    (
        [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
        ],
        bytes,
    )
        .into_response()
}

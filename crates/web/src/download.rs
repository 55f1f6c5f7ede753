//! Results of a telecom's batch on their way out: read from disk part by part, never held as a whole.

use app::cleaning::batches::Fetched;
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::io::AsyncReadExt;

/// Bytes that are read of a file at a time.
const PART: u64 = 256 * 1024;

/// A CSV file to be saved, under its name.
pub(crate) fn csv(fetched: Fetched) -> Response {
    let file = tokio::fs::File::from_std(fetched.file);
    let parts = stream::unfold(Some(file), |file| async move {
        let mut file = file?;
        let mut part = Vec::new();
        match (&mut file).take(PART).read_to_end(&mut part).await {
            Ok(0) => None,
            Ok(_) => Some((Ok(Bytes::from(part)), Some(file))),
            Err(error) => Some((Err(error), None)),
        }
    });
    let name = format!("attachment; filename=\"{}\"", fetched.name);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_LENGTH, fetched.length.to_string()),
        (header::CONTENT_DISPOSITION, name),
    ];
    (headers, Body::from_stream(parts)).into_response()
}

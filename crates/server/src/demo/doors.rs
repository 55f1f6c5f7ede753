//! What a demonstration adds to the management listener: its clock and its post office.

use std::path::PathBuf;

use app::App;
use app::ports::Clock as _;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Clock, clock};

#[derive(Clone)]
struct Doors {
    app: App,
    clock: Clock,
    folder: PathBuf,
}

/// `/demo/clock` and `/demo/post-office`.
pub(crate) fn router(app: App, clock: Clock, folder: PathBuf) -> Router {
    Router::new()
        .route("/demo/clock", get(show).post(advance))
        .route("/demo/post-office", get(letters))
        .with_state(Doors { app, clock, folder })
}

fn told(now: Timestamp) -> Value {
    json!({ "now": now, "viet_nam": domain::time::viet_nam_date_time(now).round(jiff::Unit::Second).ok() })
}

async fn show(State(doors): State<Doors>) -> Json<Value> {
    Json(told(doors.clock.now()))
}

/// The body is a duration, or JSON that holds one as `advance`.
async fn advance(State(doors): State<Doors>, body: String) -> Response {
    let from_json = serde_json::from_str::<Value>(&body).ok();
    let by = match &from_json {
        Some(value) => value
            .get("advance")
            .and_then(Value::as_str)
            .unwrap_or_default(),
        None => &body,
    };
    match clock::advance(&doors.folder, &doors.clock, by) {
        Ok(now) => {
            // What is due by the new time need not wait for the worker's next turn.
            doors.app.wake.notify_one();
            Json(told(now)).into_response()
        }
        Err(failure) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Json(json!({ "error": failure.to_string() })),
        )
            .into_response(),
    }
}

#[derive(Deserialize)]
struct Wanted {
    to: Option<String>,
    limit: Option<u16>,
}

async fn letters(State(doors): State<Doors>, Query(wanted): Query<Wanted>) -> Response {
    let limit = i64::from(wanted.limit.unwrap_or(200));
    let letters = async {
        let mut source = doors.app.db.read().await?;
        store::post_office::list(&mut source, limit).await
    };
    match letters.await {
        Ok(letters) => {
            let fits = |letter: &store::post_office::Letter| {
                wanted.to.as_ref().is_none_or(|to| *to == letter.to)
            };
            let shown: Vec<_> = letters
                .into_iter()
                .filter(fits)
                .map(|l| json!({ "key": l.key, "at": l.at, "channel": l.channel, "to": l.to, "subject": l.subject, "text": l.text }))
                .collect();
            Json(json!({ "letters": shown })).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the post office cannot be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

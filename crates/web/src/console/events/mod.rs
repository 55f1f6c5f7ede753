//! Batches of register events: the list with an upload, one batch with its rehearsal, the officers'
//! steps (D59-10.1).

mod act;
mod list;
mod show;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Web;

/// Pages of register events.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/console/events", get(list::show).post(list::submit))
        .route("/console/events/{batch}", get(show::show))
        .route("/console/events/{batch}/rehearse", post(act::rehearse))
        .route("/console/events/{batch}/approve", post(act::approve))
        .route("/console/events/{batch}/withdraw", post(act::withdraw))
        .route("/console/events/{batch}/undo", post(act::undo))
        .route("/console/events/{batch}/keep", post(act::keep))
}

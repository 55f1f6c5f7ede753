//! The desk of the programme manager for relying parties: what waits, one request, one client (D59-22,
//! D69-18, D59-31.2).

mod client;
mod history;
mod list;
mod packages;
mod review;
mod steps;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Web;

/// Pages of relying parties.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/console/parties", get(list::show))
        .route("/console/parties/{id}", get(client::show))
        .route("/console/parties/{id}/usage.csv", get(client::csv))
        .route("/console/parties/{id}/suspend", post(client::suspend))
        .route("/console/parties/{id}/resume", post(client::resume))
        .route("/console/parties/{id}/unlicense", post(client::unlicense))
        .route("/console/parties/reviews/{id}", get(review::show))
        .route(
            "/console/parties/reviews/{id}/items/{item}",
            get(steps::item).post(steps::check),
        )
        .route(
            "/console/parties/reviews/{id}/visit",
            get(steps::site).post(steps::visit),
        )
        .route(
            "/console/parties/reviews/{id}/decide",
            get(steps::decision).post(steps::decide),
        )
}

//! Breaches of the terms of use (D59-19.1.a.ii): the list, recording one, one of them with its decisions.

mod list;
mod new;
mod show;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Web;

/// Pages of the breaches.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/breaches", get(list::show))
        .route("/counter/breaches/new", get(new::show).post(new::submit))
        .route("/counter/breaches/{breach}", get(show::show))
        .route("/counter/breaches/{breach}/decide", post(show::decide))
        .route("/counter/breaches/{breach}/end", post(show::propose))
        .route(
            "/counter/breaches/{breach}/decide-end",
            post(show::decide_end),
        )
        .route(
            "/counter/breaches/{breach}/papers/{place}",
            get(show::paper),
        )
}

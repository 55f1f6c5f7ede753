//! Requests for organisations' accounts that no register can confirm (D59-16.b).

mod list;
mod paper;
mod representative;
mod show;

use axum::Router;
use axum::routing::get;

use crate::state::Web;

/// Queue, one request, its papers.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/organisations", get(list::show))
        .route(
            "/counter/organisations/representative",
            get(representative::show).post(representative::submit),
        )
        .route(
            "/counter/organisations/paper",
            get(paper::show).post(paper::submit),
        )
        .route(
            "/counter/organisations/{request}",
            get(show::show).post(show::submit),
        )
        .route(
            "/counter/organisations/{request}/papers/{at}",
            get(show::paper),
        )
}

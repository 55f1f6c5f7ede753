//! Second looks (D59-14.2.a2): what waits for another officer, and one of them with its portraits alone.

mod list;
mod show;

use axum::Router;
use axum::routing::get;

use crate::state::Web;

/// Pages of the second looks.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/second-looks", get(list::show))
        .route(
            "/counter/second-looks/{look}",
            get(show::show).post(show::submit),
        )
        .route(
            "/counter/second-looks/{look}/image/{which}",
            get(show::image),
        )
}

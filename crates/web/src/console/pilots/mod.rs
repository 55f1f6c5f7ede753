//! Pilots: the list, one pilot with its report, a new one (R50-1, R50-4, R50-5).

mod edit;
mod files;
mod list;
mod report;
mod sheet;

pub(super) use sheet::duration;

use axum::Router;
use axum::routing::get;

use crate::state::Web;

/// Pages of the pilots.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/console/pilots", get(list::show))
        .route(
            "/console/pilots/new",
            get(edit::blank).post(edit::submit_new),
        )
        .route("/console/pilots/{id}", get(edit::show).post(edit::submit))
        .route("/console/pilots/{id}/report", get(report::show))
        .route("/console/pilots/{id}/report.csv", get(files::csv))
        .route("/console/pilots/{id}/report.pdf", get(files::pdf))
}

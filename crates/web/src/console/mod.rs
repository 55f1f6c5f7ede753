//! The console's part of the house: managers and auditors.

mod alike;
mod anchors;
mod decrees;
mod drift;
pub mod events;
mod experience;
mod holidays;
mod impostors;
mod overview;
pub mod parties;
pub mod pilots;
mod rechecks;
pub mod registers;
mod subscribers;
mod terms;
mod training;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Web;

/// All pages of the console.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/console", get(overview::show))
        .route("/console/decrees", get(decrees::show))
        .route("/console/impostors", get(impostors::show))
        .route("/console/rechecks", get(rechecks::show))
        .route("/console/drift", get(drift::show))
        .route("/console/drift.csv", get(drift::csv))
        .route("/console/experience", get(experience::show))
        .route("/console/experience.csv", get(experience::csv))
        .route("/console/alike", get(alike::show))
        .route("/console/terms", get(terms::show).post(terms::submit))
        .route(
            "/console/holidays",
            get(holidays::show).post(holidays::submit),
        )
        .route("/console/holidays/adopt", post(holidays::take_over))
        .route("/console/anchors", get(anchors::show).post(anchors::submit))
        .route("/console/anchors/withdraw", post(anchors::end))
        .merge(parties::routes())
        .merge(pilots::routes())
        .merge(registers::routes())
        .merge(events::routes())
        .merge(subscribers::routes())
        .merge(training::routes())
}

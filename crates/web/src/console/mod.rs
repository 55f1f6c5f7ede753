//! The console's part of the house: managers and auditors.

pub mod events;
mod impostors;
mod overview;
pub mod pilots;
pub mod registers;
mod terms;

use axum::Router;
use axum::routing::get;

use crate::state::Web;

/// All pages of the console.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/console", get(overview::show))
        .route("/console/impostors", get(impostors::show))
        .route("/console/terms", get(terms::show).post(terms::submit))
        .merge(pilots::routes())
        .merge(registers::routes())
        .merge(events::routes())
}

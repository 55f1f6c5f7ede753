//! A visit to a counter, booked by its holder (D59-14.2.a1, D59-15.2): where, when, what to bring.

mod book;
mod own;

use app::visits::Seen;
use axum::Router;
use axum::routing::{get, post};

use crate::middleware::Form;
use crate::state::Web;

/// Pages of the visit.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/visits", get(own::show))
        .route("/visits/at/{unit}", get(book::show).post(book::submit))
        .route("/visits/move", get(own::ask).post(own::submit))
        .route("/visits/cancel", post(own::cancel))
}

/// The visit as the page showed it. A form without it has seen nothing.
fn seen(form: &Form) -> Seen<'_> {
    Seen {
        id: form.trimmed("visit"),
        revision: form.trimmed("revision").parse().unwrap_or_default(),
    }
}

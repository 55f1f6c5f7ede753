//! Bodies' requests to lock or unlock (D59-19.1.b): the list, receiving one, one of them, its decision.

mod act;
mod letter;
mod list;
mod new;
mod papers;
mod show;

pub(crate) use papers::attachment;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Web;

/// Pages of the cases.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/cases", get(list::show))
        .route("/counter/cases/rows", get(list::rows))
        .route("/counter/cases/new", get(new::show).post(new::submit))
        .route("/counter/cases/{case}", get(show::show))
        .route("/counter/cases/{case}/take", post(act::take))
        .route("/counter/cases/{case}/decide", post(act::decide))
        .route("/counter/cases/{case}/transfer", post(act::transfer))
        .route("/counter/cases/{case}/letter", get(letter::letter))
        .route("/counter/cases/{case}/papers/{place}", get(papers::paper))
}

//! Locking, the receipt, and the status page of a locked account (D59-19).

mod ask;
mod breach;
mod call;
mod locked;
mod receipt;
mod unlock;
pub mod words;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Web;

/// Pages of locking and of a locked account.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/lock", get(ask::show).post(ask::submit))
        .route("/locked", get(locked::show))
        .route("/locked/sign-out", post(locked::sign_out))
        .route(
            "/locked/breach/{breach}",
            get(breach::show).post(breach::submit),
        )
        .route("/locked/call", post(call::deny))
        .route("/locked/confirm", post(locked::confirm))
        .route("/locked/take-back", post(locked::back))
        .route("/locked/receipt/{hold}", get(receipt::show))
        .route("/locked/receipt/{hold}/signed", get(receipt::signed))
        .route("/receipt-key", get(receipt::key))
        .route("/locked/unlock", get(unlock::show).post(unlock::submit))
}

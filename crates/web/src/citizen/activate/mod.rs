//! Activation (D59-18.app): number and contact, code, password, passcode, questions.

mod secrets;
pub(crate) use secrets::password_rules;
mod start;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Web;

/// Pages of activation.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/activate", get(start::show).post(start::submit))
        .route(
            "/activate/code",
            get(start::show_code).post(start::submit_code),
        )
        .route("/activate/resend", post(start::resend))
        .route(
            "/activate/password",
            get(secrets::show).post(secrets::password),
        )
        .route(
            "/activate/passcode",
            get(secrets::show).post(secrets::passcode),
        )
        .route(
            "/activate/questions",
            get(secrets::show).post(secrets::questions),
        )
        .route("/activate/done", get(secrets::done))
}

//! Calls and visits (D59-19.5.b, D59-19.5.c): the number, the checks with their script, what they
//! allow, the end.

mod act;
mod case;
mod end;
mod on_phone;
mod organisation;
mod phone;
mod start;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Web;

/// Pages of a call or visit.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/assistance", get(start::show).post(start::submit))
        .route("/counter/assistance/{case}", get(case::show))
        .route("/counter/assistance/{case}/answers", post(case::answers))
        .route("/counter/assistance/{case}/send-code", post(case::send))
        .route("/counter/assistance/{case}/code", post(case::code))
        .route(
            "/counter/assistance/{case}/on-phone",
            post(on_phone::submit),
        )
        .route("/counter/assistance/{case}/document", post(case::document))
        .route("/counter/assistance/{case}/pressured", post(case::pressure))
        .route("/counter/assistance/{case}/spoken", post(case::make_code))
        .route("/counter/assistance/{case}/lock", post(act::lock))
        .route("/counter/assistance/{case}/unlock", post(act::unlock))
        .route(
            "/counter/assistance/{case}/activation",
            post(act::activation),
        )
        .route("/counter/assistance/{case}/device", post(act::device))
        .route(
            "/counter/assistance/{case}/lost-phone",
            post(act::lost_phone),
        )
        .route(
            "/counter/assistance/{case}/phone",
            get(phone::show).post(phone::send),
        )
        .route(
            "/counter/assistance/{case}/phone/code",
            post(phone::confirm),
        )
        .route(
            "/counter/assistance/{case}/organisation",
            post(organisation::submit),
        )
        .route(
            "/counter/assistance/{case}/end",
            get(end::show).post(end::submit),
        )
}

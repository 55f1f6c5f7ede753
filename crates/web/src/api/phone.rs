//! The holder binds another telephone number by himself (APP-12, UX-10).

use app::phone_change::{bind_own, send_own_code};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Input;
use super::problem::Problem;
use super::sign_in::Code;
use super::who::Holder;

/// Another number.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPhone {
    phone: String,
    /// Six digits (APP-2).
    passcode: String,
}

/// The account is bound to it, and every session has ended.
#[derive(Serialize, ToSchema)]
pub struct Bound {
    /// Until when the account is to be activated again.
    #[schema(format = DateTime)]
    activate_until: String,
}

/// Sends a code to another number.
///
/// While chip and face count for this session (`/me/self-proof`), on the phone that showed them; else 409
/// `phone-change-card`.
#[utoipa::path(post, path = "/me/phone", tag = "account", request_body = NewPhone, responses((status = 204)), security(("session" = [])))]
pub async fn ask(who: Holder, Input(input): Input<NewPhone>) -> Result<StatusCode, Problem> {
    let sent = send_own_code(
        &who.app,
        &who.cx,
        &who.session,
        (&input.phone, &input.passcode),
    )
    .await;
    sent.map_err(|e| who.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Binds the account to the number that the code was sent to.
#[utoipa::path(post, path = "/me/phone/code", tag = "account", request_body = Code, responses((status = 200, body = Bound)), security(("session" = [])))]
pub async fn bind(who: Holder, Input(input): Input<Code>) -> Result<Json<Bound>, Problem> {
    let bound = bind_own(&who.app, &who.cx, &who.session, &input.code).await;
    let until = bound.map_err(|e| who.problem(e))?;
    Ok(Json(Bound {
        activate_until: until.to_string(),
    }))
}

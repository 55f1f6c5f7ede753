//! APP-5: a forgotten password.

use app::recovery as case;
use axum::Json;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::activation::Password;
use super::input::Input;
use super::problem::Problem;
use super::sign_in::{Begun, Code};
use super::who::{Caller, Journey};

/// What only the holder's card tells.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Known {
    number: String,
    /// Registered phone or e-mail address.
    contact: String,
    /// Full name as on the card.
    name: String,
    /// `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where the card prints no more.
    birth: String,
    /// Date of issue of the card, `YYYY-MM-DD`.
    card_issued: String,
}

/// Sends a code where everything fits; the answer is the same where it does not.
#[utoipa::path(post, path = "/recovery", tag = "recovery", request_body = Known, responses((status = 200, body = Begun)))]
pub(super) async fn begin(
    caller: Caller,
    Input(input): Input<Known>,
) -> Result<Json<Begun>, Problem> {
    let command = case::Begin {
        number: &input.number,
        contact: &input.contact,
        name: &input.name,
        birth: &input.birth,
        card_issued: &input.card_issued,
    };
    let pending = case::begin(&caller.app, &caller.cx, &command)
        .await
        .map_err(|e| caller.problem(e))?;
    Ok(Json(Begun {
        journey: pending.token.to_text(),
        sent_to: pending.sent_to,
    }))
}

/// Checks the code.
#[utoipa::path(post, path = "/recovery/code", tag = "recovery", request_body = Code, responses((status = 204)), security(("journey" = [])))]
pub(super) async fn code(
    journey: Journey,
    Input(input): Input<Code>,
) -> Result<StatusCode, Problem> {
    let done = case::confirm(&journey.app, &journey.cx, &journey.token, &input.code).await;
    done.map(|()| StatusCode::NO_CONTENT)
        .map_err(|e| journey.problem(e))
}

/// Sets the new password; every session ends.
#[utoipa::path(post, path = "/recovery/password", tag = "recovery", request_body = Password, responses((status = 204)), security(("journey" = [])))]
pub(super) async fn password(
    journey: Journey,
    Input(input): Input<Password>,
) -> Result<StatusCode, Problem> {
    let done = case::set_password(&journey.app, &journey.cx, &journey.token, &input.password).await;
    done.map(|()| StatusCode::NO_CONTENT)
        .map_err(|e| journey.problem(e))
}

//! Activation (D59-18): code, password, passcode, two questions.

use app::activation as case;
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Input;
use super::problem::Problem;
use super::sign_in::{Begun, Code};
use super::who::{Caller, Journey};

/// Number and the contact given at registration.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Claimed {
    number: String,
    /// Phone or e-mail address.
    contact: String,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Password {
    pub password: String,
}

/// A new passcode.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Passcode {
    passcode: String,
}

/// Two questions and their answers (APP-3).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    question_1: String,
    answer_1: String,
    question_2: String,
    answer_2: String,
}

/// The next step.
#[derive(Serialize, ToSchema)]
pub struct Progress {
    /// `password`, `passcode`, `answers`.
    #[schema(example = "password")]
    next: &'static str,
}

/// Sends a code where number and contact belong together; the answer is the same where they do not.
#[utoipa::path(post, path = "/activation", tag = "activation", request_body = Claimed, responses((status = 200, body = Begun)))]
pub(super) async fn begin(
    caller: Caller,
    Input(input): Input<Claimed>,
) -> Result<Json<Begun>, Problem> {
    let command = case::Begin {
        number: &input.number,
        contact: &input.contact,
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
#[utoipa::path(post, path = "/activation/code", tag = "activation", request_body = Code, responses((status = 204)), security(("journey" = [])))]
pub(super) async fn code(
    journey: Journey,
    Input(input): Input<Code>,
) -> Result<StatusCode, Problem> {
    let done = case::confirm(&journey.app, &journey.cx, &journey.token, &input.code).await;
    done.map(|()| StatusCode::NO_CONTENT)
        .map_err(|e| journey.problem(e))
}

/// Sends the code once more.
#[utoipa::path(post, path = "/activation/resend", tag = "activation", responses((status = 204)), security(("journey" = [])))]
pub(super) async fn resend(journey: Journey) -> Result<StatusCode, Problem> {
    let done = case::resend(&journey.app, &journey.cx, &journey.token).await;
    done.map(|()| StatusCode::NO_CONTENT)
        .map_err(|e| journey.problem(e))
}

/// Where the activation stands; it can be taken up again until its term is over.
#[utoipa::path(get, path = "/activation", tag = "activation", responses((status = 200, body = Progress)), security(("journey" = [])))]
pub(super) async fn progress(journey: Journey) -> Result<Json<Progress>, Problem> {
    let progress = case::progress(&journey.app, &journey.cx, &journey.token)
        .await
        .map_err(|e| journey.problem(e))?;
    let next = match progress.next {
        case::Step::Password => "password",
        case::Step::Passcode => "passcode",
        case::Step::Questions => "answers",
    };
    Ok(Json(Progress { next }))
}

/// Sets the password.
#[utoipa::path(post, path = "/activation/password", tag = "activation", request_body = Password, responses((status = 204)), security(("journey" = [])))]
pub(super) async fn password(
    journey: Journey,
    Input(input): Input<Password>,
) -> Result<StatusCode, Problem> {
    let done = case::set_password(&journey.app, &journey.cx, &journey.token, &input.password).await;
    done.map(|()| StatusCode::NO_CONTENT)
        .map_err(|e| journey.problem(e))
}

/// Sets the passcode.
#[utoipa::path(post, path = "/activation/passcode", tag = "activation", request_body = Passcode, responses((status = 204)), security(("journey" = [])))]
pub(super) async fn passcode(
    journey: Journey,
    Input(input): Input<Passcode>,
) -> Result<StatusCode, Problem> {
    let done = case::set_passcode(&journey.app, &journey.cx, &journey.token, &input.passcode).await;
    done.map(|()| StatusCode::NO_CONTENT)
        .map_err(|e| journey.problem(e))
}

/// Sets the questions; the account is activated.
#[utoipa::path(post, path = "/activation/answers", tag = "activation", request_body = Answers, responses((status = 204)), security(("journey" = [])))]
pub(super) async fn answers(
    journey: Journey,
    Input(input): Input<Answers>,
) -> Result<StatusCode, Problem> {
    let first = (input.question_1.as_str(), input.answer_1.as_str());
    let second = (input.question_2.as_str(), input.answer_2.as_str());
    let done = case::set_answers(&journey.app, &journey.cx, &journey.token, first, second).await;
    done.map(|()| StatusCode::NO_CONTENT)
        .map_err(|e| journey.problem(e))
}

//! UX-12: locking without signing in, and what becomes of such a short lock.

use app::holds;
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Input;
use super::problem::Problem;
use super::sign_in::{Begun, Code, Credentials};
use super::who::{Anyhow, Caller, Journey};

/// Number and registered contact.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberAndContact {
    /// Personal identification number, 12 digits.
    #[schema(example = "074190000001")]
    number: String,
    /// Registered phone or e-mail address.
    contact: String,
}

/// The account is locked.
#[derive(Serialize, ToSchema)]
pub struct LockedNow {
    #[schema(format = DateTime)]
    since: String,
    /// When it ends by itself; none where it was locked without an end before.
    #[schema(format = DateTime)]
    until: Option<String>,
}

/// The short lock was taken back.
#[derive(Serialize, ToSchema)]
pub struct TakenBack {
    /// Whether another ground still holds the account.
    locked: bool,
}

impl From<holds::Locked> for LockedNow {
    fn from(locked: holds::Locked) -> Self {
        Self {
            since: locked.hold.since.to_string(),
            until: locked.hold.until.map(|until| until.to_string()),
        }
    }
}

/// Locks for a short time, by number and password. An unknown number and a wrong password get the same
/// answer.
#[utoipa::path(post, path = "/lock-now/password", tag = "lock", request_body = Credentials, responses((status = 200, body = LockedNow)))]
pub(super) async fn password(
    caller: Caller,
    Input(input): Input<Credentials>,
) -> Result<Json<LockedNow>, Problem> {
    let command = holds::ByPassword {
        number: &input.number,
        password: &input.password,
        device: None,
    };
    let done = holds::by_password(&caller.app, &caller.cx, &command).await;
    done.map(|locked| Json(locked.into()))
        .map_err(|e| caller.problem(e))
}

/// Sends a code where number and contact belong together; the answer is the same where they do not.
#[utoipa::path(post, path = "/lock-now", tag = "lock", request_body = NumberAndContact, responses((status = 200, body = Begun)))]
pub(super) async fn begin(
    caller: Caller,
    Input(input): Input<NumberAndContact>,
) -> Result<Json<Begun>, Problem> {
    let command = holds::LockNow {
        number: &input.number,
        contact: &input.contact,
        device: None,
    };
    let pending = holds::begin(&caller.app, &caller.cx, &command)
        .await
        .map_err(|e| caller.problem(e))?;
    Ok(Json(Begun {
        journey: pending.token.to_text(),
        sent_to: pending.sent_to,
    }))
}

/// Locks for a short time, by the code.
#[utoipa::path(post, path = "/lock-now/code", tag = "lock", request_body = Code, responses((status = 200, body = LockedNow)), security(("journey" = [])))]
pub(super) async fn code(
    journey: Journey,
    Input(input): Input<Code>,
) -> Result<Json<LockedNow>, Problem> {
    let done = holds::by_code(&journey.app, &journey.cx, &journey.token, &input.code).await;
    done.map(|locked| Json(locked.into()))
        .map_err(|e| journey.problem(e))
}

/// Sends the code once more.
#[utoipa::path(post, path = "/lock-now/resend", tag = "lock", responses((status = 204)), security(("journey" = [])))]
pub(super) async fn resend(journey: Journey) -> Result<StatusCode, Problem> {
    holds::resend(&journey.app, &journey.cx, &journey.token)
        .await
        .map_err(|e| journey.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the end off a short lock: it stays until the holder asks for the contrary.
#[utoipa::path(post, path = "/lock/confirm", tag = "lock", responses((status = 200, body = LockedNow)), security(("session" = [])))]
pub(super) async fn confirm(who: Anyhow) -> Result<Json<LockedNow>, Problem> {
    let done = holds::confirm_short(&who.app, &who.cx, None).await;
    done.map(|locked| Json(locked.into()))
        .map_err(|e| who.problem(e))
}

/// Takes a short lock back at once, with two factors.
#[utoipa::path(post, path = "/lock/take-back", tag = "lock", responses((status = 200, body = TakenBack)), security(("session" = [])))]
pub(super) async fn take_back(who: Anyhow) -> Result<Json<TakenBack>, Problem> {
    let ended = holds::take_back(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(Json(TakenBack {
        locked: !ended.left.is_empty(),
    }))
}

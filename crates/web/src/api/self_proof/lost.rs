//! The phone is gone: chip and living face ask for another one (UX-1). The header `Journey` is that of a sign-in on
//! the other phone that was answered with `next: device`.

use app::lost_phone;
use app::self_proof::{self, Done};
use app::token::Token;
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::parts::{Card, FRAMES, Frames, ProbeAnswer, Question, READING, Reading, Step, problem};
use super::underway::{Comes, Reads, Shows};
use crate::api::input::Input;
use crate::api::large::Large;
use crate::api::problem::Problem;
use crate::api::sign_in::SignedIn;
use crate::api::who::{Holder, Id, Journey};

/// The waiting time runs.
#[derive(Serialize, ToSchema)]
pub struct Waiting {
    /// To be kept on this phone: only with it can it finish.
    kept: String,
    /// From when on it can.
    #[schema(format = DateTime)]
    ready_at: Option<String>,
}

/// What the phone kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Of the step that began the waiting time.
    kept: String,
    /// Name for the list of devices.
    #[serde(default)]
    device_name: Option<String>,
}

/// Begins a proof by chip and living face, for the account to come to this phone.
#[utoipa::path(post, path = "/sign-in/lost-phone", tag = "self-proof", request_body = Card, responses((status = 200, body = Question)), security(("journey" = [])))]
pub async fn ask_lost(
    journey: Journey,
    Input(card): Input<Card>,
) -> Result<Json<Question>, Problem> {
    let asked = self_proof::ask(&journey.app, &journey.cx, &journey.door(), &card.zone).await;
    Ok(Json(asked.map_err(|e| journey.problem(e))?.into()))
}

/// As `/me/self-proof/{id}/reading`.
#[utoipa::path(post, path = "/sign-in/lost-phone/{id}/reading", tag = "self-proof", params(("id" = String, Path)), request_body = Reading, responses((status = 200, body = Step)), security(("journey" = [])))]
pub async fn reading_lost(
    Reads(journey, id): Reads<Journey>,
    Large(read, _room): Large<Reading, READING>,
) -> Result<Json<Step>, Problem> {
    let door = journey.door();
    let next = self_proof::bring(&journey.app, &journey.cx, &door, (id, &read.into())).await;
    Ok(Json(next.map_err(|e| problem(&journey, e))?.into()))
}

/// As `/me/self-proof/{id}/answer`.
#[utoipa::path(post, path = "/sign-in/lost-phone/{id}/answer", tag = "self-proof", params(("id" = String, Path)), request_body = ProbeAnswer, responses((status = 200, body = Step)), security(("journey" = [])))]
pub async fn answer_lost(
    journey: Journey,
    Id(id): Id,
    Input(answer): Input<ProbeAnswer>,
) -> Result<Json<Step>, Problem> {
    let id = journey.id(&id)?;
    let door = journey.door();
    let turns = self_proof::prove(&journey.app, &journey.cx, &door, (id, &answer.bytes())).await;
    Ok(Json(turns.map_err(|e| problem(&journey, e))?.into()))
}

/// Judges the living face; the waiting time begins, and every channel tells the holder.
#[utoipa::path(post, path = "/sign-in/lost-phone/{id}/frames", tag = "self-proof", params(("id" = String, Path)), request_body = Frames, responses((status = 200, body = Waiting)), security(("journey" = [])))]
pub async fn frames_lost(
    Shows(journey, id): Shows<Journey>,
    Large(frames, _room): Large<Frames, FRAMES>,
) -> Result<Json<Waiting>, Problem> {
    let shots = frames.shots().map_err(|e| journey.problem(e))?;
    let done = self_proof::show(&journey.app, &journey.cx, &journey.door(), (id, shots)).await;
    match done.map_err(|e| problem(&journey, e))? {
        Done::Asked(asked) => Ok(Json(Waiting {
            kept: asked.token.to_text(),
            ready_at: asked.ready_at.map(|at| at.to_string()),
        })),
        Done::Raised { .. } => {
            Err(journey.problem(app::Error::Internal("another door".to_owned())))
        }
    }
}

/// After the waiting time, signed in anew as far as `next: device`: the account comes to this phone.
///
/// Before it 409 `lost-phone-too-early`; once it was stopped 409 `lost-phone-over`.
#[utoipa::path(post, path = "/sign-in/lost-phone/finish", tag = "self-proof", request_body = Kept, responses((status = 200, body = SignedIn)), security(("journey" = [])))]
pub async fn finish(
    journey: Journey,
    Input(input): Input<Kept>,
) -> Result<Json<SignedIn>, Problem> {
    let kept = Token::parse(&input.kept);
    let name = input.device_name.as_deref().unwrap_or(&journey.device_name);
    let place = (kept.as_ref(), name);
    let opened = lost_phone::finish(&journey.app, &journey.cx, &journey.token, place).await;
    Ok(Json(opened.map_err(|e| journey.problem(e))?.into()))
}

/// Stops the open request for another phone, whatever way it came by.
#[utoipa::path(delete, path = "/me/lost-phone", tag = "self-proof", responses((status = 204)), security(("session" = [])))]
pub async fn stop(who: Holder) -> Result<StatusCode, Problem> {
    lost_phone::stop(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}

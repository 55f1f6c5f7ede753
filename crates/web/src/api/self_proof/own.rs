//! Signed in: raising the session to authentication level 3.

use app::self_proof::{self, Done};
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::parts::{Card, FRAMES, Frames, ProbeAnswer, Question, READING, Reading, Step, problem};
use super::underway::{Comes, Reads, Shows};
use crate::api::input::Input;
use crate::api::large::Large;
use crate::api::problem::Problem;
use crate::api::who::{Holder, Id};

/// The session was raised.
#[derive(Serialize, ToSchema)]
pub struct Raised {
    /// D59-24: what sign-in, chip and face prove together.
    #[schema(example = 3)]
    authentication_level: u8,
    /// Until when.
    #[schema(format = DateTime)]
    until: String,
}

/// Begins a proof by chip and living face.
///
/// Of level 2, on a device of the account, five times a day. 503 `face-engine-absent` where this installation
/// compares no faces: a chip alone raises nothing.
#[utoipa::path(post, path = "/me/self-proof", tag = "self-proof", request_body = Card, responses((status = 200, body = Question)), security(("session" = [])))]
pub async fn ask(who: Holder, Input(card): Input<Card>) -> Result<Json<Question>, Problem> {
    let door = who.door();
    let asked = self_proof::ask(&who.app, &who.cx, &door, &card.zone).await;
    Ok(Json(asked.map_err(|e| who.problem(e))?.into()))
}

/// Judges what was read from the chip, or asks it for a proof first.
///
/// 409 `card-refused`: `errors` names the step, the flaw, and what to do.
#[utoipa::path(post, path = "/me/self-proof/{id}/reading", tag = "self-proof", params(("id" = String, Path)), request_body = Reading, responses((status = 200, body = Step)), security(("session" = [])))]
pub async fn reading(
    Reads(who, id): Reads<Holder>,
    Large(read, _room): Large<Reading, READING>,
) -> Result<Json<Step>, Problem> {
    let door = who.door();
    let next = self_proof::bring(&who.app, &who.cx, &door, (id, &read.into())).await;
    Ok(Json(next.map_err(|e| problem(&who, e))?.into()))
}

/// Judges the chip's answer to the probe.
#[utoipa::path(post, path = "/me/self-proof/{id}/answer", tag = "self-proof", params(("id" = String, Path)), request_body = ProbeAnswer, responses((status = 200, body = Step)), security(("session" = [])))]
pub async fn answer(
    who: Holder,
    Id(id): Id,
    Input(answer): Input<ProbeAnswer>,
) -> Result<Json<Step>, Problem> {
    let id = who.id(&id)?;
    let door = who.door();
    let turns = self_proof::prove(&who.app, &who.cx, &door, (id, &answer.bytes())).await;
    Ok(Json(turns.map_err(|e| problem(&who, e))?.into()))
}

/// Judges the living face; the session is at level 3 for a while.
///
/// One answer a challenge. 409 `face-refused`: `errors` names what is wrong with the pictures, and what to do.
#[utoipa::path(post, path = "/me/self-proof/{id}/frames", tag = "self-proof", params(("id" = String, Path)), request_body = Frames, responses((status = 200, body = Raised)), security(("session" = [])))]
pub async fn frames(
    Shows(who, id): Shows<Holder>,
    Large(frames, _room): Large<Frames, FRAMES>,
) -> Result<Json<Raised>, Problem> {
    let shots = frames.shots().map_err(|e| who.problem(e))?;
    let door = who.door();
    let done = self_proof::show(&who.app, &who.cx, &door, (id, shots)).await;
    match done.map_err(|e| problem(&who, e))? {
        Done::Raised { level, until } => Ok(Json(Raised {
            authentication_level: level.get(),
            until: until.to_string(),
        })),
        Done::Asked(_) => Err(who.problem(app::Error::Internal("another door".to_owned()))),
    }
}

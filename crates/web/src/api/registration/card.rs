//! What the card says, in place of typing (D59-14.1.app).

use app::registration as case;
use app::registration::card::{self, Asked, ChipError, awaits};
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Next, next};
use crate::api::input::Input;
use crate::api::large::{Strangers, busy};
use crate::api::problem::Problem;
use crate::api::self_proof::{Card, ProbeAnswer, READING, Reading, card_refused};
use crate::api::who::{Caller, Journey};
use crate::state::Web;

/// The text of the code printed on the card.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CardCode {
    /// As the phone read it; the picture stays there.
    #[schema(example = "074190001234||NGUYEN VAN A|03021990|Nam||15062021")]
    code: String,
}

/// What the chip is asked.
#[derive(Serialize, ToSchema)]
pub struct ChipQuestion {
    /// Eight bytes for the chip to sign, base64url.
    challenge: String,
    /// Data groups to read, besides those with the chip's keys (14 and 15).
    groups: Vec<u8>,
    /// When nobody waits for the reading any more.
    #[schema(format = DateTime)]
    expires: String,
}

impl From<Asked> for ChipQuestion {
    fn from(asked: Asked) -> Self {
        Self {
            challenge: URL_SAFE_NO_PAD.encode(asked.challenge),
            groups: asked.groups,
            expires: asked.expires.to_string(),
        }
    }
}

/// What follows a reading.
#[derive(Serialize, ToSchema)]
pub struct ChipStep {
    /// The step where the registration goes on; `chip` where the chip shows first that it is no copy.
    #[schema(example = "contact")]
    next: &'static str,
    /// With `chip`: two commands for it, within its session; base64url.
    commands: Option<[String; 2]>,
    /// With `chip`: what follows them, as it is; its answer goes to `answer`.
    probe: Option<String>,
}

impl From<card::Next> for ChipStep {
    fn from(next: card::Next) -> Self {
        match next {
            card::Next::Step(step) => Self {
                next: step.as_str(),
                commands: None,
                probe: None,
            },
            card::Next::Prove { commands, probe } => Self {
                next: "chip",
                commands: Some(commands.map(|c| URL_SAFE_NO_PAD.encode(c))),
                probe: Some(URL_SAFE_NO_PAD.encode(probe)),
            },
        }
    }
}

/// An applicant from whom a reading is waited for: looked up before its body is read.
pub struct Reads(Journey);

impl FromRequestParts<Web> for Reads {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let journey = Journey::from_request_parts(parts, web).await?;
        let waits = awaits(&journey.app, &journey.cx, &journey.token).await;
        waits.map_err(|e| journey.problem(e))?;
        Ok(Self(journey))
    }
}

fn problem(caller: &Caller, error: ChipError) -> Problem {
    match error {
        ChipError::Card(refusal) => card_refused(caller, &refusal),
        ChipError::Busy => busy(&caller.context()),
        ChipError::App(error) => caller.problem(error),
    }
}

/// Takes number and details from the code printed on the card.
#[utoipa::path(post, path = "/registration/card-code", tag = "registration", request_body = CardCode, responses((status = 200, body = Next)), security(("journey" = [])))]
pub async fn code(journey: Journey, Input(input): Input<CardCode>) -> Result<Json<Next>, Problem> {
    let read = card::set_code(&journey.app, &journey.cx, &journey.token, &input.code);
    next(read.await, &journey)
}

/// Begins a reading of the card's chip; the one before is over.
#[utoipa::path(post, path = "/registration/chip", tag = "registration", request_body = Card, responses((status = 200, body = ChipQuestion)), security(("journey" = [])))]
pub async fn ask(
    journey: Journey,
    Input(card): Input<Card>,
) -> Result<Json<ChipQuestion>, Problem> {
    let asked = card::ask(&journey.app, &journey.cx, &journey.token, card.zone()).await;
    Ok(Json(asked.map_err(|e| journey.problem(e))?.into()))
}

/// Takes number and details from the chip, or asks it for a proof first.
///
/// 409 `card-refused`: `errors` names the step, the flaw, and what to do.
#[utoipa::path(post, path = "/registration/chip/reading", tag = "registration", request_body = Reading, responses((status = 200, body = ChipStep)), security(("journey" = [])))]
pub async fn reading(
    Reads(journey): Reads,
    Strangers(read, _room): Strangers<Reading, READING>,
) -> Result<Json<ChipStep>, Problem> {
    let next = card::bring(&journey.app, &journey.cx, &journey.token, &read.into()).await;
    Ok(Json(next.map_err(|e| problem(&journey, e))?.into()))
}

/// Judges the chip's answer to the probe.
#[utoipa::path(post, path = "/registration/chip/answer", tag = "registration", request_body = ProbeAnswer, responses((status = 200, body = Next)), security(("journey" = [])))]
pub async fn answer(
    journey: Journey,
    Input(answer): Input<ProbeAnswer>,
) -> Result<Json<Next>, Problem> {
    let step = card::prove(&journey.app, &journey.cx, &journey.token, &answer.bytes()).await;
    let step = step.map_err(|e| problem(&journey, e))?;
    next(Ok::<case::Step, _>(step), &journey)
}

//! What counter agents call: programs beside card readers and fingerprint scanners, known by the key that signs each request. Theirs
//! is a protocol of its own (docs/counter-agent.md), not part of the API for apps.

use std::time::Duration;

use app::counter::agents::{
    self, AgentError, Identified, Offer, Pairing, Signed, agent, identify, is_paired,
};
use app::counter::card::{self, Brought, Failed, Next};
use app::counter::jobs::{self, Told, Work};
use app::counter::packets::format::LARGEST;
use app::counter::scan;
use app::{Cx, Error};
use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::agent::Agent;
use tokio::sync::SemaphorePermit;

#[cfg(test)]
mod any_bytes;
mod offline;

use super::large;
use super::problem::Problem;
use super::who::Caller;
use crate::i18n::machine_time;
use crate::page::View;
use crate::state::Web;

/// A whole reading in base64: a portrait of 128 kB and files of some tens.
const READING: usize = 1 << 20;
/// Names of all the passes that an agent may hold.
const PASSES: usize = 8 << 10;
/// A whole packet in base64.
const PACKET: usize = (LARGEST / 3 + 1) * 4 + MOST;
/// A picture of a finger of 2 MB in base64.
const PRINT: usize = 3 << 20;
/// Anything else.
const MOST: usize = 1 << 10;
/// Whoever sends longer than this gives up.
const SENDING: Duration = Duration::from_mins(1);
/// The longest that a request for work waits, in seconds.
const LONGEST: u32 = 20;
/// How often it looks.
const LOOKS_A_SECOND: u32 = 2;

/// Where agents call.
pub(super) const PLACE: &str = "/counter-agent/v1";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/pairing", post(offer))
        .route("/pairing/state", post(pairing))
        .route("/jobs/next", post(next))
        .route("/jobs/{id}/reading", post(reading))
        .route("/jobs/{id}/print", post(print))
        .route("/jobs/{id}/answer", post(answer))
        .route("/jobs/{id}/failure", post(failure))
        .route("/passes", post(offline::passes))
        .route("/packets", post(offline::packet))
}

/// A request of an agent, read whole.
struct Heard {
    caller: Caller,
    path: String,
    headers: HeaderMap,
    body: Bytes,
    /// Of a large body.
    _room: Option<SemaphorePermit<'static>>,
}

/// The most bytes of a body.
fn most(path: &str) -> usize {
    match path.rsplit('/').next() {
        Some("reading") => READING,
        Some("print") => PRINT,
        Some("packets") => PACKET,
        Some("passes") => PASSES,
        Some(_) | None => MOST,
    }
}

fn body<T: DeserializeOwned>(bytes: &[u8]) -> serde_json::Result<T> {
    serde_json::from_slice(bytes)
}

fn answered(body: &AnswerBody) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(&body.answer).unwrap_or_default()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

/// The one table from the reason why an agent is not heard to a problem.
fn unheard(caller: &Caller, error: AgentError) -> Problem {
    let context = caller.context();
    let problem = |code| Problem::new(&context, StatusCode::UNAUTHORIZED, code);
    match error {
        AgentError::Signature => problem("agent-signature"),
        AgentError::Clock { server } => {
            let shown = machine_time(server);
            problem("agent-clock").field("server-time", "agent-clock", shown)
        }
        AgentError::Replayed => problem("agent-replayed"),
        AgentError::Unknown => problem("agent-unknown"),
        AgentError::Other(error) => caller.problem(error),
    }
}

impl FromRequest<Web> for Heard {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, web).await?;
        let path = parts.extensions.get::<View>().map(|v| v.path.clone());
        let too_large = |_| {
            Problem::new(
                &caller.context(),
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
            )
        };
        let most = most(parts.uri.path());
        let room = if most > READING {
            // Strangers take no room; whether it is signed by this key is seen once it is whole.
            let known = is_paired(&caller.app, header(&parts.headers, "agent-key")).await;
            known.map_err(|e| unheard(&caller, e))?;
            Some(large::hold(&caller.context(), most)?)
        } else {
            None
        };
        let body = tokio::time::timeout(SENDING, to_bytes(body, most)).await;
        let body = body.map_err(|_| large::busy(&caller.context()))?;
        let body = body.map_err(too_large)?;
        Ok(Self {
            path: path.unwrap_or_default(),
            headers: parts.headers,
            caller,
            body,
            _room: room,
        })
    }
}

impl Heard {
    fn signed(&self) -> Signed<'_> {
        Signed {
            method: "POST",
            path: &self.path,
            key: header(&self.headers, "agent-key"),
            time: header(&self.headers, "agent-time"),
            nonce: header(&self.headers, "agent-nonce"),
            signature: header(&self.headers, "agent-signature"),
            body: &self.body,
        }
    }

    async fn identified(&self) -> Result<Identified, Problem> {
        let found = identify(&self.caller.app, &self.caller.cx, &self.signed()).await;
        found.map_err(|e| unheard(&self.caller, e))
    }

    async fn agent(&self) -> Result<Agent, Problem> {
        let found = agent(&self.caller.app, &self.caller.cx, &self.signed()).await;
        found.map_err(|e| unheard(&self.caller, e))
    }

    fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let context = self.caller.context();
        let malformed = |_| Problem::new(&context, StatusCode::BAD_REQUEST, "malformed-json");
        body(&self.body).map_err(malformed)
    }

    fn problem(&self, error: Error) -> Problem {
        self.caller.problem(error)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferBody {
    name: String,
}

async fn offer(heard: Heard) -> Result<Json<Value>, Problem> {
    let who = heard.identified().await?;
    let body: OfferBody = heard.json()?;
    let (app, cx) = (&heard.caller.app, &heard.caller.cx);
    let offered = agents::offer(app, cx, &who, &Offer { name: &body.name }).await;
    let offered = offered.map_err(|e| heard.problem(e))?;
    Ok(Json(
        json!({ "code": offered.code, "expires": offered.expires }),
    ))
}

async fn pairing(heard: Heard) -> Result<Json<Value>, Problem> {
    let who = heard.identified().await?;
    let state = agents::pairing(&heard.caller.app, &who).await;
    Ok(Json(match state.map_err(|e| heard.problem(e))? {
        Pairing::Waiting => json!({ "state": "waiting" }),
        Pairing::Paired(agent) => {
            json!({ "state": "paired", "agent": agent.id, "unit": agent.unit })
        }
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NextBody {
    /// For how many seconds to wait.
    wait: u32,
    /// What its computer has: `reader`, `scanner`. Agents from before scanners do not say.
    #[serde(default)]
    abilities: Option<Vec<String>>,
}

fn told_of(work: &Work) -> Value {
    match work {
        Work::Card(work) => json!({
            "kind": "card",
            "id": work.id,
            "seed": work.seed,
            "can": work.can,
            "challenge": URL_SAFE_NO_PAD.encode(work.challenge),
            "groups": work.groups,
            "expires": work.expires,
        }),
        Work::Finger(work) => json!({
            "kind": "finger",
            "id": work.id,
            "finger": work.finger,
            "seconds": work.seconds,
            "expires": work.expires,
        }),
    }
}

async fn next(heard: Heard) -> Result<Response, Problem> {
    let agent = heard.agent().await?;
    let body: NextBody = heard.json()?;
    let app = &heard.caller.app;
    let abilities = agents::abilities(body.abilities.as_deref());
    let noted = agents::able(app, &agent, abilities).await;
    noted.map_err(|e| heard.problem(e))?;
    let looks = body.wait.min(LONGEST) * LOOKS_A_SECOND;
    for left in (0..=looks).rev() {
        let cx = Cx {
            now: app.clock.now(),
            ..heard.caller.cx.clone()
        };
        let found = jobs::next(app, &cx, &agent, abilities).await;
        if let Some(work) = found.map_err(|e| heard.problem(e))? {
            return Ok(Json(told_of(&work)).into_response());
        }
        if left > 0 {
            tokio::time::sleep(Duration::from_secs(1) / LOOKS_A_SECOND).await;
        }
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn done(outcome: &impl Serialize) -> Json<Value> {
    Json(json!({ "state": "done", "outcome": outcome }))
}

async fn reading(Path(id): Path<String>, heard: Heard) -> Result<Json<Value>, Problem> {
    let agent = heard.agent().await?;
    let (body, id) = (heard.json::<Brought>()?, heard.caller.id(&id)?);
    let (app, cx) = (&heard.caller.app, &heard.caller.cx);
    let next = card::bring(app, cx, &agent, (id, &body)).await;
    Ok(match next.map_err(|e| heard.problem(e))? {
        Next::Done(outcome) => done(&outcome),
        Next::Prove { commands, probe } => Json(json!({
            "state": "prove",
            "commands": commands.map(|c| URL_SAFE_NO_PAD.encode(c)),
            "probe": URL_SAFE_NO_PAD.encode(probe),
        })),
    })
}

async fn print(Path(id): Path<String>, heard: Heard) -> Result<Json<Value>, Problem> {
    let agent = heard.agent().await?;
    let (body, id) = (heard.json::<scan::Brought>()?, heard.caller.id(&id)?);
    let (app, cx) = (&heard.caller.app, &heard.caller.cx);
    let outcome = scan::bring(app, cx, &agent, (id, &body)).await;
    Ok(done(&outcome.map_err(|e| heard.problem(e))?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerBody {
    /// What the chip answered to the probe, base64url.
    answer: String,
}

async fn answer(Path(id): Path<String>, heard: Heard) -> Result<Json<Value>, Problem> {
    let agent = heard.agent().await?;
    let (body, id) = (heard.json::<AnswerBody>()?, heard.caller.id(&id)?);
    let answer = answered(&body);
    let (app, cx) = (&heard.caller.app, &heard.caller.cx);
    let outcome = card::prove(app, cx, &agent, (id, &answer)).await;
    Ok(done(&outcome.map_err(|e| heard.problem(e))?))
}

async fn failure(Path(id): Path<String>, heard: Heard) -> Result<Json<Value>, Problem> {
    let agent = heard.agent().await?;
    let (body, id) = (heard.json::<Failed>()?, heard.caller.id(&id)?);
    let (app, cx) = (&heard.caller.app, &heard.caller.cx);
    let told = jobs::fail(app, cx, &agent, (id, &body)).await;
    Ok(match told.map_err(|e| heard.problem(e))? {
        Told::Card(outcome) => done(&outcome),
        Told::Finger(outcome) => done(&outcome),
    })
}

//! Registers tell events by signed messages (Standard Webhooks).

use app::events::{self, Message, Received};
use axum::Json;
use axum::body::to_bytes;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::Problem;
use super::who::Caller;
use crate::state::Web;

/// Most bytes of one message; files are for more.
const MOST: usize = 1 << 20;

/// Events of one register.
#[derive(Deserialize, ToSchema)]
#[expect(
    dead_code,
    reason = "describes the body, which is read after its signature"
)]
pub struct RegisterEvents {
    events: Vec<RegisterEvent>,
}

/// One event.
#[derive(Deserialize, ToSchema)]
#[expect(
    dead_code,
    reason = "describes the body, which is read after its signature"
)]
pub struct RegisterEvent {
    /// The register's own identifier: 1 to 64 visible ASCII characters.
    #[schema(example = "KT-2024-0815")]
    id: String,
    /// Whom it concerns: the personal identification number.
    #[schema(example = "074190001234")]
    subject: String,
    /// What changed, such as `death`, `death-corrected`, `card-withdrawn`, `card-restored`.
    #[schema(example = "death")]
    change: String,
    /// When: an instant of RFC 3339, or a day.
    #[schema(example = "2024-03-01T08:00:00+07:00")]
    occurred_at: String,
    /// Order among the events of one instant; 0 where it is left out.
    sequence: Option<i64>,
}

/// What became of the events of a message.
#[derive(Serialize, ToSchema)]
pub struct Told {
    /// The batch under which all of it is kept.
    batch: String,
    /// Whether it was carried out; otherwise two officers release it.
    carried_out: bool,
    results: Vec<EventResult>,
}

/// What became of one event.
#[derive(Serialize, ToSchema)]
pub struct EventResult {
    /// Its place in the message, from 1 on.
    item: i64,
    /// The register's identifier, where it could be read.
    id: String,
    /// `locks`, `adds`, `opens`, `ends`, `repeated`, `in-force`, `not-in-force`, `no-account`; refused:
    /// `stale`, `future`, `person-unknown`, `other-content`, `ground-of-others`; `unreadable`; `staged`.
    #[schema(example = "locks")]
    result: String,
    /// Which member could not be read.
    field: Option<String>,
    /// Why not.
    reason: Option<String>,
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Takes a register's signed message: few events are carried out at once, many wait for two officers.
/// The same message sent again is answered again.
#[utoipa::path(
    post, path = "/register-events/{register}", tag = "registers", request_body = RegisterEvents,
    params(
        ("register" = String, Path, description = "`population`, `cards`, `foreigners` or `business`"),
        ("webhook-id" = String, Header, description = "Identifier of the message, the same when it is sent again"),
        ("webhook-timestamp" = i64, Header, description = "Seconds since 1970; at most five minutes off"),
        ("webhook-signature" = String, Header, description = "`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several separated by spaces"),
    ),
    responses(
        (status = 200, body = Told, description = "Carried out"),
        (status = 202, body = Told, description = "Staged: two officers release it"),
        (status = 401, description = "Not the register's own message, or not a fresh one"),
    )
)]
pub(super) async fn tell(
    State(web): State<Web>,
    Path(register): Path<String>,
    request: Request,
) -> Result<(StatusCode, Json<Told>), Problem> {
    let (mut parts, body) = request.into_parts();
    let caller = Caller::from_request_parts(&mut parts, &web).await?;
    let problem = |status, code| Problem::new(&caller.context(), status, code);
    let large = |_| problem(StatusCode::PAYLOAD_TOO_LARGE, "too-large");
    let body = to_bytes(body, MOST).await.map_err(large)?;
    let message = Message {
        register: &register,
        id: header(&parts.headers, "webhook-id"),
        timestamp: header(&parts.headers, "webhook-timestamp"),
        signature: header(&parts.headers, "webhook-signature"),
        body: &body,
    };
    match events::receive(&caller.app, &caller.cx, &message).await {
        Ok(Received::Answer(answer)) => Ok(told(answer)),
        Ok(Received::Running) => Err(problem(StatusCode::CONFLICT, "webhook-running")),
        Ok(Received::Other) => Err(problem(StatusCode::UNPROCESSABLE_ENTITY, "webhook-other")),
        Err(app::Error::SignIn) => Err(problem(StatusCode::UNAUTHORIZED, "webhook-signature")),
        Err(error) => Err(caller.problem(error)),
    }
}

fn told(answer: events::Answer) -> (StatusCode, Json<Told>) {
    let status = if answer.carried_out {
        StatusCode::OK
    } else {
        StatusCode::ACCEPTED
    };
    let results = answer.results.into_iter().map(|one| EventResult {
        item: one.item,
        id: one.id,
        result: one.result,
        field: one.field,
        reason: one.reason,
    });
    let told = Told {
        batch: answer.batch,
        carried_out: answer.carried_out,
        results: results.collect(),
    };
    (status, Json(told))
}

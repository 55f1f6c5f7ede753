//! Providers of courses tell who passed, by signed messages (Standard Webhooks; R50-7).

use app::signed_message::SignedMessage;
use app::training;
use axum::body::to_bytes;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use super::problem::Problem;
use super::who::Caller;
use crate::state::Web;

/// Most bytes of one message.
const MOST: usize = 16 << 10;

/// A provider's message.
#[derive(Deserialize, ToSchema)]
#[expect(
    dead_code,
    reason = "describes the body, which is read after its signature"
)]
pub struct CourseMessage {
    /// `course.passed` or `course.taken-back`.
    #[schema(example = "course.passed")]
    r#type: String,
    data: CourseResult,
}

/// Who, and when.
#[derive(Deserialize, ToSchema)]
#[expect(
    dead_code,
    reason = "describes the body, which is read after its signature"
)]
pub struct CourseResult {
    /// The mark with which the person came to the course.
    mark: String,
    /// When he passed. What is taken back is every pass up to it.
    #[schema(format = DateTime)]
    passed_at: String,
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

/// Takes a provider's message about somebody whom it knows by a mark. The same message sent again changes nothing.
#[utoipa::path(
    post, path = "/training/{course}", tag = "training", request_body = CourseMessage,
    params(
        ("course" = String, Path, description = "The course's name"),
        ("webhook-id" = String, Header, description = "Identifier of the message, the same when it is sent again"),
        ("webhook-timestamp" = i64, Header, description = "Seconds since 1970; at most five minutes off"),
        ("webhook-signature" = String, Header, description = "`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several separated by spaces"),
    ),
    responses(
        (status = 204, description = "On record"),
        (status = 401, description = "Not a message of this course's provider, or not a fresh one"),
    )
)]
pub(super) async fn tell(
    State(web): State<Web>,
    Path(course): Path<String>,
    request: Request,
) -> Result<StatusCode, Problem> {
    let (mut parts, body) = request.into_parts();
    let caller = Caller::from_request_parts(&mut parts, &web).await?;
    let problem = |status, code| Problem::new(&caller.context(), status, code);
    let large = |_| problem(StatusCode::PAYLOAD_TOO_LARGE, "too-large");
    let body = to_bytes(body, MOST).await.map_err(large)?;
    let message = SignedMessage {
        id: header(&parts.headers, "webhook-id"),
        timestamp: header(&parts.headers, "webhook-timestamp"),
        signature: header(&parts.headers, "webhook-signature"),
        body: &body,
    };
    match training::tell(&caller.app, &caller.cx, (&course, &message)).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(app::Error::SignIn) => Err(problem(StatusCode::UNAUTHORIZED, "webhook-signature")),
        Err(app::Error::Refused("webhook-other")) => {
            Err(problem(StatusCode::UNPROCESSABLE_ENTITY, "webhook-other"))
        }
        Err(error) => Err(caller.problem(error)),
    }
}

//! The present session.

use axum::Json;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;
use super::who::Anyhow;

/// What the session is and how far it reaches.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// Identifier.
    id: String,
    /// D59-24: what the sign-in proved, 1 to 4, and for a while what chip and face proved since. Not the account
    /// level.
    authentication_level: u8,
    /// Until when chip and face count (`/me/self-proof`); none where they do not.
    #[schema(format = DateTime)]
    raised_until: Option<String>,
    /// `open`, or `status` where the account is locked.
    #[schema(example = "open")]
    scope: &'static str,
    /// The device it runs on.
    device: Option<String>,
}

/// The session of the bearer token.
#[utoipa::path(get, path = "/session", tag = "session", responses((status = 200, body = Session)), security(("session" = [])))]
pub(super) async fn show(who: Anyhow) -> Json<Session> {
    Json(Session {
        id: who.session.session.to_string(),
        authentication_level: who.session.level.get(),
        raised_until: who.session.raised_until.map(|until| until.to_string()),
        scope: if who.session.status_only {
            "status"
        } else {
            "open"
        },
        device: who.session.device.map(|device| device.to_string()),
    })
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204)), security(("session" = [])))]
pub(super) async fn end(who: Anyhow) -> Result<StatusCode, Problem> {
    app::holder::sign_out(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}

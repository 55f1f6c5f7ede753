//! Terms of use: which version waits for the holder's answer (D59-6.1).

use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Input;
use super::problem::Problem;
use super::who::Holder;

/// What waits for an answer.
#[derive(Serialize, ToSchema)]
pub struct Waiting {
    /// None where nothing waits; its text stands at `/terms?version=…`.
    version: Option<String>,
    /// First day.
    #[schema(format = Date)]
    from: Option<String>,
    /// Whether it is in force already: then nothing but `/lock` and `/session` answers before it is
    /// accepted.
    due: bool,
}

/// The version that was read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    #[schema(example = "2026-12")]
    version: String,
}

/// The version that waits for the holder's answer.
#[utoipa::path(get, path = "/terms", tag = "account", responses((status = 200, body = Waiting)), security(("session" = [])))]
pub(super) async fn show(who: Holder) -> Result<Json<Waiting>, Problem> {
    let found = app::terms::pending(&who.app, &who.cx, who.session.subject)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(Json(Waiting {
        due: found.as_ref().is_some_and(|f| f.due),
        from: found.as_ref().map(|f| f.from.to_string()),
        version: found.map(|f| f.version),
    }))
}

/// Accepts a version.
#[utoipa::path(post, path = "/terms", tag = "account", request_body = Acceptance, responses((status = 204)), security(("session" = [])))]
pub(super) async fn accept(
    who: Holder,
    Input(input): Input<Acceptance>,
) -> Result<StatusCode, Problem> {
    app::terms::accept(&who.app, &who.cx, &input.version)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}

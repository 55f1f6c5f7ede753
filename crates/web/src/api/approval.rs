//! A computer that asks this phone to be let in: the text of its QR code leads here.

use app::signin::phone::{Answer, Computer as Asking, answer, asking};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Input;
use super::problem::Problem;
use super::who::{Holder, Id};

/// Who asks.
#[derive(Serialize, ToSchema)]
pub struct Computer {
    /// Its browser.
    browser: String,
    /// Where it asks from, as far as is known.
    address: Option<String>,
    /// When it asked.
    #[schema(format = DateTime)]
    at: String,
    /// Three numbers; the one that it shows is to be picked.
    choices: [u8; 3],
}

impl From<Asking> for Computer {
    fn from(asking: Asking) -> Self {
        Self {
            browser: asking.browser,
            address: asking.address,
            at: asking.at.to_string(),
            choices: asking.choices,
        }
    }
}

/// The number that the computer shows, and the passcode.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Allow {
    number: u8,
    passcode: String,
}

/// Who asks. `code` is the last part of the address in the QR code.
#[utoipa::path(get, path = "/computers/{code}", tag = "approval", params(("code" = String, Path)), responses((status = 200, body = Computer)), security(("session" = [])))]
pub(super) async fn show(who: Holder, Id(code): Id) -> Result<Json<Computer>, Problem> {
    let found = asking(&who.app, &who.cx, &who.session, &code).await;
    Ok(Json(found.map_err(|e| who.problem(e))?.into()))
}

/// Lets it in. A wrong number ends it.
///
/// Its session proves what this one's sign-in did, at most level 2; raised by `/me/self-proof` within the last five
/// minutes, level 3 for as long as this one has it.
#[utoipa::path(post, path = "/computers/{code}/allow", tag = "approval", params(("code" = String, Path)), request_body = Allow, responses((status = 204)), security(("session" = [])))]
pub(super) async fn allow(
    who: Holder,
    Id(code): Id,
    Input(input): Input<Allow>,
) -> Result<StatusCode, Problem> {
    let number = input.number.to_string();
    let decision = Answer::Allow {
        number: &number,
        passcode: &input.passcode,
    };
    decide(&who, &code, decision).await
}

/// Turns it away.
#[utoipa::path(post, path = "/computers/{code}/deny", tag = "approval", params(("code" = String, Path)), responses((status = 204)), security(("session" = [])))]
pub(super) async fn deny(who: Holder, Id(code): Id) -> Result<StatusCode, Problem> {
    decide(&who, &code, Answer::Deny).await
}

async fn decide(who: &Holder, code: &str, decision: Answer<'_>) -> Result<StatusCode, Problem> {
    answer(&who.app, &who.cx, &who.session, code, decision)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}

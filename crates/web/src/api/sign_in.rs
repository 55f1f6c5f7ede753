//! Signing in: number and password, code, and on a new device the code of the old one (APP-9).

use app::credentials::OldWays;
use app::signin::{
    Begin, Confirm, Opened, Outcome, begin as start, confirm, confirm_device, resend as again,
};
use app::token::Token;
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Input;
use super::problem::Problem;
use super::who::{Caller, Journey};

/// Number and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Personal identification number, 12 digits.
    #[schema(example = "074190000001")]
    pub number: String,
    pub password: String,
}

/// A journey has begun and a code is on its way.
#[derive(Serialize, ToSchema)]
pub struct Begun {
    /// For the header `Journey` of the next steps.
    pub journey: String,
    /// Where the code went, mostly hidden.
    pub sent_to: String,
}

/// A one-time code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Six digits.
    #[schema(example = "123456")]
    pub code: String,
}

/// A one-time code and the device it is entered on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceCode {
    /// Six digits.
    #[schema(example = "123456")]
    code: String,
    /// The token this device was given when it was bound (APP-8).
    #[serde(default)]
    device: Option<String>,
    /// Name for the list of devices.
    #[serde(default)]
    device_name: Option<String>,
}

/// The code that the old device shows.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OldDeviceCode {
    /// Six digits.
    #[schema(example = "123456")]
    code: String,
    /// Name for the list of devices.
    #[serde(default)]
    device_name: Option<String>,
    /// Whether passkeys that were made on the old device stay; they end with it unless this says so.
    #[serde(default)]
    keep_passkeys: bool,
}

/// Where signing in has led.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    /// `open`: signed in. `status`: the account is locked, only `/lock` answers (D59-19.ui).
    /// `device`: the code shown on the old device goes to `/sign-in/device`.
    #[schema(example = "open")]
    next: &'static str,
    /// For `Authorization: Bearer`.
    session: Option<String>,
    /// To be kept on the device and sent at the next sign-in.
    device: Option<String>,
    /// Names of the devices that show the code.
    shown_on: Vec<String>,
}

impl From<Opened> for SignedIn {
    fn from(opened: Opened) -> Self {
        Self {
            next: if opened.status_only { "status" } else { "open" },
            session: Some(opened.session.to_text()),
            device: opened.device.as_ref().map(Token::to_text),
            shown_on: Vec::new(),
        }
    }
}

/// Checks number and password and sends a code.
///
/// An unknown number and a wrong password get the same answer.
#[utoipa::path(post, path = "/sign-in", tag = "sign-in", request_body = Credentials, responses((status = 200, body = Begun)))]
pub(super) async fn begin(
    caller: Caller,
    Input(input): Input<Credentials>,
) -> Result<Json<Begun>, Problem> {
    let command = Begin {
        number: &input.number,
        password: &input.password,
    };
    let pending = start(&caller.app, &caller.cx, &command)
        .await
        .map_err(|e| caller.problem(e))?;
    Ok(Json(Begun {
        journey: pending.token.to_text(),
        sent_to: pending.sent_to,
    }))
}

/// Checks the code and opens a session, or asks for the code of the old device.
#[utoipa::path(post, path = "/sign-in/code", tag = "sign-in", request_body = DeviceCode, responses((status = 200, body = SignedIn)), security(("journey" = [])))]
pub(super) async fn code(
    journey: Journey,
    Input(input): Input<DeviceCode>,
) -> Result<Json<SignedIn>, Problem> {
    let command = confirmation(&journey, &input);
    match confirm(&journey.app, &journey.cx, &command).await {
        Ok(done) => Ok(outcome(done)),
        Err(error) => Err(journey.problem(error)),
    }
}

pub(super) fn outcome(outcome: Outcome) -> Json<SignedIn> {
    Json(match outcome {
        Outcome::Opened(opened) => opened.into(),
        Outcome::NewDevice { shown_on } => SignedIn {
            next: "device",
            session: None,
            device: None,
            shown_on,
        },
    })
}

/// Checks the code that the old device shows and opens a session on this one.
#[utoipa::path(post, path = "/sign-in/device", tag = "sign-in", request_body = OldDeviceCode, responses((status = 200, body = SignedIn)), security(("journey" = [])))]
pub(super) async fn device(
    journey: Journey,
    Input(input): Input<OldDeviceCode>,
) -> Result<Json<SignedIn>, Problem> {
    let command = Confirm {
        token: &journey.token,
        code: &input.code,
        device: None,
        device_name: input.device_name.as_deref().unwrap_or(&journey.device_name),
    };
    let old = OldWays::kept(input.keep_passkeys);
    let opened = confirm_device(&journey.app, &journey.cx, &command, old)
        .await
        .map_err(|e| journey.problem(e))?;
    Ok(Json(opened.into()))
}

pub(super) fn confirmation<'a>(journey: &'a Journey, input: &'a DeviceCode) -> Confirm<'a> {
    Confirm {
        token: &journey.token,
        code: &input.code,
        device: input.device.as_deref().and_then(Token::parse),
        device_name: input.device_name.as_deref().unwrap_or(&journey.device_name),
    }
}

/// Sends the code once more.
#[utoipa::path(post, path = "/sign-in/resend", tag = "sign-in", responses((status = 204)), security(("journey" = [])))]
pub(super) async fn resend(journey: Journey) -> Result<StatusCode, Problem> {
    again(&journey.app, &journey.cx, &journey.token)
        .await
        .map_err(|e| journey.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}

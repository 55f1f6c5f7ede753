//! Passkeys and the authenticator app's code, for signing in; and the holder's passkeys.

use app::passkeys::{self, Begin, Own, Present};
use app::signin::{Outcome, confirm_app};
use app::token::Token;
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::input::Input;
use super::problem::Problem;
use super::sign_in::{DeviceCode, SignedIn, confirmation, outcome};
use super::who::{Caller, Holder, Id, Journey};

/// Faults of an authenticator's answer name the part of a page; the member of a body is `credential`.
fn member(mut error: app::Error) -> app::Error {
    if let app::Error::Invalid(faults) = &mut error {
        for fault in faults.iter_mut().filter(|fault| fault.field == "passkey") {
            fault.field = "credential";
        }
    }
    error
}

/// What an authenticator is asked.
#[derive(Serialize, ToSchema)]
pub struct Ceremony {
    /// For the answer; good for one.
    journey: String,
    /// `PublicKeyCredentialRequestOptionsJSON` or `PublicKeyCredentialCreationOptionsJSON` (`WebAuthn` 5.1.8).
    #[schema(value_type = Object)]
    options: Value,
}

/// Asks for any passkey of this site; names none.
///
/// Answers bear the https origin of this site only; origins of Android apps (`android:apk-key-hash:…`) are not
/// taken yet.
#[utoipa::path(post, path = "/sign-in/passkey/challenge", tag = "sign-in", responses((status = 200, body = Ceremony)))]
pub(super) async fn challenge(caller: Caller) -> Result<Json<Ceremony>, Problem> {
    let asked = passkeys::challenge(&caller.app, &caller.cx)
        .await
        .map_err(|e| caller.problem(e))?;
    Ok(Json(Ceremony {
        journey: asked.token.to_text(),
        options: asked.options,
    }))
}

/// What an authenticator answered, and the device it is on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// `AuthenticationResponseJSON` (`WebAuthn` 5.1.8).
    #[schema(value_type = Object)]
    credential: Value,
    /// The token this device was given when it was bound (APP-8).
    #[serde(default)]
    device: Option<String>,
    /// Name for the list of devices.
    #[serde(default)]
    device_name: Option<String>,
}

/// Opens a session by a passkey alone.
///
/// Answers bear the https origin of this site only; origins of Android apps (`android:apk-key-hash:…`) are not
/// taken yet.
#[utoipa::path(post, path = "/sign-in/passkey", tag = "sign-in", request_body = Shown, responses((status = 200, body = SignedIn)), security(("journey" = [])))]
pub(super) async fn sign_in(
    journey: Journey,
    Input(input): Input<Shown>,
) -> Result<Json<SignedIn>, Problem> {
    let present = Present {
        token: &journey.token,
        credential: &input.credential.to_string(),
        device: input.device.as_deref().and_then(Token::parse),
        device_name: input.device_name.as_deref().unwrap_or(&journey.device_name),
    };
    let opened = passkeys::sign_in(&journey.app, &journey.cx, &present)
        .await
        .map_err(|e| journey.problem(member(e)))?;
    Ok(Json(opened.into()))
}

/// Checks the code of the authenticator app instead of the one that was sent.
#[utoipa::path(post, path = "/sign-in/app-code", tag = "sign-in", request_body = DeviceCode, responses((status = 200, body = SignedIn)), security(("journey" = [])))]
pub(super) async fn app_code(
    journey: Journey,
    Input(input): Input<DeviceCode>,
) -> Result<Json<SignedIn>, Problem> {
    let command = confirmation(&journey, &input);
    let done: Result<Outcome, _> = confirm_app(&journey.app, &journey.cx, &command).await;
    done.map(outcome).map_err(|e| journey.problem(e))
}

/// A passkey of the account.
#[derive(Serialize, ToSchema)]
pub struct Passkey {
    id: String,
    name: String,
    #[schema(format = DateTime)]
    created: String,
    #[schema(format = DateTime)]
    used: Option<String>,
    /// Whether it is kept in an account of the device's maker, not on one device only.
    synchronised: bool,
}

impl From<Own> for Passkey {
    fn from(own: Own) -> Self {
        Self {
            id: own.id.to_string(),
            name: own.name,
            created: own.created.to_string(),
            used: own.used.map(|used| used.to_string()),
            synchronised: own.synchronised,
        }
    }
}

/// The holder's passkeys, oldest first.
#[utoipa::path(get, path = "/me/passkeys", tag = "account", responses((status = 200, body = [Passkey])), security(("session" = [])))]
pub(super) async fn list(who: Holder) -> Result<Json<Vec<Passkey>>, Problem> {
    let list = passkeys::list(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(Json(list.into_iter().map(Passkey::from).collect()))
}

/// A passkey to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPasskey {
    /// Name for the list.
    name: String,
    passcode: String,
}

/// Checks the passcode and says what the device is asked to make.
///
/// Answers bear the https origin of this site only; origins of Android apps (`android:apk-key-hash:…`) are not
/// taken yet.
#[utoipa::path(post, path = "/me/passkeys", tag = "account", request_body = NewPasskey, responses((status = 200, body = Ceremony)), security(("session" = [])))]
pub(super) async fn register(
    who: Holder,
    Input(input): Input<NewPasskey>,
) -> Result<Json<Ceremony>, Problem> {
    let command = Begin {
        name: &input.name,
        passcode: &input.passcode,
    };
    let made = async {
        let token = passkeys::register(&who.app, &who.cx, &command).await?;
        let prompt = passkeys::prompt(&who.app, &who.cx, &token).await?;
        Ok(Ceremony {
            journey: token.to_text(),
            options: prompt.options,
        })
    };
    made.await.map(Json).map_err(|e| who.problem(e))
}

/// What a device made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// Of the step before.
    journey: String,
    /// `RegistrationResponseJSON` (`WebAuthn` 5.1.8).
    #[schema(value_type = Object)]
    credential: Value,
}

/// Checks what the device made and keeps it.
///
/// Answers bear the https origin of this site only; origins of Android apps (`android:apk-key-hash:…`) are not
/// taken yet.
#[utoipa::path(post, path = "/me/passkeys/made", tag = "account", request_body = Made, responses((status = 204)), security(("session" = [])))]
pub(super) async fn made(who: Holder, Input(input): Input<Made>) -> Result<StatusCode, Problem> {
    let over = app::Error::Refused("journey-over");
    let token = Token::parse(&input.journey).ok_or_else(|| who.problem(over))?;
    let place = (&token, who.session.device);
    passkeys::registered(&who.app, &who.cx, place, &input.credential.to_string())
        .await
        .map_err(|e| who.problem(member(e)))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The passcode.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ByPasscode {
    passcode: String,
}

/// Removes a passkey.
#[utoipa::path(post, path = "/me/passkeys/{id}/remove", tag = "account", params(("id" = String, Path)), request_body = ByPasscode, responses((status = 204)), security(("session" = [])))]
pub(super) async fn remove(
    who: Holder,
    Id(id): Id,
    Input(input): Input<ByPasscode>,
) -> Result<StatusCode, Problem> {
    let id = who.id(&id)?;
    passkeys::remove(&who.app, &who.cx, id, &input.passcode)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}

//! The holder, his devices and secrets.

use app::credentials::{
    ChangePassword, ForgottenPasscode, OldWays, change_password, forgotten, send_code,
};
use app::notify::Contact;
use app::signin;
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Input;
use super::problem::Problem;
use super::who::{Holder, Id};
use crate::i18n::masked;

/// Whose account it is. The number is masked: who needs it in full opens a document.
#[derive(Serialize, ToSchema)]
pub struct Me {
    name: String,
    #[schema(example = "074•••••0001")]
    number: String,
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as the register has it.
    birth: String,
    /// Account level, 1 or 2 (D59-12).
    level: u8,
    /// Confirmed contacts, mostly hidden.
    contacts: Vec<String>,
    /// Language of messages.
    language: String,
}

/// The signed-in holder.
#[utoipa::path(get, path = "/me", tag = "account", responses((status = 200, body = Me)), security(("session" = [])))]
pub(super) async fn me(who: Holder) -> Result<Json<Me>, Problem> {
    let stored = app::holder::own_account(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    let identity = &stored.profile.identity;
    Ok(Json(Me {
        name: identity.name.as_str().to_owned(),
        number: masked(identity.number.as_str()),
        birth: identity.birth.to_iso(),
        level: stored.account.level.get(),
        contacts: Contact::all(&stored.profile)
            .iter()
            .map(Contact::masked)
            .collect(),
        language: stored.language,
    }))
}

/// A device bound to the account (APP-10).
#[derive(Serialize, ToSchema)]
pub struct Device {
    id: String,
    name: String,
    #[schema(format = DateTime)]
    bound: String,
    #[schema(format = DateTime)]
    seen: String,
    /// Whether this session runs on it.
    here: bool,
}

/// The holder's devices.
#[utoipa::path(get, path = "/me/devices", tag = "account", responses((status = 200, body = [Device])), security(("session" = [])))]
pub(super) async fn devices(who: Holder) -> Result<Json<Vec<Device>>, Problem> {
    let list = signin::devices(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    let device = |device: store::session::Device| Device {
        here: who.session.device == Some(device.id),
        id: device.id.to_string(),
        name: device.name,
        bound: device.bound.to_string(),
        seen: device.seen.to_string(),
    };
    Ok(Json(list.into_iter().map(device).collect()))
}

/// Removes a device; its sessions end.
#[utoipa::path(delete, path = "/me/devices/{id}", tag = "account", params(("id" = String, Path)), responses((status = 204)), security(("session" = [])))]
pub(super) async fn remove_device(who: Holder, Id(id): Id) -> Result<StatusCode, Problem> {
    let id = who.id(&id)?;
    signin::remove_own(&who.app, &who.cx, id)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The code that lets a new device in.
#[derive(Serialize, ToSchema)]
pub struct PendingCode {
    /// None while no new device waits.
    code: Option<String>,
}

/// APP-9: the code to be typed on a new device that waits.
#[utoipa::path(get, path = "/me/device-code", tag = "account", responses((status = 200, body = PendingCode)), security(("session" = [])))]
pub(super) async fn device_code(who: Holder) -> Result<Json<PendingCode>, Problem> {
    let code = signin::pending_device_code(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(Json(PendingCode { code }))
}

/// APP-4.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    old_password: String,
    password: String,
    passcode: String,
    /// Whether passkeys and the authenticator app stay; they end with the password unless this says so.
    #[serde(default)]
    keep_others: bool,
}

/// Changes the password; every session ends.
#[utoipa::path(post, path = "/me/password", tag = "account", request_body = NewPassword, responses((status = 204)), security(("session" = [])))]
pub(super) async fn password(
    who: Holder,
    Input(input): Input<NewPassword>,
) -> Result<StatusCode, Problem> {
    let command = ChangePassword {
        old: &input.old_password,
        new: &input.password,
        passcode: &input.passcode,
        others: OldWays::kept(input.keep_others),
    };
    change_password(&who.app, &who.cx, &command)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where a code went.
#[derive(Serialize, ToSchema)]
pub struct Sent {
    /// Mostly hidden.
    pub sent_to: String,
}

/// APP-6, first step: sends a code for a new passcode.
#[utoipa::path(post, path = "/me/passcode/code", tag = "account", responses((status = 200, body = Sent)), security(("session" = [])))]
pub(super) async fn passcode_code(who: Holder) -> Result<Json<Sent>, Problem> {
    let sent_to = send_code(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(Json(Sent { sent_to }))
}

/// APP-6.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPasscode {
    code: String,
    passcode: String,
}

/// APP-6, second step: sets a new passcode.
#[utoipa::path(post, path = "/me/passcode", tag = "account", request_body = NewPasscode, responses((status = 204)), security(("session" = [])))]
pub(super) async fn passcode(
    who: Holder,
    Input(input): Input<NewPasscode>,
) -> Result<StatusCode, Problem> {
    let command = ForgottenPasscode {
        code: &input.code,
        passcode: &input.passcode,
    };
    forgotten(&who.app, &who.cx, &command)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}

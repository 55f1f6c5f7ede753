//! A backchannel authentication request (OpenID Connect CIBA Core 1.0 §7.1), beside what
//! [`crate::authorization::read_direct`] reads of it, and the ping that tells of its answer (§10.2).

#[cfg(test)]
mod tests;

use serde_json::json;

use crate::client::Client;
use crate::{ErrorCode, OAuthError, Params};

/// §7.1: as long as somebody waits at a counter, where the service asks for no less.
const LIFE: i64 = 300;
/// The longest that it may ask for.
const LONGEST: i64 = 600;
/// §7.1, §7.1.2: short enough to be read out and compared.
const MESSAGE: usize = 40;
/// §7.1: most characters of `client_notification_token`.
const TOKEN_MOST: usize = 1_024;
/// §7.1 asks for 128 bits at least; fewer characters than these of RFC 6750's 68 cannot hold them.
const TOKEN_LEAST: usize = 22;

/// Whom the client means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hint<'a> {
    /// `login_hint`.
    Login(&'a str),
    /// `id_token_hint`, not verified yet; see [`crate::hint`].
    IdToken(&'a str),
}

/// What is asked, beside the usual.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Whom it means.
    pub hint: Hint<'a>,
    /// What the person compares; may be empty.
    pub message: &'a str,
    /// Seconds until it is over.
    pub life: i64,
    /// What the ping is authorised by; of a client in ping mode only.
    pub token: Option<&'a str>,
}

/// Reads it.
pub fn read<'a>(params: &'a Params, client: &Client) -> Result<Asked<'a>, OAuthError> {
    let message = params.get("binding_message").unwrap_or_default();
    if message.chars().count() > MESSAGE || message.chars().any(char::is_control) {
        return Err(OAuthError::new(
            ErrorCode::InvalidBindingMessage,
            "binding_message is longer than 40 characters or has control characters",
        ));
    }
    Ok(Asked {
        hint: hint(params)?,
        message,
        life: life(params)?,
        token: token(params, client)?,
    })
}

/// §7.1: exactly one of the three. We issue no `login_hint_token`, and know nobody who does.
fn hint(params: &Params) -> Result<Hint<'_>, OAuthError> {
    if params.has("login_hint_token") {
        return Err(OAuthError::request("login_hint_token is not supported"));
    }
    match (params.get("login_hint"), params.get("id_token_hint")) {
        (Some(text), None) => Ok(Hint::Login(text)),
        (None, Some(token)) => Ok(Hint::IdToken(token)),
        (None, None) => Err(OAuthError::request(
            "login_hint or id_token_hint is missing",
        )),
        (Some(_), Some(_)) => Err(OAuthError::request("there is more than one hint")),
    }
}

fn life(params: &Params) -> Result<i64, OAuthError> {
    let Some(text) = params.get("requested_expiry") else {
        return Ok(LIFE);
    };
    let seconds = text.parse::<u32>().ok().filter(|seconds| *seconds > 0);
    seconds
        .map(|seconds| i64::from(seconds).min(LONGEST))
        .ok_or(OAuthError::request(
            "requested_expiry is no number of seconds",
        ))
}

/// Required of a client in ping mode; what another sends has no meaning.
fn token<'a>(params: &'a Params, client: &Client) -> Result<Option<&'a str>, OAuthError> {
    if client.backchannel_client_notification_endpoint.is_none() {
        return Ok(None);
    }
    let token = params
        .get("client_notification_token")
        .ok_or(OAuthError::request("client_notification_token is missing"))?;
    if !is_token(token) {
        return Err(OAuthError::request(
            "client_notification_token is no bearer token of 22 to 1024 characters",
        ));
    }
    Ok(Some(token))
}

/// RFC 6750 §2.1, `b64token`.
fn is_token(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    (TOKEN_LEAST..=TOKEN_MOST).contains(&text.len())
        && !body.is_empty()
        && body.bytes().all(allowed)
}

/// The body of the ping (§10.2): nothing but which request it is about.
pub fn ping(auth_req_id: &str) -> String {
    json!({ "auth_req_id": auth_req_id }).to_string()
}

//! Reading an authorization request whose redirect URI is proven.

use super::{Prompt, Request, ResponseMode, target};
use crate::claims::ClaimsRequest;
use crate::client::{Class, Client, GrantType};
use crate::jose::base64url_decode;
use crate::pkce::Challenge;
use crate::{ErrorCode, OAuthError, Params, resource};

const MAX_NONCE: usize = 2_048;
const MAX_HINT: usize = 512;
const MAX_TOKEN: usize = 16 * 1024;
const MAX_LIST: usize = 20;

/// Reads and checks everything. `pushed` says that these parameters came to the PAR endpoint (RFC 9126), by an
/// authenticated client. The error may go to [`target()`]'s place.
pub fn read(params: &Params, client: &Client, pushed: bool) -> Result<Request, OAuthError> {
    let target = target(params, client)?;
    indirect(params, client, pushed)?;
    response(params, client)?;
    let scope = scope(params, client)?;
    Ok(Request {
        client_id: client.id.clone(),
        redirect_uri: target.redirect_uri,
        response_mode: target.response_mode,
        scope,
        state: target.state,
        nonce: nonce(params)?,
        challenge: challenge(params, client)?,
        prompt: prompt(params)?,
        max_age: max_age(params)?.or(client.default_max_age),
        acr_values: list(params, "acr_values")?,
        claims: params
            .get("claims")
            .map(ClaimsRequest::parse)
            .transpose()?
            .unwrap_or_default(),
        login_hint: short(params, "login_hint", MAX_HINT)?,
        ui_locales: list(params, "ui_locales")?,
        claims_locales: list(params, "claims_locales")?,
        id_token_hint: short(params, "id_token_hint", MAX_TOKEN)?,
        dpop_jkt: dpop_jkt(params)?,
        resource: resource::read(params)?,
    })
}

/// Reads what the client sends by itself and whose answer it fetches by itself (RFC 8628 §3.1, CIBA §7.1): no browser
/// carries a code, so there is no redirect URI, no `state`, no PKCE; and the person always decides, whatever `prompt`
/// says.
pub fn read_direct(params: &Params, client: &Client) -> Result<Request, OAuthError> {
    if params.has("request") || params.has("request_uri") {
        return Err(OAuthError::new(
            ErrorCode::RequestNotSupported,
            "request objects are not supported here",
        ));
    }
    Ok(Request {
        client_id: client.id.clone(),
        redirect_uri: String::new(),
        response_mode: ResponseMode::Query,
        scope: scope(params, client)?,
        state: None,
        nonce: nonce(params)?,
        challenge: None,
        prompt: Vec::new(),
        max_age: max_age(params)?.or(client.default_max_age),
        acr_values: list(params, "acr_values")?,
        claims: params
            .get("claims")
            .map(ClaimsRequest::parse)
            .transpose()?
            .unwrap_or_default(),
        login_hint: short(params, "login_hint", MAX_HINT)?,
        ui_locales: list(params, "ui_locales")?,
        claims_locales: list(params, "claims_locales")?,
        id_token_hint: short(params, "id_token_hint", MAX_TOKEN)?,
        dpop_jkt: dpop_jkt(params)?,
        resource: resource::read(params)?,
    })
}

/// What the caller should have resolved, and whether this had to be pushed.
fn indirect(params: &Params, client: &Client, pushed: bool) -> Result<(), OAuthError> {
    if params.has("request_uri") {
        return Err(if pushed {
            OAuthError::request("request_uri must not be pushed")
        } else {
            OAuthError::new(
                ErrorCode::RequestUriNotSupported,
                "only a request_uri of the pushed authorization request endpoint is supported",
            )
        });
    }
    if params.has("request") {
        return Err(OAuthError::new(
            ErrorCode::RequestNotSupported,
            "request objects are not supported here",
        ));
    }
    if params.has("registration") {
        return Err(OAuthError::new(
            ErrorCode::RegistrationNotSupported,
            "the registration parameter is not supported",
        ));
    }
    if client.needs_par() && !pushed {
        return Err(OAuthError::request(
            "this client must push its authorization requests",
        ));
    }
    Ok(())
}

fn response(params: &Params, client: &Client) -> Result<(), OAuthError> {
    if params.need("response_type", "response_type is missing")? != "code" {
        return Err(OAuthError::new(
            ErrorCode::UnsupportedResponseType,
            "response_type must be code",
        ));
    }
    if !client.may(GrantType::AuthorizationCode) {
        return Err(OAuthError::new(
            ErrorCode::UnauthorizedClient,
            "this client is not registered for the authorization code grant",
        ));
    }
    let modes = [ResponseMode::Query, ResponseMode::FormPost];
    match params.get("response_mode") {
        Some(mode) if modes.iter().all(|known| known.as_str() != mode) => Err(OAuthError::request(
            "response_mode must be query or form_post",
        )),
        _ => Ok(()),
    }
}

/// The scopes that the client registered. Others are ignored for `Web` (RFC 6749 §3.3, Core §3.1.2.1) and an error for
/// `High`: a request that was built with care asks nothing by mistake.
fn scope(params: &Params, client: &Client) -> Result<Vec<String>, OAuthError> {
    let invalid = |description| OAuthError::new(ErrorCode::InvalidScope, description);
    let text = params.get("scope").unwrap_or_default();
    let allowed = |byte: u8| byte == b' ' || (byte.is_ascii_graphic() && !br#""\"#.contains(&byte));
    if !text.bytes().all(allowed) {
        return Err(invalid("scope has characters that no scope may have"));
    }
    let mut granted: Vec<String> = Vec::new();
    for name in text.split(' ').filter(|name| !name.is_empty()) {
        if name == "openid" || client.scopes.iter().any(|own| own == name) {
            if granted.iter().all(|own| own != name) {
                granted.push(name.to_owned());
            }
        } else if client.class == Class::High {
            return Err(invalid("scope asks what the client is not registered for"));
        }
    }
    if granted.iter().all(|name| name != "openid") {
        return Err(invalid("scope must contain openid"));
    }
    Ok(granted)
}

fn challenge(params: &Params, client: &Client) -> Result<Option<Challenge>, OAuthError> {
    match (
        params.get("code_challenge"),
        params.get("code_challenge_method"),
    ) {
        (Some(challenge), method) => Challenge::parse(method, challenge).map(Some),
        (None, Some(_)) => Err(OAuthError::request("code_challenge is missing")),
        (None, None) if client.needs_pkce() => Err(OAuthError::request(
            "code_challenge is missing: this client must use PKCE",
        )),
        (None, None) => Ok(None),
    }
}

fn prompt(params: &Params) -> Result<Vec<Prompt>, OAuthError> {
    let mut prompts = Vec::new();
    for name in words(params, "prompt") {
        let prompt = match name {
            "none" => Prompt::None,
            "login" => Prompt::Login,
            "consent" => Prompt::Consent,
            "select_account" => Prompt::SelectAccount,
            _ => return Err(OAuthError::request("prompt has an unknown value")),
        };
        if !prompts.contains(&prompt) {
            prompts.push(prompt);
        }
    }
    if prompts.contains(&Prompt::None) && prompts.len() > 1 {
        return Err(OAuthError::request("prompt none must stand alone"));
    }
    Ok(prompts)
}

fn max_age(params: &Params) -> Result<Option<u64>, OAuthError> {
    let Some(text) = params.get("max_age") else {
        return Ok(None);
    };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<u64>() {
        // What does not fit 32 bits is longer than anybody lives, and would only overflow later.
        Ok(seconds) if digits => Ok(Some(seconds.min(u64::from(u32::MAX)))),
        _ => Err(OAuthError::request("max_age is not a number of seconds")),
    }
}

fn nonce(params: &Params) -> Result<Option<String>, OAuthError> {
    short(params, "nonce", MAX_NONCE)
}

/// RFC 9449 §10: the thumbprint of a key, 43 characters of base64url.
fn dpop_jkt(params: &Params) -> Result<Option<String>, OAuthError> {
    let Some(text) = params.get("dpop_jkt") else {
        return Ok(None);
    };
    match base64url_decode(text) {
        Ok(hash) if hash.len() == 32 => Ok(Some(text.to_owned())),
        _ => Err(OAuthError::request("dpop_jkt is not a thumbprint")),
    }
}

fn words<'a>(params: &'a Params, name: &'a str) -> impl Iterator<Item = &'a str> {
    let text = params.get(name).unwrap_or_default();
    text.split(' ').filter(|word| !word.is_empty())
}

fn list(params: &Params, name: &'static str) -> Result<Vec<String>, OAuthError> {
    let all: Vec<String> = words(params, name).map(str::to_owned).collect();
    if all.len() > MAX_LIST || all.iter().any(|word| word.len() > MAX_HINT) {
        return Err(OAuthError::request("a list of values is too long"));
    }
    Ok(all)
}

fn short(params: &Params, name: &str, max: usize) -> Result<Option<String>, OAuthError> {
    match params.get(name) {
        Some(text) if text.len() > max => Err(OAuthError::request("a parameter is too long")),
        text => Ok(text.map(str::to_owned)),
    }
}

//! Where the answer of an authorization request goes.

use super::ResponseMode;
use crate::client::Client;
use crate::{OAuthError, Params, uri};

/// Longest `state` that we carry.
const MAX_STATE: usize = 2_048;

/// A proven place for the answer, success or error. Only [`target`] makes one from parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Registered by the client.
    pub redirect_uri: String,
    /// To be given back.
    pub state: Option<String>,
    /// How.
    pub response_mode: ResponseMode,
}

/// Proves the redirect URI. Its error is shown to the person and never redirected (RFC 6749 §4.1.2.1). An unsupported
/// `response_mode` counts as the default here; [`super::read()`] then refuses it.
pub fn target(params: &Params, client: &Client) -> Result<Target, OAuthError> {
    if params.get("client_id") != Some(client.id.as_str()) {
        return Err(OAuthError::request(
            "client_id is missing or not this client",
        ));
    }
    let redirect_uri = params.need("redirect_uri", "redirect_uri is missing")?;
    if !client.redirect_allowed(redirect_uri) {
        return Err(OAuthError::request(
            "redirect_uri is not registered for this client",
        ));
    }
    let state = params.get("state");
    if state.is_some_and(|state| state.len() > MAX_STATE || state.contains(char::is_control)) {
        return Err(OAuthError::request(
            "state is longer than 2048 bytes or has control characters",
        ));
    }
    Ok(Target {
        redirect_uri: redirect_uri.to_owned(),
        state: state.map(str::to_owned),
        response_mode: match params.get("response_mode") {
            Some("form_post") => ResponseMode::FormPost,
            _ => ResponseMode::Query,
        },
    })
}

impl Target {
    /// The parameters of a successful answer: `code`, `state`, `iss` (RFC 9207).
    pub fn success<'a>(&'a self, code: &'a str, issuer: &'a str) -> Vec<(&'static str, &'a str)> {
        self.answer(vec![("code", code)], issuer)
    }

    /// The parameters of an error: `error`, `error_description`, `state`, `iss`.
    pub fn failure<'a>(
        &'a self,
        error: &OAuthError,
        issuer: &'a str,
    ) -> Vec<(&'static str, &'a str)> {
        let fields = vec![
            ("error", error.code.as_str()),
            ("error_description", error.description),
        ];
        self.answer(fields, issuer)
    }

    fn answer<'a>(
        &'a self,
        mut fields: Vec<(&'static str, &'a str)>,
        issuer: &'a str,
    ) -> Vec<(&'static str, &'a str)> {
        fields.extend(self.state.as_deref().map(|state| ("state", state)));
        fields.push(("iss", issuer));
        fields
    }

    /// The redirect URI with the answer in its query; for [`ResponseMode::FormPost`] the caller posts the fields instead.
    pub fn location(&self, fields: &[(&str, &str)]) -> String {
        uri::with_query(&self.redirect_uri, fields.iter().copied())
    }
}

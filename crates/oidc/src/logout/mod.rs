//! Logout that the relying party starts (OpenID Connect RP-Initiated Logout 1.0).

#[cfg(test)]
mod tests;

use crate::client::Client;
use crate::hint::Hint;
use crate::{OAuthError, Params, uri};

const MAX: usize = 2_048;
const MAX_TOKEN: usize = 16 * 1024;

/// What the relying party sends; all of it is optional (§2).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// See [`crate::hint`].
    pub id_token_hint: Option<String>,
    /// Who asks.
    pub client_id: Option<String>,
    /// Where the browser shall go afterwards.
    pub post_logout_redirect_uri: Option<String>,
    /// Given back there.
    pub state: Option<String>,
    /// Languages, the preferred first.
    pub ui_locales: Vec<String>,
}

crate::redact::redacted!(Request: client_id, post_logout_redirect_uri);

/// Reads the parameters of a query or a body.
pub fn read(params: &Params) -> Result<Request, OAuthError> {
    let text = |name: &str, max: usize| match params.get(name) {
        Some(text) if text.len() > max => Err(OAuthError::request("a parameter is too long")),
        text => Ok(text.map(str::to_owned)),
    };
    let locales = text("ui_locales", MAX)?.unwrap_or_default();
    Ok(Request {
        id_token_hint: text("id_token_hint", MAX_TOKEN)?,
        client_id: text("client_id", MAX)?,
        post_logout_redirect_uri: text("post_logout_redirect_uri", MAX)?,
        state: text("state", MAX)?,
        ui_locales: locales.split_whitespace().map(str::to_owned).collect(),
    })
}

/// What to do with a logout request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The client that asks, by a hint of ours.
    pub client_id: Option<String>,
    /// Where the browser may go afterwards, with `state`.
    pub redirect: Option<String>,
    /// Whether the person must confirm first: nothing proves that the request is the client's (§2, §6).
    pub confirm: bool,
}

impl Request {
    /// The client to look up: the one named, or the hint's only audience.
    pub fn client<'a>(&'a self, hint: Option<&'a Hint>) -> Option<&'a str> {
        let by_hint = hint.and_then(|hint| hint.aud.first()).map(String::as_str);
        self.client_id.as_deref().or(by_hint)
    }

    /// Decides. `hint` is the verified hint, `client` the one of [`Self::client`]; the caller still compares the hint's
    /// subject and session with the browser's session and asks for confirmation if they differ (§2).
    ///
    /// Without a valid hint there is no redirect at all (§3: "other means of confirming" we do not have). A redirect URI
    /// that is not registered for the client is an error of the request, and nothing is redirected.
    pub fn decide(
        &self,
        hint: Option<&Hint>,
        client: Option<&Client>,
    ) -> Result<Decision, OAuthError> {
        let Some(hint) = hint else {
            return Ok(Decision {
                client_id: None,
                redirect: None,
                confirm: true,
            });
        };
        let client = client.filter(|client| hint.aud.contains(&client.id));
        let Some(client) = client.filter(|client| {
            let named = self.client_id.as_ref();
            named.is_none_or(|named| *named == client.id)
        }) else {
            return Err(OAuthError::request(
                "client_id is not the audience of id_token_hint",
            ));
        };
        let redirect = match &self.post_logout_redirect_uri {
            None => None,
            Some(uri) if client.post_logout_allowed(uri) => {
                let state = self.state.as_deref().map(|state| ("state", state));
                Some(uri::with_query(uri, state))
            }
            Some(_) => {
                return Err(OAuthError::request(
                    "post_logout_redirect_uri is not registered for this client",
                ));
            }
        };
        Ok(Decision {
            client_id: Some(client.id.clone()),
            redirect,
            confirm: false,
        })
    }
}

//! The authorization request (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1), code flow only.
//!
//! Two stages, because an error before the redirect URI is proven must never be redirected (RFC 6749 §3.1.2.4):
//! [`target()`] proves where the answer goes, [`read()`] reads the rest. A `request` or `request_uri` is the caller's: it is
//! resolved first ([`crate::jar`], or the store of pushed requests), and what reaches [`read()`] holds neither.

mod read;
mod target;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use read::{read, read_direct};
pub use target::{Target, target};

use crate::claims::ClaimsRequest;
use crate::pkce::Challenge;

/// How the answer travels to the client (OAuth Multiple Response Types §2.1, Form Post Response Mode §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseMode {
    /// In the redirect's query: the default of `code`.
    #[default]
    Query,
    /// By a form that the browser posts.
    FormPost,
}

impl ResponseMode {
    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::FormPost => "form_post",
        }
    }
}

/// `prompt` (Core §3.1.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// No page may be shown; stands alone.
    None,
    /// Authenticate again.
    Login,
    /// Ask for consent again.
    Consent,
    /// Let the person choose an account.
    SelectAccount,
}

/// A request that keeps every rule of its client's class. It may be stored as it is (a pushed request, a sign-in under way).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Whose request.
    pub client_id: String,
    /// Where the answer goes: registered.
    pub redirect_uri: String,
    /// How it goes there.
    pub response_mode: ResponseMode,
    /// The scopes, `openid` among them, each registered for the client.
    pub scope: Vec<String>,
    /// Given back unchanged.
    pub state: Option<String>,
    /// Put into the ID token unchanged.
    pub nonce: Option<String>,
    /// PKCE.
    pub challenge: Option<Challenge>,
    /// What to show.
    pub prompt: Vec<Prompt>,
    /// Seconds since the last authentication, or the client's default.
    pub max_age: Option<u64>,
    /// Levels asked, the preferred first.
    pub acr_values: Vec<String>,
    /// `claims`.
    pub claims: ClaimsRequest,
    /// Who may be signing in.
    pub login_hint: Option<String>,
    /// Languages, the preferred first.
    pub ui_locales: Vec<String>,
    /// Languages for claims, the preferred first (Core §5.2).
    pub claims_locales: Vec<String>,
    /// An ID token of ours; see [`crate::hint`].
    pub id_token_hint: Option<String>,
    /// The key that the token request will prove (RFC 9449 §10).
    pub dpop_jkt: Option<String>,
    /// Resource indicators (RFC 8707).
    pub resource: Vec<String>,
}

crate::redact::redacted!(Request: client_id, scope, prompt);

impl Request {
    /// Where the answer goes.
    pub fn target(&self) -> Target {
        Target {
            redirect_uri: self.redirect_uri.clone(),
            state: self.state.clone(),
            response_mode: self.response_mode,
        }
    }

    /// Whether this was asked.
    pub fn prompts(&self, prompt: Prompt) -> bool {
        self.prompt.contains(&prompt)
    }

    /// Whether this scope was asked.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scope.iter().any(|own| own == scope)
    }
}

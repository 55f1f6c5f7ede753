//! Access tokens as they come to a protected resource (RFC 6750 §2, RFC 9449 §7.1), and how it refuses them.

#[cfg(test)]
mod tests;

use std::fmt;

use crate::jose::Alg;
use crate::{ErrorCode, OAuthError, Params};

const MAX: usize = 16 * 1024;

/// Under which scheme a token was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Whoever bears it may use it.
    Bearer,
    /// With a proof; see [`crate::dpop`].
    Dpop,
}

/// An access token, not yet looked up. A token that is bound to a key must come under [`Scheme::Dpop`], any other under
/// [`Scheme::Bearer`] (RFC 9449 §7.2).
#[derive(Clone, PartialEq, Eq)]
pub struct Presented {
    /// How it came.
    pub scheme: Scheme,
    /// The token.
    pub token: String,
}

impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Presented({:?})", self.scheme)
    }
}

/// Reads the `Authorization` header, or `access_token` of a form body (`UserInfo` by POST). Query parameters are never read
/// (FAPI 2.0 §5.3.4). `None`: the request carries no token at all, and is answered without an error code (RFC 6750 §3.1).
pub fn read(
    authorization: Option<&str>,
    body: Option<&Params>,
) -> Result<Option<Presented>, OAuthError> {
    let form = body.and_then(|body| body.get("access_token"));
    let presented = match (authorization, form) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => {
            return Err(OAuthError::request("the access token is sent in two ways"));
        }
        (None, Some(token)) => Presented {
            scheme: Scheme::Bearer,
            token: token.to_owned(),
        },
        (Some(header), None) => from_header(header)?,
    };
    // RFC 6750 §2.1, `b64token`.
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    let token = &presented.token;
    if token.is_empty() || token.len() > MAX || !token.bytes().all(allowed) {
        return Err(OAuthError::new(
            ErrorCode::InvalidToken,
            "the access token has characters that no token has",
        ));
    }
    Ok(Some(presented))
}

/// Schemes are case-insensitive (RFC 9110 §11.1).
fn from_header(header: &str) -> Result<Presented, OAuthError> {
    let (scheme, token) = header.split_once(' ').unwrap_or((header, ""));
    let known = [("Bearer", Scheme::Bearer), ("DPoP", Scheme::Dpop)];
    let found = known
        .into_iter()
        .find(|(name, _)| scheme.eq_ignore_ascii_case(name));
    let (_, scheme) = found.ok_or(OAuthError::request(
        "the Authorization header must be Bearer or DPoP",
    ))?;
    Ok(Presented {
        scheme,
        token: token.trim_matches(' ').to_owned(),
    })
}

/// What a resource asks when it refuses (RFC 9470 §3).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepUp<'a> {
    /// Levels that would do.
    pub acr_values: &'a [&'a str],
    /// Seconds since the last authentication that would do.
    pub max_age: Option<u64>,
}

/// The value of `WWW-Authenticate` (RFC 6750 §3, RFC 9449 §7.1). `error`: none if the request carried no token.
pub fn challenge(scheme: Scheme, error: Option<&OAuthError>, step_up: &StepUp<'_>) -> String {
    let mut fields = Vec::new();
    if let Some(error) = error {
        fields.push(format!("error=\"{}\"", error.code));
        fields.push(format!("error_description=\"{}\"", error.description));
    }
    if !step_up.acr_values.is_empty() {
        fields.push(format!("acr_values=\"{}\"", step_up.acr_values.join(" ")));
    }
    fields.extend(step_up.max_age.map(|age| format!("max_age=\"{age}\"")));
    let name = match scheme {
        Scheme::Bearer => "Bearer",
        Scheme::Dpop => {
            let algs = Alg::FAPI.map(Alg::as_str).join(" ");
            fields.push(format!("algs=\"{algs}\""));
            "DPoP"
        }
    };
    format!("{name} {}", fields.join(", "))
        .trim_end()
        .to_owned()
}

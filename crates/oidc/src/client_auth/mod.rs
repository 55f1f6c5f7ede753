//! By which method a client presents itself at the token, PAR, introspection or revocation endpoint (RFC 6749 §2.3).

#[cfg(test)]
mod tests;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::client::ClientAuth;
use crate::jose::Compact;
use crate::params::form_decode;
use crate::{ErrorCode, OAuthError, Params};

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const MAX: usize = 16 * 1024;

/// The same words whoever is missing what, so that nobody learns who is registered.
pub const UNPROVEN: OAuthError = OAuthError::new(
    ErrorCode::InvalidClient,
    "the client is unknown or did not prove that it is itself",
);

/// What the client presents. Nothing is proven yet.
#[derive(Clone, PartialEq, Eq)]
pub enum Presented {
    /// Only a name: a public client, or one whose connection proves it (RFC 8705 §2): see [`crate::certificate`].
    None {
        /// `client_id`.
        client_id: String,
    },
    /// `client_secret_basic`.
    Basic {
        /// The user name of the header, decoded.
        id: String,
        /// The password of the header, decoded.
        secret: String,
    },
    /// `client_secret_post`.
    Post {
        /// `client_id`.
        id: String,
        /// `client_secret`.
        secret: String,
    },
    /// `private_key_jwt`: see [`crate::assertion::verify`].
    Assertion {
        /// `sub` of the assertion, not proven.
        client_id: String,
        /// The assertion.
        jwt: String,
    },
}

impl Presented {
    /// The client's name.
    pub fn client_id(&self) -> &str {
        match self {
            Self::None { client_id } | Self::Assertion { client_id, .. } => client_id,
            Self::Basic { id, .. } | Self::Post { id, .. } => id,
        }
    }

    /// The method; it must be the registered one.
    pub fn method(&self) -> ClientAuth {
        match self {
            Self::None { .. } => ClientAuth::None,
            Self::Basic { .. } => ClientAuth::SecretBasic,
            Self::Post { .. } => ClientAuth::SecretPost,
            Self::Assertion { .. } => ClientAuth::PrivateKeyJwt,
        }
    }
}

impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented")
            .field("method", &self.method())
            .field("client_id", &self.client_id())
            .finish_non_exhaustive()
    }
}

/// Reads the `Authorization` header and the body. Two methods at once are an error (RFC 6749 §2.3), and so are two
/// different names. A `client_id` in the body that repeats the authenticated name is fine.
pub fn read(authorization: Option<&str>, params: &Params) -> Result<Presented, OAuthError> {
    let basic = authorization.map(basic).transpose()?;
    let secret = params.get("client_secret");
    let assertion = assertion(params)?;
    let methods = [basic.is_some(), secret.is_some(), assertion.is_some()];
    if methods.into_iter().filter(|used| *used).count() > 1 {
        return Err(OAuthError::request(
            "more than one method of client authentication is used",
        ));
    }
    let named = params.get("client_id").map(str::to_owned);
    let presented = match (basic, secret, assertion) {
        (Some((id, secret)), _, _) => Presented::Basic { id, secret },
        (_, _, Some((client_id, jwt))) => Presented::Assertion { client_id, jwt },
        (_, Some(secret), _) => Presented::Post {
            id: named.clone().ok_or(invalid("client_id is missing"))?,
            secret: secret.to_owned(),
        },
        _ => Presented::None {
            client_id: named
                .clone()
                .ok_or(invalid("the client did not present itself"))?,
        },
    };
    if named.is_some_and(|named| named != presented.client_id()) {
        return Err(invalid("client_id is not the client that authenticates"));
    }
    Ok(presented)
}

const fn invalid(description: &'static str) -> OAuthError {
    OAuthError::new(ErrorCode::InvalidClient, description)
}

/// `Basic`, whose two parts are form-urlencoded before they are joined (RFC 6749 §2.3.1).
fn basic(header: &str) -> Result<(String, String), OAuthError> {
    const BROKEN: OAuthError = invalid("the Authorization header is not a usable Basic header");
    if header.len() > MAX {
        return Err(BROKEN);
    }
    let (scheme, rest) = header.split_once(' ').ok_or(BROKEN)?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return Err(BROKEN);
    }
    let joined = STANDARD
        .decode(rest.trim_matches(' '))
        .map_err(|_| BROKEN)?;
    let at = joined.iter().position(|byte| *byte == b':').ok_or(BROKEN)?;
    let (id, secret) = joined.split_at(at);
    let decode = |part: &[u8]| form_decode(part).map_err(|_| BROKEN);
    let (id, secret) = (decode(id)?, decode(secret.get(1..).unwrap_or_default())?);
    if id.is_empty() {
        return Err(BROKEN);
    }
    Ok((id, secret))
}

/// The assertion and whom it names (RFC 7521 §4.2, RFC 7523 §2.2).
fn assertion(params: &Params) -> Result<Option<(String, String)>, OAuthError> {
    let jwt = match (
        params.get("client_assertion_type"),
        params.get("client_assertion"),
    ) {
        (None, None) => return Ok(None),
        (Some(JWT_BEARER), Some(jwt)) => jwt,
        (Some(JWT_BEARER), None) => return Err(OAuthError::request("client_assertion is missing")),
        _ => {
            return Err(OAuthError::request(
                "client_assertion_type is missing or unknown",
            ));
        }
    };
    let claims = Compact::parse(jwt, MAX)
        .and_then(|jws| jws.claims_value())
        .map_err(|_| invalid("the client assertion is not a signed JWT with a known alg"))?;
    let sub = claims.get("sub").and_then(|sub| sub.as_str());
    let sub = sub.ok_or(invalid("sub of the client assertion is missing"))?;
    Ok(Some((sub.to_owned(), jwt.to_owned())))
}

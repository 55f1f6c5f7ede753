//! The protocol of an OpenID Provider: requests, tokens, metadata and the JOSE below them.
//!
//! No HTTP, SQL, async or clock: bytes, registered data and `now` (seconds since 1970) come in, decisions and signed
//! texts go out. The one use of the system's random generator is [`jose::LocalKey`], which makes and uses keys.
//!
//! Two classes of client ([`client::Class`]): `Web` follows OpenID Connect Core's code flow, `High` the FAPI 2.0
//! Security Profile. What is not listed in a module's docstring is not supported, and is never announced.

#![warn(missing_docs)]

pub mod assertion;
pub mod authorization;
pub mod backchannel;
pub mod bearer;
pub mod certificate;
pub mod certification_request;
pub mod claims;
pub mod client;
pub mod client_auth;
pub mod dpop;
pub mod error;
pub mod hint;
pub mod jar;
pub mod jose;
mod jwt_claims;
pub mod logout;
pub mod metadata;
pub mod pairwise;
pub mod params;
pub mod pkce;
pub mod polling;
mod redact;
pub mod resource;
pub mod ssf;
#[cfg(test)]
mod testing;
pub mod token;
pub mod uri;
pub mod user_code;

pub use error::{ErrorCode, OAuthError};
pub use params::{ParamError, Params};

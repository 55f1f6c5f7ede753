//! JSON Web Signature and Key (RFC 7515, 7517, 7518, 7638, 8037), under the advice of RFC 8725.
//!
//! Four algorithms exist for us; `none` and the symmetric ones cannot be named. Every verification says which of the
//! four it allows, and a key only ever verifies with an algorithm of its own type.

mod base64url;
mod compact;
mod home;
mod jwk;
mod jwks;
mod local;
mod strict;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use base64url::{decode as base64url_decode, encode as base64url_encode};
pub use compact::{Compact, Header, sign};
pub use home::{KeyHome, Sealed};
pub use jwk::Jwk;
pub use jwks::JwkSet;
pub use local::{LocalKey, Signer};
pub use strict::parse as strict_json;

/// A signature algorithm (RFC 7518 §3.1, RFC 8037 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Alg {
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
    /// RSASSA-PSS with SHA-256.
    #[serde(rename = "PS256")]
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256: OpenID Connect demands it (Core §15.1), FAPI 2.0 forbids it.
    #[serde(rename = "RS256")]
    Rs256,
}

impl Alg {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Es256, Self::EdDsa, Self::Ps256, Self::Rs256];
    /// Those of FAPI 2.0 §5.4.1.
    pub const FAPI: [Self; 3] = [Self::Es256, Self::EdDsa, Self::Ps256];

    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
            Self::Ps256 => "PS256",
            Self::Rs256 => "RS256",
        }
    }

    /// The algorithm of that name; names are case-sensitive (RFC 7515 §4.1.1).
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|alg| alg.as_str() == name)
    }
}

/// Why a key, a signature or a signed text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JoseError {
    /// Not a compact JWS, key or key set; says which part.
    #[error("malformed: {0}")]
    Malformed(&'static str),
    /// Longer than allowed.
    #[error("too long")]
    TooLong,
    /// An algorithm that is unknown, not allowed here, or not the key's.
    #[error("algorithm not allowed")]
    Algorithm,
    /// A key that we do not take; says why.
    #[error("key refused: {0}")]
    Key(&'static str),
    /// The signature is not that of this key over this text.
    #[error("bad signature")]
    Signature,
    /// Signing failed in the key's home.
    #[error("signing failed")]
    Signing,
}

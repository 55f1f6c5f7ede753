//! Proof Key for Code Exchange (RFC 7636), method S256 only: `plain` protects against nothing we fear.

#[cfg(test)]
mod tests;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use crate::jose::{base64url_decode, base64url_encode};
use crate::{ErrorCode, OAuthError};

/// The S256 challenge of an authorization request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge(String);

impl Challenge {
    /// Takes `code_challenge_method` and `code_challenge`; a missing method means `plain` (RFC 7636 §4.3) and is refused.
    pub fn parse(method: Option<&str>, challenge: &str) -> Result<Self, OAuthError> {
        if method != Some("S256") {
            return Err(OAuthError::request("code_challenge_method must be S256"));
        }
        match base64url_decode(challenge) {
            Ok(hash) if hash.len() == 32 => Ok(Self(challenge.to_owned())),
            _ => Err(OAuthError::request(
                "code_challenge is not the base64url of a SHA-256",
            )),
        }
    }

    /// Checks the `code_verifier` of the token request (RFC 7636 §4.1, §4.6), in constant time.
    pub fn verify(&self, verifier: &str) -> Result<(), OAuthError> {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if !(43..=128).contains(&verifier.len()) || !verifier.bytes().all(unreserved) {
            return Err(OAuthError::new(
                ErrorCode::InvalidGrant,
                "code_verifier must be 43 to 128 unreserved characters",
            ));
        }
        let made = base64url_encode(digest(&SHA256, verifier.as_bytes()));
        verify_slices_are_equal(made.as_bytes(), self.0.as_bytes()).map_err(|_| {
            OAuthError::new(
                ErrorCode::InvalidGrant,
                "code_verifier does not match the code_challenge",
            )
        })
    }

    /// The challenge as sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

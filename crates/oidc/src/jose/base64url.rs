//! base64url without padding (RFC 7515 §2), strict: no padding, no other alphabet, no loose bits at the end.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::JoseError;

/// Bytes to text.
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Text to bytes; one text only for each row of bytes, so a signed text has no second spelling.
pub fn decode(text: &str) -> Result<Vec<u8>, JoseError> {
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| JoseError::Malformed("base64url"))
}

//! Messages signed as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`, `webhook-signature`).

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};

/// How old a message may be, and how far its clock may run ahead.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);
/// Fewest bytes of a secret.
const SECRET: usize = 24;

/// A message as it came.
#[derive(Debug, Clone, Copy)]
pub struct SignedMessage<'a> {
    /// `webhook-id`: the same when it is sent again.
    pub id: &'a str,
    /// `webhook-timestamp`: seconds since 1970.
    pub timestamp: &'a str,
    /// `webhook-signature`: `v1,` and base64, several separated by spaces.
    pub signature: &'a str,
    /// The bytes that were signed.
    pub body: &'a [u8],
}

/// The bytes of a secret as it is written: `whsec_` and base64 of at least 24 of them.
pub fn secret(text: &str) -> Option<Vec<u8>> {
    let text = text.strip_prefix("whsec_").unwrap_or(text);
    let bytes = STANDARD.decode(text).ok()?;
    (bytes.len() >= SECRET).then_some(bytes)
}

/// How a secret is written.
pub(crate) fn written(secret: &[u8]) -> String {
    format!("whsec_{}", STANDARD.encode(secret))
}

fn signed(id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat()
}

/// The signature of a message, `v1,…`: what its sender computes.
pub fn sign(secret: &[u8], id: &str, timestamp: &str, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, &signed(id, timestamp, body));
    format!("v1,{}", STANDARD.encode(tag.as_ref()))
}

/// Whether a message was signed with one of these secrets, and is fresh. Compared in constant time.
pub(crate) fn genuine<'k>(
    secrets: impl Iterator<Item = &'k [u8]>,
    message: &SignedMessage<'_>,
    now: Timestamp,
) -> bool {
    let seconds = message.timestamp.parse().ok();
    let at = seconds.and_then(|s| Timestamp::from_second(s).ok());
    let fresh = at.is_some_and(|at| at.duration_since(now).abs() <= TOLERANCE);
    if message.id.is_empty() || message.id.len() > 128 || !fresh {
        return false;
    }
    let text = signed(message.id, message.timestamp, message.body);
    let tags = message.signature.split(' ').take(8);
    let tags = tags.filter_map(|one| STANDARD.decode(one.strip_prefix("v1,")?).ok());
    let tags: Vec<Vec<u8>> = tags.collect();
    let mut fits = false;
    for secret in secrets {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
        for tag in &tags {
            fits |= hmac::verify(&key, &text, tag).is_ok();
        }
    }
    fits
}

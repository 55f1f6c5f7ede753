//! Opaque tokens in cookies: the subject in clear, so that a look-up stays on one shard, and 256
//! random bits of which only the SHA-256 is stored.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::SubjectId;

use crate::App;

/// A token as its owner holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// Whose.
    pub subject: SubjectId,
    secret: [u8; 32],
}

domain::redacted_debug!(Token);

impl Token {
    /// A fresh token.
    pub fn fresh(app: &App, subject: SubjectId) -> Self {
        Self {
            subject,
            secret: app.random(),
        }
    }

    /// Reads the text of a cookie or header.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (subject, secret) = bytes.split_first_chunk::<16>()?;
        Some(Self {
            subject: SubjectId::from_bytes(*subject),
            secret: secret.try_into().ok()?,
        })
    }

    /// The text for a cookie or header.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode([self.subject.as_bytes().as_slice(), &self.secret].concat())
    }

    /// What is stored of it.
    pub fn digest(&self) -> Vec<u8> {
        sha256(&self.secret)
    }
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_nothing_else_does() {
        let token = Token {
            subject: SubjectId::from_bytes([1; 16]),
            secret: [2; 32],
        };
        let text = token.to_text();
        assert_eq!(Token::parse(&text), Some(token));
        let cut = text.get(..60).unwrap_or_default();
        for bad in ["", "AAAA", "not base64!", cut] {
            assert_eq!(Token::parse(bad), None);
        }
    }
}

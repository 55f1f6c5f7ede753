//! What each side signs: the asker that it asked, the other that it answered so. A statement holds digests only.

use aws_lc_rs::digest::{SHA256, digest};
use domain::exchange::fresh;
use jiff::Timestamp;
use oidc::jose::{Alg, Compact, Jwk, base64url_encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Type of the asker's statement.
pub(super) const ASKED: &str = "register-question+jwt";
/// Type of the answering body's statement.
pub(super) const ANSWERED: &str = "register-answer+jwt";

const LONGEST: usize = 4096;

/// The asker's statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asked {
    /// Of the message.
    pub(super) jti: String,
    /// Who asks.
    pub(super) iss: String,
    /// Whom.
    pub(super) aud: String,
    /// When, seconds.
    pub(super) iat: i64,
    /// `register/question`.
    pub(super) question: String,
    /// SHA-256 of the question's bytes, base64url.
    pub(super) digest: String,
}

/// The answering body's statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Answered {
    /// Of the message.
    pub(super) jti: String,
    /// Who answers.
    pub(super) iss: String,
    /// Whom.
    pub(super) aud: String,
    /// When, seconds.
    pub(super) iat: i64,
    /// The digest that the asker signed.
    pub(super) question_digest: String,
    /// SHA-256 of the answer's bytes, base64url.
    pub(super) digest: String,
    /// Word of the outcome.
    pub(super) outcome: String,
}

/// Why a statement is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0)]
pub struct Disbelief(pub &'static str);

/// A statement whose signature is good.
#[derive(Debug, Clone)]
pub struct Believed<T> {
    /// What it says.
    pub(super) says: T,
    /// Thumbprint of the key that signed.
    pub(super) key: String,
}

/// SHA-256, base64url.
pub(super) fn sum(bytes: &[u8]) -> String {
    base64url_encode(digest(&SHA256, bytes))
}

/// Reads a statement that one of these keys signed.
pub(super) fn read<T: DeserializeOwned>(
    text: &str,
    kind: &str,
    keys: &[Jwk],
) -> Result<Believed<T>, Disbelief> {
    let statement = Compact::parse(text, LONGEST).map_err(|_| Disbelief("statement-malformed"))?;
    if !statement.header().is_type(kind) {
        return Err(Disbelief("statement-type"));
    }
    let kid = statement.header().kid.as_deref();
    let key = keys
        .iter()
        .find(|key| Some(key.thumbprint().as_str()) == kid);
    let key = key.ok_or(Disbelief("statement-key"))?;
    let signed = statement.verify(key, &[Alg::Es256]);
    signed.map_err(|_| Disbelief("statement-signature"))?;
    let says = statement.claims();
    Ok(Believed {
        says: says.map_err(|_| Disbelief("statement-malformed"))?,
        key: key.thumbprint(),
    })
}

/// Whether a statement was made just now.
pub(super) fn timely(seconds: i64, now: Timestamp) -> Result<Timestamp, Disbelief> {
    let said = Timestamp::from_second(seconds).map_err(|_| Disbelief("statement-time"))?;
    if fresh(said, now) {
        Ok(said)
    } else {
        Err(Disbelief("statement-time"))
    }
}

/// The first of these that does not hold.
pub(super) fn all(rules: &[(bool, &'static str)]) -> Result<(), Disbelief> {
    match rules.iter().find(|(holds, _)| !holds) {
        Some((_, why)) => Err(Disbelief(why)),
        None => Ok(()),
    }
}

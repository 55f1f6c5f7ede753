//! Questions and answers as JSON. Records are those of `domain`; a new member breaks nobody, a missing or malformed one
//! makes an answer none.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::finger::Finger;
use domain::person::FullName;
use serde::{Deserialize, Serialize};

use crate::ports::Print;

/// Most bytes of a question.
pub const QUESTION: usize = 4096;

/// A question. Members that nobody knows are refused: a limit that we do not understand must not be passed over.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Random, so that the digest in the log cannot be found by trying all numbers.
    pub salt: String,
    /// Number or code of what is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Beginning of a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<FullName>,
    /// Year of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_year: Option<i16>,
}

domain::redacted_debug!(Body);

/// An answer.
#[derive(Clone, Serialize, Deserialize)]
pub struct Answer<T> {
    /// Random, as in the question.
    pub salt: String,
    /// What is on record; null where there is no such record.
    pub record: Option<T>,
}

/// Why there is no answer (RFC 9457).
#[derive(Clone, Serialize, Deserialize)]
pub struct Problem {
    /// Random, as in the question.
    pub salt: String,
    /// `about:blank`: the status says it.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is wrong, as a word.
    pub title: String,
    /// Status.
    pub status: u16,
}

/// A picture, base64.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Picture(String);

impl Picture {
    /// Of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(STANDARD.encode(bytes))
    }

    /// Its bytes.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(&self.0).ok()
    }
}

/// A fingerprint.
#[derive(Clone, Serialize, Deserialize)]
pub struct FingerPicture {
    /// Which finger.
    pub finger: Finger,
    /// Its picture.
    pub picture: Picture,
}

impl FingerPicture {
    /// Of a print.
    pub fn of((finger, picture): &Print) -> Self {
        Self {
            finger: *finger,
            picture: Picture::of(picture),
        }
    }

    /// The print.
    pub fn print(self) -> Option<Print> {
        Some((self.finger, self.picture.bytes()?))
    }
}

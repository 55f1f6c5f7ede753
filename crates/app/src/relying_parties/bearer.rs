//! Codes and tokens as their bearer holds them. Like a cookie they name the account, so that a look-up
//! stays on one shard; unlike a cookie they go to strangers, who must not tell by them that two services
//! serve the same person (I13): the account is masked under a key, differently in every token.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::SubjectId;

use crate::App;

/// A code or token.
pub(super) struct Bearer {
    pub(super) subject: SubjectId,
    secret: [u8; 32],
}

domain::redacted_debug!(Bearer);

impl Bearer {
    pub(super) fn fresh(app: &App, subject: SubjectId) -> Self {
        Self {
            subject,
            secret: app.random(),
        }
    }

    pub(super) fn parse(app: &App, text: &str) -> Option<Self> {
        // 48 bytes are 64 characters; nothing longer is worth decoding.
        let bytes = (text.len() == 64)
            .then(|| URL_SAFE_NO_PAD.decode(text).ok())
            .flatten()?;
        let (masked, secret) = bytes.split_first_chunk::<16>()?;
        let secret = <[u8; 32]>::try_from(secret).ok()?;
        Some(Self {
            subject: SubjectId::from_bytes(mask(app, &secret, *masked)),
            secret,
        })
    }

    pub(super) fn to_text(&self, app: &App) -> String {
        let masked = mask(app, &self.secret, *self.subject.as_bytes());
        URL_SAFE_NO_PAD.encode([masked.as_slice(), &self.secret].concat())
    }

    pub(super) fn digest(&self) -> Vec<u8> {
        digest(&SHA256, &self.secret).as_ref().to_vec()
    }
}

/// Exclusive or with a keyed digest of the secret: its own inverse.
fn mask(app: &App, secret: &[u8; 32], mut bytes: [u8; 16]) -> [u8; 16] {
    let pad = app
        .db
        .keys()
        .digest("bearer", &URL_SAFE_NO_PAD.encode(secret));
    for (byte, pad) in bytes.iter_mut().zip(pad) {
        *byte ^= pad;
    }
    bytes
}

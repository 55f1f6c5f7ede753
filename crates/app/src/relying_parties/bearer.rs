//! Codes and tokens as their bearer holds them. Like a cookie they name the account, so that a look-up
//! stays on one shard; unlike a cookie they go to strangers, who must not tell by them that two services
//! serve the same person (I13): the account is masked under a key, differently in every token.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::SubjectId;
use oidc::token::{JwtAccessToken, Known};
use store::relying_party::token::{self, Kind, Live};

use super::{AccessBody, Granted, Outcome, issuer, keys};
use crate::{App, Cx, Error};

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

    /// I5: the token with all that decides whether it stands now.
    pub(super) async fn look_up(
        &self,
        source: &mut impl store::Source,
        app: &App,
        cx: &Cx,
    ) -> Outcome<Option<Live<Granted>>> {
        let idle = cx.now - app.config.session_idle;
        Ok(token::find(source, self.subject, &self.digest(), (cx.now, idle)).await?)
    }

    pub(super) fn digest(&self) -> Vec<u8> {
        digest(&SHA256, &self.secret).as_ref().to_vec()
    }
}

/// A token as somebody shows it.
pub(super) enum Shown {
    /// Kept here, under its own text or as the handle in a JWT.
    Kept(Bearer, Option<Known>),
    /// A client's own, which speaks for nobody and is kept nowhere.
    Own(Known),
}

impl Shown {
    /// `None` where it cannot be ours.
    pub(super) async fn read(app: &App, cx: &Cx, text: &str) -> Outcome<Option<Self>> {
        if !text.contains('.') {
            return Ok(Bearer::parse(app, text).map(|bearer| Self::Kept(bearer, None)));
        }
        let ring = keys::published(app, cx).await?;
        let now = cx.now.as_second();
        let known = JwtAccessToken::verify(text, ring.set(), issuer(app), now);
        Ok(known.and_then(|known| {
            if known.own {
                return Some(Self::Own(known));
            }
            Some(Self::Kept(Bearer::parse(app, &known.jti)?, Some(known)))
        }))
    }
}

impl AccessBody {
    /// What an access token was made for. The handle of a JWT is a token in that JWT only: who read it in
    /// a log has nothing.
    pub(super) fn of(live: &Live<Granted>, known: Option<&Known>) -> Outcome<Option<Self>> {
        let body = if live.body.is_empty() || live.kind != Kind::Access {
            Self::default()
        } else {
            let corrupt = |_| Error::Internal("an access token's body cannot be read".into());
            serde_json::from_str(&live.body).map_err(corrupt)?
        };
        Ok((body.jwt == known.is_some()).then_some(body))
    }

    /// Its scopes.
    pub(super) fn scope<'a>(&'a self, live: &'a Live<Granted>) -> &'a str {
        self.scope.as_deref().unwrap_or(&live.scope)
    }

    /// Its audience.
    pub(super) fn audience(&self, app: &App) -> Vec<String> {
        if self.aud.is_empty() {
            vec![issuer(app).to_owned()]
        } else {
            self.aud.clone()
        }
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

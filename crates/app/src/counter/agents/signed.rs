//! Whose request it is: every request of an agent is signed with its key (ES256), over the place it goes to,
//! its own time, a number used once and the body.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::throttle::Throttle;
use domain::time::from_millis;
use jiff::{SignedDuration, Timestamp};
use store::Audit;
use store::agent::{self, Agent};
use store::relying_party::replay;
use store::throttle::Rule;

use crate::throttle::{self, Counted};
use crate::token::sha256;
use crate::{App, Cx, Error};

/// How far an agent's clock may be from ours.
const SKEW: SignedDuration = SignedDuration::from_secs(120);
/// So many requests of keys that no unit has let in, from one address in an hour: four computers that wait
/// for their codes to be typed.
const STRANGERS: Throttle = Throttle::new(7200, SignedDuration::from_hours(1));

/// A request of an agent as it came.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// HTTP method.
    pub method: &'a str,
    /// Path of the address.
    pub path: &'a str,
    /// The agent's key: an uncompressed point of P-256, base64url.
    pub key: &'a str,
    /// Milliseconds since 1970 by the agent's clock.
    pub time: &'a str,
    /// Number used once: 16 bytes, base64url.
    pub nonce: &'a str,
    /// Signature, base64url.
    pub signature: &'a str,
    /// The body.
    pub body: &'a [u8],
}

/// Why an agent's request is not heard.
#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    /// The signature is none, or not of the key over this request.
    #[error("the signature is not of this key over this request")]
    Signature,
    /// The agent's clock is too far from ours.
    #[error("the agent's clock is wrong")]
    Clock {
        /// What ours shows.
        server: Timestamp,
    },
    /// The request came before.
    #[error("the request came before")]
    Replayed,
    /// No unit has let this key in, or not any more.
    #[error("the agent is not paired")]
    Unknown,
    /// Anything else.
    #[error(transparent)]
    Other(#[from] Error),
}

impl From<store::Error> for AgentError {
    fn from(error: store::Error) -> Self {
        Self::Other(error.into())
    }
}

/// Somebody who has the private half of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identified {
    /// SHA-256 of the key.
    pub key: Vec<u8>,
}

/// What is signed.
pub fn signed_text(request: &Signed<'_>) -> String {
    let digest = URL_SAFE_NO_PAD.encode(sha256(request.body));
    let Signed {
        method,
        path,
        time,
        nonce,
        ..
    } = request;
    format!("dinhdanh-counter-agent-1\n{method}\n{path}\n{time}\n{nonce}\n{digest}")
}

fn proven(request: &Signed<'_>) -> Option<Vec<u8>> {
    let key = URL_SAFE_NO_PAD.decode(request.key).ok()?;
    let signature = URL_SAFE_NO_PAD.decode(request.signature).ok()?;
    let whole = key.len() == 65 && key.starts_with(&[0x04]);
    let nonce = URL_SAFE_NO_PAD.decode(request.nonce).ok()?;
    if !whole || nonce.len() != 16 {
        return None;
    }
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &key);
    let text = signed_text(request);
    public.verify(text.as_bytes(), &signature).ok()?;
    Some(sha256(&key))
}

/// Checks signature and clock; gives the key.
fn checked(app: &App, cx: &Cx, request: &Signed<'_>) -> Result<Vec<u8>, AgentError> {
    let key = proven(request).ok_or(AgentError::Signature)?;
    let time: i64 = request.time.parse().map_err(|_| AgentError::Signature)?;
    // A demonstration's clock is moved by hand.
    let off = from_millis(time).duration_since(cx.now).abs() > SKEW;
    if off && !app.config.demo {
        return Err(AgentError::Clock { server: cx.now });
    }
    Ok(key)
}

/// Notes that the request came, which it may once.
async fn first(app: &App, cx: &Cx, (key, nonce): (&[u8], &str)) -> Result<(), AgentError> {
    let once = sha256(&[b"counter-agent", key, nonce.as_bytes()].concat());
    let mut tx = app.db.begin().await?;
    let until = cx.now.checked_add(SKEW * 3).unwrap_or(Timestamp::MAX);
    if !replay::first_use(&mut tx, &once, until).await? {
        return Err(AgentError::Replayed);
    }
    agent::seen(&mut tx, key, cx.now).await?;
    tx.commit(Audit::Bookkeeping("counter agent")).await?;
    Ok(())
}

async fn known(app: &App, key: &[u8]) -> Result<Option<Agent>, AgentError> {
    let mut source = app.db.read().await?;
    Ok(agent::by_key(&mut source, key).await?)
}

/// Whether a request names the key of an agent that a unit has let in: what is asked before a large body is read. It
/// proves nothing.
pub async fn is_paired(app: &App, key: &str) -> Result<(), AgentError> {
    let key = URL_SAFE_NO_PAD.decode(key);
    let key = key.map_err(|_| AgentError::Signature)?;
    let found = known(app, &sha256(&key)).await?;
    found.map(drop).ok_or(AgentError::Unknown)
}

/// Checks signature, clock and that the request did not come before; whoever has a key may ask, strangers
/// so many times from one address.
pub async fn identify(app: &App, cx: &Cx, request: &Signed<'_>) -> Result<Identified, AgentError> {
    let key = checked(app, cx, request)?;
    if known(app, &key).await?.is_none() {
        let address = throttle::address(cx);
        let strangers = Counted {
            kind: "counter-agent-stranger",
            value: &address,
            rule: Rule::Rate(STRANGERS),
        };
        throttle::reserve(app, cx, &[strangers]).await?;
    }
    first(app, cx, (&key, request.nonce)).await?;
    Ok(Identified { key })
}

/// The same, of an agent that a unit has let in; of others nothing is written.
pub async fn agent(app: &App, cx: &Cx, request: &Signed<'_>) -> Result<Agent, AgentError> {
    let key = checked(app, cx, request)?;
    let agent = known(app, &key).await?.ok_or(AgentError::Unknown)?;
    first(app, cx, (&key, request.nonce)).await?;
    Ok(agent)
}

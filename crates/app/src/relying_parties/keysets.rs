//! Keys of clients that name an address for them (OpenID Connect Registration 2, `jwks_uri`): fetched when
//! the client is registered, again when they are old, and when a signature names a key that is not among
//! them; never more often than once a minute, whoever asks.

use std::sync::Arc;

use domain::fault::Fault;
use domain::relying_party::Endpoint;
use jiff::SignedDuration;
use oidc::certificate::{self, Chain};
use oidc::jose::{JoseError, JwkSet};
use oidc::{ErrorCode, OAuthError};
use store::Audit;
use store::relying_party::key_set::{self, KeySet};
use tokio::sync::Semaphore;

use super::client::Party;
use super::{Outcome, inspect};
use crate::{App, Cx};

/// How long a set is taken without asking.
const FRESH: SignedDuration = SignedDuration::from_hours(1);
/// How long it serves while its address does not answer: a key that was withdrawn must die.
const LAST: SignedDuration = SignedDuration::from_hours(24);
/// How often the address is asked at most.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);
/// Bytes of a set; more than fifty keys of the largest kind have.
const MOST: usize = 64 * 1024;

const NO_KEYS: OAuthError = OAuthError {
    code: ErrorCode::InvalidClient,
    description: "the client's keys could not be read from its jwks_uri",
};

/// Why there are no keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The address did not answer, too late, too much, or with an error.
    Unreached(String),
    /// What came is no key set, or has no key that we can use.
    Unusable,
    /// It has private members: whoever reads it can sign as the client.
    Private,
}

impl Wrong {
    /// For the form.
    pub(super) fn fault(&self) -> Fault {
        match self {
            Self::Unreached(_) => Fault::new("jwks_uri", "client-keys-unreached"),
            Self::Unusable => Fault::new("jwks_uri", "client-keys-unusable"),
            Self::Private => Fault::new("jwks_uri", "client-jwks-private"),
        }
    }

    /// Code and words for the developer.
    fn told(&self) -> (&'static str, &str) {
        match self {
            Self::Unreached(why) => ("keys-unreached", why),
            Self::Unusable => (
                "keys-unusable",
                "the answer is not a JWK set with a usable public key",
            ),
            Self::Private => ("keys-private", "the JWK set has private members"),
        }
    }
}

/// So many addresses are asked at once for people who wait before a form.
static AT_ONCE: Semaphore = Semaphore::const_new(8);

/// The same as [`fetch`] for somebody before a form; slow addresses must not hold up everybody else.
pub(super) async fn fetch_now(
    app: &App,
    cx: &Cx,
    uri: &str,
) -> crate::Result<Result<(String, JwkSet), Wrong>> {
    let Ok(_place) = AT_ONCE.try_acquire() else {
        let until = cx.now + SignedDuration::from_secs(30);
        return Err(crate::Error::Throttled { until });
    };
    Ok(fetch(app, uri).await)
}

/// Asks an address for its keys; gives their text too.
pub(super) async fn fetch(app: &App, uri: &str) -> Result<(String, JwkSet), Wrong> {
    let body = app.outward.get(uri, MOST).await;
    let body = body.map_err(|error| Wrong::Unreached(error.to_string()))?;
    let text = String::from_utf8(body).map_err(|_| Wrong::Unusable)?;
    match JwkSet::parse(&text) {
        Ok(set) if !set.0.is_empty() => Ok((text, set)),
        Err(JoseError::Key("private members")) => Err(Wrong::Private),
        Ok(_) | Err(_) => Err(Wrong::Unusable),
    }
}

/// The client with the keys that may have signed a text.
pub(super) async fn for_jwt(
    app: &App,
    cx: &Cx,
    party: Arc<Party>,
    jwt: &str,
) -> Outcome<Arc<Party>> {
    current(app, cx, party, |set| set.knows(jwt)).await
}

/// The client with the keys that its certificate may have (RFC 8705 2.2.2).
pub(super) async fn for_certificate(
    app: &App,
    cx: &Cx,
    party: Arc<Party>,
    chain: &Chain,
) -> Outcome<Arc<Party>> {
    current(app, cx, party, |set| certificate::knows(chain, set)).await
}

/// The client with its keys as they stand; asked for again where the one that is needed is not among them.
async fn current(
    app: &App,
    cx: &Cx,
    party: Arc<Party>,
    has: impl Fn(&JwkSet) -> bool,
) -> Outcome<Arc<Party>> {
    let Some(uri) = party.rules.jwks_uri.clone() else {
        return Ok(party);
    };
    let mut source = app.db.read().await?;
    let known = key_set::find(&mut source, party.stored.id).await?;
    drop(source);
    let known = known.filter(|known| known.uri == uri);
    let set = known.as_ref().and_then(|known| kept(known, cx));
    let good = |set: &JwkSet| fresh(known.as_ref(), cx) && has(set);
    let set = match set {
        Some(set) if good(&set) => Some(set),
        old => renewed(app, cx, &party, &uri).await?.or(old),
    };
    let mut party = Arc::unwrap_or_clone(party);
    party.rules.jwks = Some(set.ok_or(NO_KEYS)?);
    Ok(Arc::new(party))
}

fn fresh(known: Option<&KeySet>, cx: &Cx) -> bool {
    let fetched = known.and_then(|known| known.fetched);
    fetched.is_some_and(|at| cx.now.duration_since(at).abs() < FRESH)
}

fn kept(known: &KeySet, cx: &Cx) -> Option<JwkSet> {
    let at = known.fetched?;
    let lasts = cx.now.duration_since(at) < LAST;
    lasts.then(|| JwkSet::parse(&known.body).ok()).flatten()
}

/// The keys as they stand there now; none where it is not our turn, or they cannot be had.
async fn renewed(app: &App, cx: &Cx, party: &Party, uri: &str) -> Outcome<Option<JwkSet>> {
    let client = party.stored.id;
    let mut tx = app.db.begin().await?;
    let turn = key_set::claim(&mut tx, client, uri, cx.now, cx.now - PAUSE).await?;
    tx.commit(Audit::Bookkeeping("keys asked for")).await?;
    if !turn {
        return Ok(None);
    }
    let fetched = fetch(app, uri).await;
    let mut tx = app.db.begin().await?;
    let set = match fetched {
        Ok((body, set)) => {
            key_set::put(&mut tx, client, uri, &body, cx.now).await?;
            Some(set)
        }
        Err(wrong) => {
            let (code, words) = wrong.told();
            key_set::failed(&mut tx, client, code).await?;
            let seen = inspect::Seen {
                endpoint: Endpoint::Keys,
                error: code,
                detail: words,
                params: String::new(),
            };
            inspect::keep(&mut tx, app, cx, client, &seen).await?;
            None
        }
    };
    tx.commit(Audit::Bookkeeping("keys fetched")).await?;
    Ok(set)
}

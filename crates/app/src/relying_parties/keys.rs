//! Keys that sign tokens: made for stretches of 90 days, shown two days before they sign, shown until their
//! last token is over, and known for half a year longer where a token of theirs is shown as a hint; kept opened
//! in memory for a while.

use std::sync::{Arc, Mutex, PoisonError};

use domain::event::Event;
use jiff::{SignedDuration, Timestamp};
use oidc::jose::{Alg, Jwk, JwkSet, KeyHome, Sealed, Signer};
use store::Audit;
use store::audit::NOBODY;
use store::relying_party::hint_key;
use store::relying_party::key::{self, Key};

use crate::{App, Cx, Error, Result, entry_with};

/// Algorithms that always have a key: the default, and the one that Discovery 3 demands.
const ALGS: [Alg; 3] = [Alg::Es256, Alg::EdDsa, Alg::Rs256];
/// How long a key signs: the length of a slot, counted from 1970.
const SIGNS: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long before it signs a key is made, so that clients have fetched it: longer than they keep the set.
const AHEAD: SignedDuration = SignedDuration::from_hours(48);
/// How long it is shown afterwards: longer than any token lives.
const AFTER: SignedDuration = SignedDuration::from_hours(24);
/// How long after that an identity token that it signed is still a hint (OpenID Connect Core 3.1.2.1).
const HINTS: SignedDuration = SignedDuration::from_hours(180 * 24);
/// How long a node goes on with the keys it read.
const FRESH: SignedDuration = SignedDuration::from_mins(5);

/// The keys published at an instant.
pub struct Ring {
    keys: Vec<(Key, Box<dyn Signer>)>,
    set: JwkSet,
    hints: JwkSet,
    published: String,
    read: Timestamp,
}

/// The node's opened keys, and the homes that open them.
pub struct Rings {
    /// New keys are made in the first that can.
    homes: Vec<Arc<dyn KeyHome>>,
    kept: Mutex<Option<Arc<Ring>>>,
}

impl Default for Rings {
    fn default() -> Self {
        Self {
            homes: vec![Arc::new(Sealed)],
            kept: Mutex::default(),
        }
    }
}

impl Rings {
    /// With a home that new keys are made in where it can; the others stay sealed.
    pub fn with(home: Arc<dyn KeyHome>) -> Self {
        Self {
            homes: vec![home, Arc::new(Sealed)],
            kept: Mutex::default(),
        }
    }

    fn maker(&self, alg: Alg) -> Result<Arc<dyn KeyHome>> {
        let home = self.homes.iter().find(|home| home.supports(alg));
        home.cloned()
            .ok_or_else(|| Error::Internal(format!("no home makes {} keys", alg.as_str())))
    }

    fn kept(&self, now: Timestamp) -> Option<Arc<Ring>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let ring = kept.as_ref()?;
        let age = now.duration_since(ring.read);
        // A clock that is put back, as a demonstration's is, makes the set stale too.
        (age >= SignedDuration::ZERO && age < FRESH).then(|| ring.clone())
    }

    fn keep(&self, ring: Option<Arc<Ring>>) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = ring;
    }
}

impl Ring {
    /// The key that signs now with an algorithm.
    pub fn signer(&self, alg: Alg, now: Timestamp) -> Option<&dyn Signer> {
        self.signing(alg, now).map(|(_, signer)| signer.as_ref())
    }

    /// RFC 7517 5: the published set.
    pub const fn set(&self) -> &JwkSet {
        &self.set
    }

    /// What signed identity tokens that are hints: the published set, and keys of before. For nothing else.
    pub const fn hints(&self) -> &JwkSet {
        &self.hints
    }

    /// The set as it is sent.
    pub fn published(&self) -> &str {
        &self.published
    }

    /// Algorithm and name of each key that signs now.
    pub fn signing_now(&self, now: Timestamp) -> Vec<(&'static str, &str)> {
        let keys = ALGS.into_iter().filter_map(|alg| self.signer(alg, now));
        keys.map(|key| (key.alg().as_str(), key.kid())).collect()
    }

    fn signing(&self, alg: Alg, at: Timestamp) -> Option<&(Key, Box<dyn Signer>)> {
        self.keys.iter().find(|(key, signer)| {
            signer.alg() == alg && key.signs_from <= at && at < key.signs_until
        })
    }

    /// From when a new key must sign, where none covers the time ahead.
    fn wanted(&self, alg: Alg, now: Timestamp) -> Option<Timestamp> {
        if self.signing(alg, now + AHEAD).is_some() {
            return None;
        }
        let last = self.signing(alg, now).map(|(key, _)| key.signs_until);
        // Where none signs, for the whole stretch: a demonstration's clock may be put back.
        Some(last.unwrap_or_else(|| slot(now + AHEAD).from.min(now)))
    }
}

/// The keys published now; makes what is missing.
pub async fn published(app: &App, cx: &Cx) -> Result<Arc<Ring>> {
    if let Some(ring) = app.signing.kept(cx.now) {
        return Ok(ring);
    }
    let mut ring = read(app, cx.now).await?;
    let wanted: Vec<(Alg, Timestamp)> = ALGS
        .into_iter()
        .filter_map(|alg| Some((alg, ring.wanted(alg, cx.now)?)))
        .collect();
    if !wanted.is_empty() {
        for (alg, from) in wanted {
            make(app, cx.now, alg, from).await?;
        }
        remember(app, &ring).await?;
        ring = read(app, cx.now).await?;
    }
    let ring = Arc::new(ring);
    app.signing.keep(Some(ring.clone()));
    Ok(ring)
}

/// New keys for all algorithms at once; the old ones are shown a day longer, or no more where somebody else
/// may have them. Other nodes follow within five minutes.
pub async fn rotate(app: &App, cx: &Cx, stolen: bool) -> Result<Arc<Ring>> {
    let shown_until = if stolen { cx.now } else { cx.now + AFTER };
    let mut tx = app.db.begin().await?;
    let keys = key::retire(&mut tx, cx.now, shown_until).await?;
    if stolen {
        hint_key::distrust(&mut tx, cx.now).await?;
    }
    let detail = serde_json::json!({ "keys": keys, "stolen": stolen });
    tx.commit(entry_with(
        app,
        cx,
        Event::SigningKeysRetired,
        NOBODY,
        detail,
    ))
    .await?;
    app.signing.keep(None);
    published(app, cx).await
}

/// Work of a key's home, away from the requests.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> std::result::Result<T, oidc::jose::JoseError> + Send + 'static,
) -> Result<T> {
    let failed = |cause: &dyn std::fmt::Display| Error::Internal(format!("signing key: {cause}"));
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|e| failed(&e)),
        Err(gone) => Err(failed(&gone)),
    }
}

async fn read(app: &App, now: Timestamp) -> Result<Ring> {
    let mut source = app.db.read().await?;
    let rows = key::shown(&mut source, now).await?;
    let old = hint_key::trusted(&mut source, now).await?;
    drop(source);
    let mut closed = Vec::new();
    for key in rows {
        let alg = Alg::parse(&key.alg).ok_or(Error::Internal("signing key's algorithm".into()))?;
        let home = app.signing.homes.iter().find(|h| h.name() == key.home);
        let home = home.cloned().ok_or_else(|| {
            Error::Internal(format!("signing key {} lives in {}", key.kid, key.home))
        })?;
        closed.push((key, alg, home));
    }
    let keys = aside(move || {
        let open = |(key, alg, home): (Key, Alg, Arc<dyn KeyHome>)| {
            let signer = home.open(alg, &key.kept)?;
            Ok((key, signer))
        };
        closed.into_iter().map(open).collect()
    });
    let keys: Vec<(Key, Box<dyn Signer>)> = keys.await?;
    let set = JwkSet(keys.iter().map(|(_, s)| s.public().clone()).collect());
    Ok(Ring {
        keys,
        published: set.to_json().to_string(),
        hints: hints(&set, &old),
        set,
        read: now,
    })
}

/// The published set, and what else is trusted for hints.
fn hints(set: &JwkSet, old: &[String]) -> JwkSet {
    let mut all = set.clone();
    for text in old {
        let value = serde_json::from_str(text).ok();
        let Some(key) = value.and_then(|value| Jwk::parse(&value).ok()) else {
            // Its tokens are no hints; nothing else rests on it.
            tracing::error!("a public key that is kept for hints cannot be read");
            continue;
        };
        if !set.0.iter().any(|shown| shown.kid() == key.kid()) {
            all.0.push(key);
        }
    }
    all
}

/// Keeps the public halves of keys from before they were kept as they were made; those that are kept stay
/// as they are.
async fn remember(app: &App, ring: &Ring) -> Result<()> {
    let mut tx = app.db.begin().await?;
    for (key, signer) in &ring.keys {
        let public = signer.public().to_json().to_string();
        hint_key::insert(&mut tx, &key.kid, &public, key.shown_until + HINTS).await?;
    }
    Ok(tx
        .commit(Audit::Bookkeeping("public keys kept for hints"))
        .await?)
}

async fn make(app: &App, now: Timestamp, alg: Alg, signs_from: Timestamp) -> Result<()> {
    let home = app.signing.maker(alg)?;
    let (id, name) = (app.random(), home.name());
    let maker = home.clone();
    let (kid, public, kept) = aside(move || {
        let (signer, kept) = maker.make(alg, id)?;
        let public = signer.public().to_json().to_string();
        Ok((signer.kid().to_owned(), public, kept))
    })
    .await?;
    let Slot { number, until, .. } = slot(now + AHEAD);
    let key = Key {
        kid,
        alg: alg.as_str().to_owned(),
        home: name.to_owned(),
        kept,
        signs_from,
        signs_until: until,
        shown_until: until + AFTER,
    };
    let mut tx = app.db.begin().await?;
    if !key::insert(&mut tx, &key, number, now).await? {
        drop(tx);
        return aside(move || home.forget(&key.kept)).await;
    }
    let trusted_until = key.shown_until + HINTS;
    hint_key::insert(&mut tx, &key.kid, &public, trusted_until).await?;
    let cx = app.system();
    let detail = serde_json::json!({ "kid": key.kid, "alg": key.alg, "home": key.home });
    Ok(tx
        .commit(entry_with(app, &cx, Event::SigningKeyMade, NOBODY, detail))
        .await?)
}

/// A stretch of time that one key of each algorithm is made for.
#[derive(Debug, PartialEq, Eq)]
struct Slot {
    number: i64,
    from: Timestamp,
    until: Timestamp,
}

/// The stretch that an instant lies in.
fn slot(at: Timestamp) -> Slot {
    let number = at.as_second().div_euclid(SIGNS.as_secs());
    let edge = |number: i64| {
        number
            .checked_mul(SIGNS.as_secs())
            .map(Timestamp::from_second)
    };
    let edge = |number: i64| edge(number)?.ok();
    Slot {
        number,
        from: edge(number).unwrap_or(Timestamp::MIN),
        until: edge(number + 1).unwrap_or(Timestamp::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_follow_each_other_without_a_gap() {
        let first = slot(Timestamp::UNIX_EPOCH);
        assert_eq!((first.number, first.from), (0, Timestamp::UNIX_EPOCH));
        assert_eq!(first.until, first.from + SIGNS);
        let second = slot(first.until);
        assert_eq!((second.number, second.from), (1, first.until));
        let tick = SignedDuration::from_secs(1);
        assert_eq!(slot(first.until - tick), first);
        assert_eq!(slot(first.from - tick).number, -1);
    }
}

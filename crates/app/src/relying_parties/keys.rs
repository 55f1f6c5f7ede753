//! Keys that sign tokens: made on first use, shown a day before they sign, shown until their last token is
//! over; kept opened in memory for a while.

use std::sync::{Arc, Mutex, PoisonError};

use domain::event::Event;
use jiff::{SignedDuration, Timestamp};
use oidc::jose::{Alg, JwkSet, LocalKey, Signer};
use store::audit::NOBODY;
use store::relying_party::key::{self, Key};

use crate::{App, Cx, Error, Result, entry_with};

/// Algorithms that always have a key: the default, and the one that Discovery 3 demands.
const ALGS: [Alg; 3] = [Alg::Es256, Alg::EdDsa, Alg::Rs256];
/// How long a key signs.
const SIGNS: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long a key is shown before it signs, so that clients have fetched it: longer than they keep the set.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);
/// How long it is shown afterwards: longer than any token lives.
const AFTER: SignedDuration = SignedDuration::from_hours(24);
/// How long a node goes on with the keys it read.
const FRESH: SignedDuration = SignedDuration::from_mins(5);

/// The keys published at an instant.
pub struct Ring {
    keys: Vec<(Key, LocalKey)>,
    read: Timestamp,
}

/// The node's opened keys.
#[derive(Default)]
pub struct Rings(Mutex<Option<Arc<Ring>>>);

impl Ring {
    /// The key that signs now with an algorithm.
    pub fn signer(&self, alg: Alg, now: Timestamp) -> Option<&dyn Signer> {
        let mut signing = self.keys.iter().filter(|(key, signer)| {
            signer.alg() == alg && key.signs_from <= now && now < key.signs_until
        });
        // Two nodes may have made one each: all take the same.
        signing.next().map(|(_, signer)| signer as &dyn Signer)
    }

    /// RFC 7517 5: the published set.
    pub fn set(&self) -> JwkSet {
        JwkSet(self.keys.iter().map(|(_, s)| s.public().clone()).collect())
    }

    fn lacks(&self, alg: Alg, now: Timestamp) -> bool {
        self.signer(alg, now).is_none()
    }

    /// A key whose successor must be shown by now.
    fn needs_next(&self, alg: Alg, now: Timestamp) -> bool {
        let last = self.keys.iter().filter(|(_, signer)| signer.alg() == alg);
        let last = last.map(|(key, _)| key.signs_until).max();
        last.is_none_or(|until| until.duration_since(now) < AHEAD + AHEAD)
    }
}

/// The keys published now; makes what is missing.
pub async fn published(app: &App, cx: &Cx) -> Result<Arc<Ring>> {
    if let Some(ring) = kept(app, cx.now) {
        return Ok(ring);
    }
    let mut ring = read(app, cx).await?;
    let now = cx.now;
    let wanted: Vec<(Alg, Timestamp)> = ALGS
        .into_iter()
        .filter_map(|alg| {
            let from = if ring.lacks(alg, now) {
                now
            } else {
                ring.needs_next(alg, now)
                    .then(|| last_until(&ring, alg))??
            };
            Some((alg, from))
        })
        .collect();
    if !wanted.is_empty() {
        for (alg, from) in wanted {
            make(app, cx, alg, from).await?;
        }
        ring = read(app, cx).await?;
    }
    let ring = Arc::new(ring);
    *app.signing.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(ring.clone());
    Ok(ring)
}

fn last_until(ring: &Ring, alg: Alg) -> Option<Timestamp> {
    let keys = ring.keys.iter().filter(|(_, signer)| signer.alg() == alg);
    keys.map(|(key, _)| key.signs_until).max()
}

fn kept(app: &App, now: Timestamp) -> Option<Arc<Ring>> {
    let kept = app.signing.0.lock().unwrap_or_else(PoisonError::into_inner);
    let ring = kept.as_ref()?;
    let age = now.duration_since(ring.read);
    // A clock that is put back, as a demonstration's is, makes the set stale too.
    (age >= SignedDuration::ZERO && age < FRESH).then(|| ring.clone())
}

async fn read(app: &App, cx: &Cx) -> Result<Ring> {
    let mut source = app.db.read().await?;
    let mut keys = Vec::new();
    for key in key::shown(&mut source, cx.now).await? {
        let corrupt = |_| Error::Internal(format!("signing key {} cannot be read", key.kid));
        let alg = Alg::parse(&key.alg).ok_or(Error::Internal("signing key's algorithm".into()))?;
        let signer = LocalKey::from_pkcs8(alg, &key.pkcs8).map_err(corrupt)?;
        keys.push((key, signer));
    }
    Ok(Ring { keys, read: cx.now })
}

async fn make(app: &App, cx: &Cx, alg: Alg, signs_from: Timestamp) -> Result<()> {
    let failed = |_| Error::Internal("a signing key cannot be made".into());
    let (signer, pkcs8) = LocalKey::generate(alg).map_err(failed)?;
    let key = Key {
        kid: signer.kid().to_owned(),
        alg: alg.as_str().to_owned(),
        pkcs8,
        signs_from,
        signs_until: signs_from + SIGNS,
        shown_until: signs_from + SIGNS + AFTER,
    };
    let mut tx = app.db.begin().await?;
    key::insert(&mut tx, &key, cx.now).await?;
    let cx = app.system();
    let detail = serde_json::json!({ "kid": key.kid, "alg": key.alg });
    Ok(tx
        .commit(entry_with(app, &cx, Event::SigningKeyMade, NOBODY, detail))
        .await?)
}

//! A developer changes his client. What people are shown of one in production waits for a look (D59-22.2);
//! the running version stays as it was until then.

use std::collections::BTreeMap;

use domain::event::Event;
use domain::ids::{ClientId, ReviewId};
use domain::relying_party::{Dossier, Phase, Review, ReviewKind, ReviewState, Shown};
use oidc::client as rules;
use store::Tx;
use store::relying_party::client::{self, Client};
use store::relying_party::key_set;
use store::relying_party::review::{self, Stored};

use super::super::authorize::handle;
use super::super::client::{digest, read};
use super::super::kinds::{Kinds, own_scopes};
use super::super::step_up::least;
use super::registration::{self, Asked};
use super::sandbox::{Registered, by_secret, written};
use super::{acting, ask, mine, prove, resources, shown, tell};
use crate::{App, Cx, Error, Result, entry_with};

/// What became of a change.
#[derive(Debug)]
pub enum Changed {
    /// It holds from now on.
    Done(Registered),
    /// D59-22.2: part of it waits for a look; the rest holds.
    Waits(ReviewId),
}

/// Changes a client of the signed-in holder. `seen`: its revision when the form was made.
pub async fn change(
    app: &App,
    cx: &Cx,
    (id, seen): (ClientId, i64),
    asked: &Asked<'_>,
) -> Result<Changed> {
    let mut source = app.db.read().await?;
    let before = mine(&mut source, cx, id).await?;
    drop(source);
    may_change(&before, seen)?;
    let old = read(before.clone())?.rules;
    let (resources, scopes) = (old.resources.join("\n"), own_scopes(&old).join(" "));
    let name = old.certificate_name.as_ref().map(ToString::to_string);
    let asked = if before.phase == Phase::Production {
        // Checked with it when it was connected.
        Asked {
            auth: old.auth,
            class: old.class,
            certificate_name: name.as_deref().unwrap_or_default(),
            certificate_bound: old.certificate_bound,
            kinds: Kinds::of(&old, &resources, &scopes),
            ..*asked
        }
    } else {
        *asked
    };
    let phase = before.phase;
    let (new, keys) = registration::read(app, cx, (&asked, phase), old.clone()).await?;
    let guarded = guarded(phase, &old, &new);
    if !guarded.is_empty() {
        prove(app, cx, asked.passcode).await?;
    }
    let mut tx = app.db.begin().await?;
    acting(&mut tx, cx).await?;
    let mut stored = mine(&mut tx, cx, id).await?;
    may_change(&stored, seen)?;
    let (present, next) = (shown(&stored, &old), wanted(&asked, &new));
    if !present.same(&next) {
        nothing_waits(&mut tx, id).await?;
    }
    let waits = phase == Phase::Production && present.needs_review(&next);
    let (runs, rest) = meanwhile((&present, &next), (&old, new), waits);
    if let (Some(uri), Some(keys)) = (&runs.jwks_uri, keys)
        && next.jwks_uri.as_ref() == Some(uri)
    {
        key_set::put(&mut tx, id, uri, &keys, cx.now).await?;
    }
    let secret = secrets(app, &mut stored, rest.auth);
    resources::take(&mut tx, &stored, &rest).await?;
    put(&mut stored, rest, &runs)?;
    client::save(&mut tx, &stored).await?;
    for kind in guarded {
        tell::changed(&mut tx, app, cx, (&stored, kind)).await?;
    }
    if waits {
        let review = propose(&mut tx, app, cx, &stored, next).await?;
        return Ok(Changed::Waits(finish(tx, app, cx, review).await?));
    }
    changed(tx, app, cx, &stored).await?;
    Ok(Changed::Done(Registered { id, secret }))
}

async fn changed(tx: Tx, app: &App, cx: &Cx, stored: &Client) -> Result<()> {
    let detail = serde_json::json!({ "client": stored.id, "party": stored.name });
    let entry = entry_with(app, cx, Event::ClientChanged, cx.holder()?, detail);
    Ok(tx.commit(entry).await?)
}

/// What runs from now on. Where another address of the keys waits, the keys from before serve until it is
/// approved.
fn meanwhile(
    (present, next): (&Shown, &Shown),
    (old, new): (&rules::Client, rules::Client),
    waits: bool,
) -> (Shown, rules::Client) {
    if !waits {
        return (next.clone(), new);
    }
    let runs = present.meanwhile(next);
    let jwks = if runs.jwks_uri == next.jwks_uri {
        new.jwks
    } else {
        old.jwks.clone()
    };
    (runs, rules::Client { jwks, ..new })
}

/// What of it takes the passcode in production, as the message about it says.
fn guarded(phase: Phase, old: &rules::Client, new: &rules::Client) -> Vec<&'static str> {
    let all = [
        (tell::KEYS, speaks_otherwise(old, new)),
        (tell::LEAST, takes_less(old, new)),
    ];
    let kinds = all.into_iter().filter(|(_, is)| *is);
    kinds
        .filter(|_| phase == Phase::Production)
        .map(|(kind, _)| kind)
        .collect()
}

/// Whether the client takes sign-ins that it did not take before (D59-24).
fn takes_less(old: &rules::Client, new: &rules::Client) -> bool {
    let longer = match (old.default_max_age, new.default_max_age) {
        (Some(old), new) => new.is_none_or(|new| new > old),
        (None, _) => false,
    };
    longer || least(new) < least(old)
}

/// Whether the client proves itself by other keys, or hears of ends at another address.
fn speaks_otherwise(old: &rules::Client, new: &rules::Client) -> bool {
    old.jwks != new.jwks
        || old.jwks_uri != new.jwks_uri
        || old.backchannel_logout_uri != new.backchannel_logout_uri
}

/// D59-22.2: while a version waits, what it would replace stands still; else its approval would bring back
/// what was taken out meanwhile.
async fn nothing_waits(tx: &mut Tx, id: ClientId) -> Result<()> {
    let all = review::of_client(tx, id).await?;
    let waits = |row: &Stored| row.review.is_open() && row.review.kind == ReviewKind::Change;
    if all.iter().any(waits) {
        return Err(Error::Refused("party-review-open"));
    }
    Ok(())
}

/// What is being judged stands still, what was stopped too.
fn may_change(client: &Client, seen: i64) -> Result<()> {
    if client.revision != seen {
        return Err(Error::Stale);
    }
    match client.phase {
        Phase::Sandbox | Phase::Production => Ok(()),
        Phase::Review => Err(Error::Refused("client-in-review")),
        Phase::Suspended => Err(Error::Refused("client-suspended")),
    }
}

fn wanted(asked: &Asked<'_>, new: &rules::Client) -> Shown {
    Shown {
        name: asked.name.trim().to_owned(),
        purpose: asked.purpose.trim().to_owned(),
        claims: new.claims.clone(),
        redirect_uris: new.redirect_uris.clone(),
        post_logout_redirect_uris: new.post_logout_redirect_uris.clone(),
        backchannel_logout_uri: new.backchannel_logout_uri.clone(),
        jwks_uri: new.jwks_uri.clone(),
    }
}

/// Puts what a review judges into a client, beside the rest of its registration.
pub(super) fn put(client: &mut Client, rest: rules::Client, shown: &Shown) -> Result<()> {
    client.name.clone_from(&shown.name);
    client.purpose.clone_from(&shown.purpose);
    client.registration = written(&rules::Client {
        id: String::new(),
        claims: shown.claims.clone(),
        redirect_uris: shown.redirect_uris.clone(),
        post_logout_redirect_uris: shown.post_logout_redirect_uris.clone(),
        backchannel_logout_uri: shown.backchannel_logout_uri.clone(),
        // OpenID Connect Registration 2: one of the two.
        jwks: rest.jwks.filter(|_| shown.jwks_uri.is_none()),
        jwks_uri: shown.jwks_uri.clone(),
        ..rest
    })?;
    Ok(())
}

/// A client that proves itself in another way than before loses its secrets, or gets its first one.
fn secrets(app: &App, client: &mut Client, auth: rules::ClientAuth) -> Option<String> {
    if !by_secret(auth) {
        client.secret = None;
        client.old_secret = None;
        return None;
    }
    if client.secret.is_some() {
        return None;
    }
    let secret = handle(app);
    client.secret = Some(digest(app, &secret));
    Some(secret)
}

async fn propose(tx: &mut Tx, app: &App, cx: &Cx, client: &Client, next: Shown) -> Result<Review> {
    let review = Review {
        id: app.id(ReviewId::from_bytes),
        client: client.id,
        kind: ReviewKind::Change,
        dossier: Dossier::default(),
        proposal: Some(next),
        checks: BTreeMap::new(),
        visit: None,
        state: ReviewState::Draft,
    };
    let received = ask::clock(tx, cx).await?;
    let review = review
        .receive(received)
        .map_err(|wrong| Error::Refused(wrong.code()))?;
    let row = Stored {
        review,
        created: cx.now,
        revision: 1,
    };
    if !review::insert(tx, &row).await? {
        return Err(Error::Refused("party-review-open"));
    }
    tell::received(tx, app, cx, (client, &row.review)).await?;
    Ok(row.review)
}

async fn finish(tx: Tx, app: &App, cx: &Cx, review: Review) -> Result<ReviewId> {
    let detail = serde_json::json!({
        "client": review.client, "review": review.id, "kind": review.kind.as_str(),
    });
    let owner = cx.holder()?;
    let entry = entry_with(app, cx, Event::PartyReviewReceived, owner, detail);
    tx.commit(entry).await?;
    Ok(review.id)
}

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
use super::registration::{self, Sandbox};
use super::sandbox::{Registered, by_secret, written};
use super::{ask, mine, shown, tell};
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
    asked: &Sandbox<'_>,
) -> Result<Changed> {
    let mut source = app.db.read().await?;
    let before = mine(&mut source, cx, id).await?;
    drop(source);
    if before.revision != seen {
        return Err(Error::Stale);
    }
    may_change(&before)?;
    let old = read(before.clone())?.rules;
    let (resources, scopes) = (old.resources.join("\n"), own_scopes(&old).join(" "));
    let asked = if before.phase == Phase::Production {
        // Checked with it when it was connected.
        Sandbox {
            auth: old.auth,
            class: old.class,
            kinds: Kinds::of(&old, &resources, &scopes),
            ..*asked
        }
    } else {
        *asked
    };
    let (new, keys) = registration::read(app, &asked, old.clone()).await?;
    let mut tx = app.db.begin().await?;
    crate::holder::account_to_change(&mut tx, cx).await?;
    let mut stored = mine(&mut tx, cx, id).await?;
    if stored.revision != seen {
        return Err(Error::Stale);
    }
    may_change(&stored)?;
    if let (Some(uri), Some(keys)) = (&new.jwks_uri, keys) {
        key_set::put(&mut tx, id, uri, &keys, cx.now).await?;
    }
    let present = shown(&stored, &old);
    let next = wanted(&asked, &new);
    let waits = stored.phase == Phase::Production && present.needs_review(&next);
    let secret = secrets(app, &mut stored, new.auth);
    if waits {
        put(&mut stored, new, &present)?;
    } else {
        put(&mut stored, new, &next)?;
    }
    client::save(&mut tx, &stored).await?;
    if waits {
        let review = propose(&mut tx, app, cx, &stored, next).await?;
        return Ok(Changed::Waits(finish(tx, app, cx, review).await?));
    }
    let detail = serde_json::json!({ "client": id, "party": stored.name });
    let entry = entry_with(app, cx, Event::ClientChanged, cx.holder()?, detail);
    tx.commit(entry).await?;
    Ok(Changed::Done(Registered { id, secret }))
}

/// What is being judged stands still, what was stopped too.
fn may_change(client: &Client) -> Result<()> {
    match client.phase {
        Phase::Sandbox | Phase::Production => Ok(()),
        Phase::Review => Err(Error::Refused("client-in-review")),
        Phase::Suspended => Err(Error::Refused("client-suspended")),
    }
}

fn wanted(asked: &Sandbox<'_>, new: &rules::Client) -> Shown {
    Shown {
        name: asked.name.trim().to_owned(),
        purpose: asked.purpose.trim().to_owned(),
        claims: new.claims.clone(),
        redirect_uris: new.redirect_uris.clone(),
        post_logout_redirect_uris: new.post_logout_redirect_uris.clone(),
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

//! Locking an organisation's account in the app, and asking that it is unlocked (D59-19.3.a,
//! D59-19.5.a). A delegate may lock; only the representative asks to unlock.

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::hold::{Channel, Ground, LockReason};
use domain::ids::SubjectId;
use domain::organisation::Act;
use store::unlock::Request;

use super::acting::{acting, follow_to_lessen, require_to_change};
use crate::holds::{self, Locked, NewHold};
use crate::{App, Cx, Error, Result, credentials, entry_with};

/// D59-19.3.a: locks at once. Twice is calm.
pub async fn lock(
    app: &App,
    cx: &Cx,
    organisation: SubjectId,
    reason: LockReason,
) -> Result<Locked> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let Actor::Holder { session, .. } = cx.actor else {
        return Err(Error::SignIn);
    };
    let followed = follow_to_lessen(app, cx, organisation).await?;
    let mut tx = app.db.begin().await?;
    let mut acting = require_to_change(&mut tx, cx, organisation, Act::Lock).await?;
    let new = NewHold {
        reason: Some(reason),
        ..NewHold::of(Ground::OwnRequest, Channel::App, session.to_string())
    };
    let (locked, mut entries) =
        holds::place(&mut tx, app, cx, &mut acting.organisation, new).await?;
    if locked.new {
        let detail = serde_json::json!({ "organisation": organisation, "hold": locked.hold.id });
        let detail = followed.on_record(detail);
        let event = Event::OrganisationLocked;
        entries.push(entry_with(app, cx, event, acting.person, detail));
    }
    if !entries.is_empty() {
        tx.commit(entries).await?;
    }
    Ok(locked)
}

/// D59-19.5.a: the representative asks to be unlocked, with strong proof.
pub async fn ask_unlock(
    app: &App,
    cx: &Cx,
    organisation: SubjectId,
    passcode: &str,
) -> Result<Request> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    acting(app, cx, organisation, Act::AskUnlock).await?;
    let level = holds::strong(cx)?;
    credentials::verify_passcode(app, cx, cx.holder()?, passcode).await?;
    let mut tx = app.db.begin().await?;
    let acting = require_to_change(&mut tx, cx, organisation, Act::AskUnlock).await?;
    let (request, mut entries) =
        holds::open_request(&mut tx, app, cx, (&acting.organisation, level)).await?;
    if entries.is_empty() {
        return Ok(request);
    }
    let detail = serde_json::json!({ "organisation": organisation, "request": request.id });
    let event = Event::UnlockRequested;
    entries.push(entry_with(app, cx, event, acting.person, detail));
    tx.commit(entries).await?;
    Ok(request)
}

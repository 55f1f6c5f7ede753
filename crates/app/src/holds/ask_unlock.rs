//! The locked holder asks to be unlocked (D59-19.5.a: in the app only as a request).

use domain::account::AccountError;
use domain::actor::{Actor, AuthLevel, Purpose};
use domain::event::Event;
use domain::hold::Ground;
use domain::ids::UnlockId;
use store::unlock::{self, Request, State};

use crate::{App, Cx, Error, Result, credentials, entry_with, holder, notify};

/// D59-19.5.a: opens a request, with strong proof: a sign-in by two factors, one of them a code to
/// the registered contact, and the passcode. One at a time; asking again gives the open one.
pub async fn ask_unlock(app: &App, cx: &Cx, passcode: &str) -> Result<Request> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let Actor::Holder { subject, level, .. } = cx.actor else {
        return Err(Error::SignIn);
    };
    if level < AuthLevel::TWO {
        return Err(Error::Refused("proof-too-weak"));
    }
    credentials::verify_passcode(app, cx, subject, passcode).await?;
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    if !stored
        .account
        .holds
        .iter()
        .any(|h| h.ground == Ground::OwnRequest)
    {
        return Err(AccountError::GroundNotInForce.into());
    }
    let id = app.id(UnlockId::from_bytes);
    if !unlock::insert(&mut tx, subject, id, cx.now, level).await? {
        return unlock::latest(&mut tx, subject).await?.ok_or(Error::Stale);
    }
    notify::tell(&mut tx, app, cx, &stored, "unlock-requested", &[]).await?;
    let detail = serde_json::json!({ "request": id });
    tx.commit(entry_with(app, cx, Event::UnlockRequested, subject, detail))
        .await?;
    Ok(Request {
        subject,
        id,
        at: cx.now,
        level,
        state: State::Open,
    })
}

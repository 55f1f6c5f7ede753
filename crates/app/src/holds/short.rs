//! A short lock, once its holder has signed in to the status page: kept, or taken back.

use domain::account::AccountError;
use domain::actor::{Actor, AuthLevel, Purpose};
use domain::hold::{Channel, Ground, LockReason};

use super::{Ended, Locked, NewHold, end_hold, place};
use crate::{App, Cx, Error, Result, holder};

/// UX-12: the holder wants to stay locked until he asks for the contrary.
pub async fn confirm(app: &App, cx: &Cx, reason: Option<LockReason>) -> Result<Locked> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let Actor::Holder { session, .. } = cx.actor else {
        return Err(Error::SignIn);
    };
    let mut tx = app.db.begin().await?;
    let mut stored = holder::account_to_change(&mut tx, cx).await?;
    let own = |h: &domain::hold::Hold| h.ground == Ground::OwnRequest;
    if !stored.account.holds.iter().any(own) {
        return Err(AccountError::GroundNotInForce.into());
    }
    let new = NewHold {
        reason,
        ..NewHold::of(Ground::OwnRequest, Channel::App, session.to_string())
    };
    let (locked, entries) = place(&mut tx, app, cx, &mut stored, new).await?;
    if !entries.is_empty() {
        tx.commit(entries).await?;
    }
    Ok(locked)
}

/// UX-12: takes a short lock back at once. It came on one factor; two lift it. A lock without an end
/// stays as it is (D59-19.5.a).
pub async fn take_back(app: &App, cx: &Cx) -> Result<Ended> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let Actor::Holder { session, level, .. } = cx.actor else {
        return Err(Error::SignIn);
    };
    if level < AuthLevel::TWO {
        return Err(Error::Refused("proof-too-weak"));
    }
    let mut tx = app.db.begin().await?;
    let mut stored = holder::account_to_change(&mut tx, cx).await?;
    let own = stored
        .account
        .holds
        .iter()
        .find(|h| h.ground == Ground::OwnRequest);
    let id = own.ok_or(AccountError::GroundNotInForce)?.id;
    let source = session.to_string();
    let gone = (id, Channel::App, source.as_str());
    let (ended, entries) = end_hold(&mut tx, app, cx, &mut stored, gone).await?;
    tx.commit(entries).await?;
    Ok(ended)
}

//! The locked holder asks to be unlocked (D59-19.5.a: in the app only as a request).

use domain::account::AccountError;
use domain::actor::{Actor, AuthLevel, Purpose};
use domain::event::Event;
use domain::hold::Ground;
use domain::ids::UnlockId;
use store::account::Holder;
use store::unlock::{self, Request, State};
use store::{Entry, Tx};

use crate::{App, Cx, Error, Result, credentials, entry_with, holder, notify};

/// D59-19.5.a: opens a request, with strong proof: a sign-in by two factors, one of them a code to
/// the registered contact, and the passcode. One at a time; asking again gives the open one.
pub async fn ask_unlock(app: &App, cx: &Cx, passcode: &str) -> Result<Request> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let level = strong(cx)?;
    credentials::verify_passcode(app, cx, cx.holder()?, passcode).await?;
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    let (request, entries) = open_request(&mut tx, app, cx, (&stored, level)).await?;
    if !entries.is_empty() {
        tx.commit(entries).await?;
    }
    Ok(request)
}

/// D59-19.5.a: what the present sign-in proved, where it is enough to ask.
pub(crate) fn strong(cx: &Cx) -> Result<AuthLevel> {
    match cx.actor {
        Actor::Holder { level, .. } if level >= AuthLevel::TWO => Ok(level),
        Actor::Holder { .. } => Err(Error::Refused("proof-too-weak")),
        Actor::Public
        | Actor::Staff { .. }
        | Actor::System
        | Actor::Register(_)
        | Actor::Party(_)
        | Actor::Operator => Err(Error::SignIn),
    }
}

/// Opens the request; gives the one that is open already where there is one, and then no entries.
pub(crate) async fn open_request(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (stored, level): (&dyn Holder, AuthLevel),
) -> Result<(Request, Vec<Entry>)> {
    let account = stored.account();
    let subject = account.subject;
    // A short lock is taken back or confirmed by its holder himself (UX-12).
    let asks = |h: &&domain::hold::Hold| h.ground == Ground::OwnRequest && !h.short();
    if account.holds.iter().find(asks).is_none() {
        return Err(AccountError::GroundNotInForce.into());
    }
    let id = app.id(UnlockId::from_bytes);
    if !unlock::insert(tx, subject, id, cx.now, level).await? {
        let open = unlock::latest(tx, subject).await?.ok_or(Error::Stale)?;
        return Ok((open, Vec::new()));
    }
    notify::tell(tx, app, cx, stored, "unlock-requested", &[]).await?;
    let detail = serde_json::json!({ "request": id });
    let request = Request {
        subject,
        id,
        at: cx.now,
        level,
        state: State::Open,
    };
    let entry = entry_with(app, cx, Event::UnlockRequested, subject, detail);
    Ok((request, vec![entry]))
}

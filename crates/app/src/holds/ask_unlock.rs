//! The locked holder asks to be unlocked: by Decree 59 in the app only as a request (D59-19.5.a), by
//! Decree 69 at once after the check of who he is (D69-30).

use domain::account::AccountError;
use domain::actor::{Actor, AuthLevel, Purpose};
use domain::event::Event;
use domain::hold::{Channel, Ground, Hold};
use domain::ids::{HoldId, UnlockId};
use jiff::Timestamp;
use store::account::{Holder, Stored};
use store::unlock::{self, Request, State};
use store::{Entry, Tx};

use super::end::ended;
use super::regime;
use crate::{App, Cx, Error, Result, credentials, entry_with, holder, notify};

/// D59-19.5.a: opens a request, with strong proof: a sign-in by two factors, one of them a code to
/// the registered contact, and the passcode. One at a time; asking again gives the open one. D69-30: where
/// the decree of the day lets the holder end his own lock, it ends at once and the request is settled.
pub async fn ask_unlock(app: &App, cx: &Cx, passcode: &str) -> Result<Request> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let level = strong(cx)?;
    credentials::verify_passcode(app, cx, cx.holder()?, passcode).await?;
    let mut tx = app.db.begin().await?;
    let mut stored = holder::account_to_change(&mut tx, cx).await?;
    let latest = unlock::latest(&mut tx, stored.account.subject).await?;
    let own = |h: &&Hold| ends_at_once(h, latest.as_ref(), cx.now);
    if let Some(id) = stored.account.holds.iter().find(own).map(|h| h.id) {
        return at_once(tx, app, cx, &mut stored, (id, level)).await;
    }
    let (request, entries) = open_request(&mut tx, app, cx, (&stored, level)).await?;
    if !entries.is_empty() {
        tx.commit(entries).await?;
    }
    Ok(request)
}

/// D69-30: whether asking ends this hold at once. What an officer refused stays with officers, and so does
/// what waits for one.
pub(super) fn ends_at_once(hold: &Hold, latest: Option<&Request>, now: Timestamp) -> bool {
    let asked = latest.is_some_and(|request| request.at >= hold.since);
    !asked && !hold.short() && hold.ends_in_app(regime(now))
}

/// D69-30: the check is the strong proof; request and end are on record.
async fn at_once(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    stored: &mut Stored,
    (hold, level): (HoldId, AuthLevel),
) -> Result<Request> {
    let subject = stored.account.subject;
    let id = app.id(UnlockId::from_bytes);
    if !unlock::insert(&mut tx, subject, id, cx.now, level).await? {
        return Err(Error::Stale);
    }
    let source = id.to_string();
    let hold = stored.account.end_in_app(hold, regime(cx.now))?;
    let gone = (hold, Channel::App, source.as_str());
    let (_, mut entries) = ended(&mut tx, app, cx, stored, gone).await?;
    let detail = serde_json::json!({ "request": id });
    entries.push(entry_with(app, cx, Event::UnlockRequested, subject, detail));
    let request = unlock::load(&mut tx, subject, id).await?;
    tx.commit(entries).await?;
    request.ok_or(Error::Stale)
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
    let asks = |h: &&Hold| h.ground == Ground::OwnRequest && !h.short();
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

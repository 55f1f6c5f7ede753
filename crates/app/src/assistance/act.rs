//! What a call or visit may do, each act with the proof it asks for.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::hold::{Ground, LockReason};
use domain::ids::DeviceId;
use domain::regime::{ClockKind, Regime};
use domain::time::viet_nam_date;
use jiff::Timestamp;
use store::account::{self, Stored};
use store::assistance::Assistance;
use store::session::{self, Device};
use store::{Source, Tx};

use super::{CallRef, Proof, going_on, proof};
use crate::holds::{self, Ended, Locked, NewHold};
use crate::training::may_decide;
use crate::{App, Cx, Error, Result, calendar, entry_with, notify, signin};

/// The case with its holder, proven as far as the act needs.
pub(crate) async fn proven(
    source: &mut impl Source,
    cx: &Cx,
    case: CallRef,
    need: (Operation, Proof),
) -> Result<(Assistance, Stored)> {
    let (operation, least) = need;
    require(&cx.actor, operation)?;
    let case = going_on(source, cx, case).await?;
    if proof(&case) < least {
        return Err(Error::Refused("caller-not-verified"));
    }
    let stored = account::load(source, case.subject, cx.now)
        .await?
        .ok_or(Error::NotFound)?;
    Ok((case, stored))
}

/// D59-19.1.a.i, D59-19.5.b, D59-19.5.c: locks at the caller's or visitor's request, on weak proof.
pub async fn lock(app: &App, cx: &Cx, case: CallRef, reason: LockReason) -> Result<Locked> {
    let cx = &cx.with_purpose(Purpose::Assistance);
    let mut tx = app.db.begin().await?;
    account::hold_row(&mut tx, case.subject).await?;
    let need = (Operation::Lock, Proof::Weak);
    let (case, mut stored) = proven(&mut tx, cx, case, need).await?;
    let new = NewHold {
        reason: Some(reason),
        ..NewHold::of(Ground::OwnRequest, case.channel, case.id.to_string())
    };
    let (locked, entries) = holds::place(&mut tx, app, cx, &mut stored, new).await?;
    if !entries.is_empty() {
        tx.commit(entries).await?;
    }
    Ok(locked)
}

/// D59-19.4.a, D59-19.5.b, D59-19.5.c: takes the holder's own request back, on strong proof.
pub async fn unlock(app: &App, cx: &Cx, case: CallRef) -> Result<Ended> {
    may_decide(app, cx).await?;
    let cx = &cx.with_purpose(Purpose::Assistance);
    let mut tx = app.db.begin().await?;
    account::hold_row(&mut tx, case.subject).await?;
    let need = (Operation::Unlock, Proof::Strong);
    let (case, mut stored) = proven(&mut tx, cx, case, need).await?;
    let source = case.id.to_string();
    let gone = (Ground::OwnRequest, case.channel, source.as_str());
    let (ended, entries) = holds::end(&mut tx, app, cx, &mut stored, gone).await?;
    tx.commit(entries).await?;
    Ok(ended)
}

/// D59-18.2: gives the holder a new term to activate, on strong proof; says until when.
pub async fn reopen_activation(app: &App, cx: &Cx, case: CallRef) -> Result<Timestamp> {
    may_decide(app, cx).await?;
    let cx = &cx.with_purpose(Purpose::Assistance);
    let until = term(app, cx.now).await?;
    let mut tx = app.db.begin().await?;
    account::hold_row(&mut tx, case.subject).await?;
    let need = (Operation::ReopenActivation, Proof::Strong);
    let (case, mut stored) = proven(&mut tx, cx, case, need).await?;
    stored.account = stored.account.reopen_activation(cx.now, until)?;
    account::save(&mut tx, &stored).await?;
    let args = [("until", holds::clock(until))];
    notify::tell(&mut tx, app, cx, &stored, "activation-reopened", &args).await?;
    let detail = serde_json::json!({ "assistance": case.id, "until": until });
    tx.commit(entry_with(
        app,
        cx,
        Event::ActivationReopened,
        case.subject,
        detail,
    ))
    .await?;
    Ok(until)
}

/// D59-18.1, WD-7: end of the seventh day from now.
pub(crate) async fn term(app: &App, now: Timestamp) -> Result<Timestamp> {
    let today = viet_nam_date(now);
    let calendar = calendar::calendar(app).await?;
    let regime = Regime::on(today).unwrap_or(Regime::Decree59);
    let last = regime
        .term(ClockKind::Activation)
        .limit
        .due(&calendar, today);
    Ok(calendar.due_instant(last))
}

/// APP-10: the holder's devices, on strong proof.
pub async fn devices(app: &App, cx: &Cx, case: CallRef) -> Result<Vec<Device>> {
    let mut source = app.db.read().await?;
    let need = (Operation::RemoveDevice, Proof::Strong);
    let (case, _) = proven(&mut source, cx, case, need).await?;
    Ok(session::devices(&mut source, case.subject).await?)
}

/// APP-9, APP-10: takes a device off for a holder who has no other way, on strong proof.
pub async fn remove_device(app: &App, cx: &Cx, case: CallRef, device: DeviceId) -> Result<()> {
    may_decide(app, cx).await?;
    let cx = &cx.with_purpose(Purpose::Assistance);
    let mut tx: Tx = app.db.begin().await?;
    let need = (Operation::RemoveDevice, Proof::Strong);
    let (case, stored) = proven(&mut tx, cx, case, need).await?;
    let subject = case.subject;
    let mut entries = signin::remove_device(&mut tx, app, cx, subject, device).await?;
    notify::tell(&mut tx, app, cx, &stored, "device-removed", &[]).await?;
    let detail = serde_json::json!({ "assistance": case.id, "device": device });
    entries.push(entry_with(app, cx, Event::DeviceRemoved, subject, detail));
    Ok(tx.commit(entries).await?)
}

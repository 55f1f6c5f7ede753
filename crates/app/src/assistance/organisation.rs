//! What a call or visit of a legal representative may do for his organisation (D59-19.5.b, D59-19.5.c):
//! the proofs are his own, the organisation is found by its code.

use domain::account::{Level, Standing};
use domain::actor::Purpose;
use domain::authority::Operation;
use domain::event::Event;
use domain::fault::Fault;
use domain::hold::{Ground, LockReason};
use domain::organisation::OrganisationCode;
use jiff::Timestamp;
use store::assistance::Assistance;
use store::organisation::{self, StoredOrganisation, delegation};
use store::{Entry, Tx, account};

use super::act::{proven, term};
use super::{CallRef, Proof};
use crate::holds::{self, Ended, Locked, NewHold};
use crate::organisations::{Followed, follow_register, follow_to_lessen};
use crate::training::may_decide;
use crate::{App, Cx, Error, Result, entry_with, notify};

/// The call with the organisation that the caller represents. One that he does not is answered as one
/// that does not exist. I5: both accounts are held before they are read. Only locking is free to a
/// representative who may not act himself (D59-13.7, D59-19.5.b).
async fn represented(
    tx: &mut Tx,
    cx: &Cx,
    (call, need): (CallRef, (Operation, Proof)),
    code: &OrganisationCode,
) -> Result<(Assistance, StoredOrganisation)> {
    account::hold_row(tx, call.subject).await?;
    let operation = need.0;
    let (case, caller) = proven(tx, cx, call, need).await?;
    let none = || Fault::new("organisation", "call-no-organisation");
    let known = organisation::by_code(tx, code, cx.now).await?;
    let subject = known.ok_or_else(none)?.account.subject;
    let found = organisation::load_to_change(tx, subject, cx.now).await?;
    let found = found.ok_or(Error::NotFound)?;
    let legal = delegation::legal(tx, subject).await?;
    if legal.is_none_or(|one| one.person != case.subject) {
        return Err(none().into());
    }
    let open = caller.account.standing(cx.now) == Standing::Open;
    if operation != Operation::Lock && !(open && caller.account.level == Level::Two) {
        return Err(Error::Refused("representative-not-entitled"));
    }
    Ok((case, found))
}

/// The code, and what the register says of its representative carried out first: who is no longer
/// named there loses his power before anything is done for him.
async fn typed(
    app: &App,
    cx: &Cx,
    (operation, code): (Operation, &str),
) -> Result<(OrganisationCode, Followed)> {
    let code = OrganisationCode::parse(code);
    let code = code.map_err(|error| Fault::new("organisation", error.code()))?;
    let mut source = app.db.read().await?;
    let known = organisation::by_code(&mut source, &code, cx.now).await?;
    drop(source);
    let followed = match known.map(|known| known.account.subject) {
        Some(subject) if operation == Operation::Lock => follow_to_lessen(app, cx, subject).await?,
        Some(subject) => {
            follow_register(app, cx, subject).await?;
            Followed::Asked
        }
        None => Followed::Asked,
    };
    Ok((code, followed))
}

/// The caller's own record says that it was done for him.
fn own(
    app: &App,
    cx: &Cx,
    event: Event,
    (case, followed): (&Assistance, Followed),
    of: &StoredOrganisation,
) -> Entry {
    let subject = of.account.subject;
    let detail = serde_json::json!({ "assistance": case.id, "organisation": subject });
    entry_with(app, cx, event, case.subject, followed.on_record(detail))
}

/// D59-19.3.a: locks at the representative's request, on weak proof.
pub async fn lock_organisation(
    app: &App,
    cx: &Cx,
    call: CallRef,
    (code, reason): (&str, LockReason),
) -> Result<Locked> {
    let cx = &cx.with_purpose(Purpose::Assistance);
    let (code, followed) = typed(app, cx, (Operation::Lock, code)).await?;
    let mut tx = app.db.begin().await?;
    let need = (Operation::Lock, Proof::Weak);
    let (case, mut stored) = represented(&mut tx, cx, (call, need), &code).await?;
    let new = NewHold {
        reason: Some(reason),
        ..NewHold::of(Ground::OwnRequest, case.channel, case.id.to_string())
    };
    let (locked, mut entries) = holds::place(&mut tx, app, cx, &mut stored, new).await?;
    if locked.new {
        let event = Event::OrganisationLocked;
        entries.push(own(app, cx, event, (&case, followed), &stored));
    }
    if !entries.is_empty() {
        tx.commit(entries).await?;
    }
    Ok(locked)
}

/// D59-19.4.a: takes the representative's request back, on strong proof.
pub async fn unlock_organisation(app: &App, cx: &Cx, call: CallRef, code: &str) -> Result<Ended> {
    may_decide(app, cx).await?;
    let cx = &cx.with_purpose(Purpose::Assistance);
    let (code, _) = typed(app, cx, (Operation::Unlock, code)).await?;
    let mut tx = app.db.begin().await?;
    let need = (Operation::Unlock, Proof::Strong);
    let (case, mut stored) = represented(&mut tx, cx, (call, need), &code).await?;
    let source = case.id.to_string();
    let gone = (Ground::OwnRequest, case.channel, source.as_str());
    let (ended, mut entries) = holds::end(&mut tx, app, cx, &mut stored, gone).await?;
    let case = (&case, Followed::Asked);
    entries.push(own(app, cx, Event::HoldEnded, case, &stored));
    tx.commit(entries).await?;
    Ok(ended)
}

/// D59-18.2: a new term to take possession of the organisation's account, on strong proof.
pub async fn reopen_organisation(
    app: &App,
    cx: &Cx,
    call: CallRef,
    code: &str,
) -> Result<Timestamp> {
    may_decide(app, cx).await?;
    let cx = &cx.with_purpose(Purpose::Assistance);
    let (code, _) = typed(app, cx, (Operation::ReopenActivation, code)).await?;
    let until = term(app, cx.now).await?;
    let mut tx = app.db.begin().await?;
    let need = (Operation::ReopenActivation, Proof::Strong);
    let (case, mut stored) = represented(&mut tx, cx, (call, need), &code).await?;
    stored.account = stored.account.reopen_activation(cx.now, until)?;
    organisation::save(&mut tx, &stored).await?;
    let args = [("until", holds::clock(until))];
    notify::tell(&mut tx, app, cx, &stored, "activation-reopened", &args).await?;
    let event = Event::ActivationReopened;
    let detail = serde_json::json!({ "assistance": case.id, "until": until });
    let entries = vec![
        entry_with(app, cx, event, stored.account.subject, detail),
        own(app, cx, event, (&case, Followed::Asked), &stored),
    ];
    tx.commit(entries).await?;
    Ok(until)
}

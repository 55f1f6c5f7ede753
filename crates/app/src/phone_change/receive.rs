//! Receiving a change in a call or visit.

use domain::account::Standing;
use domain::actor::{Actor, Purpose as Why};
use domain::authority::Operation;
use domain::contact::Phone;
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::PhoneChangeId;
use domain::journey::Journey;
use domain::phone_change::{PhoneChange, State, TERM};
use domain::time::viet_nam_date;
use jiff::Timestamp;
use store::account::{self, Stored};
use store::assistance::{self, Assistance};
use store::phone_change::{self, Body};
use store::{Audit, Source, Tx, attempt, holiday};

use super::{free, no_proofing};
use crate::assistance::{CallRef, Proof, proven};
use crate::code::{self, Purpose};
use crate::notify::{self, Contact, Recipient};
use crate::{App, Cx, Error, Result, entry_with, experience, holds};

const NEED: (Operation, Proof) = (Operation::ChangePhone, Proof::Strong);

/// The caller, proven, with an account that is not locked and no change under way.
async fn may_ask(source: &mut impl Source, cx: &Cx, case: CallRef) -> Result<(Assistance, Stored)> {
    let (case, stored) = proven(source, cx, case, NEED).await?;
    if stored.account.standing(cx.now) == Standing::Locked {
        return Err(Error::Refused("phone-change-locked"));
    }
    no_proofing(source, &stored).await?;
    let latest = phone_change::latest(source, case.subject).await?;
    if latest.is_some_and(|l| l.change.open()) {
        return Err(Error::Refused("phone-change-waits"));
    }
    Ok((case, stored))
}

/// APP-12: sends a code to the new number, so that whoever asks proves to hold it. Strong proof first.
pub async fn send_code(app: &App, cx: &Cx, case: CallRef, phone: &str) -> Result<()> {
    let cx = &cx.with_purpose(Why::Assistance);
    let phone = Phone::parse(phone).map_err(|e| Fault::new("phone", e.code()))?;
    let mut tx = app.db.begin().await?;
    let (mut case, stored) = may_ask(&mut tx, cx, case).await?;
    free(&mut tx, &stored, &phone).await?;
    let contact = Contact::Phone(phone.clone());
    let to = Recipient::of(&stored, &contact, cx);
    code::send(&mut tx, app, cx, Purpose::NewPhone, &to, true).await?;
    let sent = attempt::latest_code(&mut tx, case.subject, Purpose::NewPhone.as_str()).await?;
    case.shown.new_phone = Some(phone);
    case.shown.new_phone_code = sent.map(|code| code.id);
    assistance::save(&mut tx, &case).await?;
    Ok(tx.commit(Audit::Bookkeeping("code to a new phone")).await?)
}

/// APP-12: the code was read back: the change is received and its clock runs. Every contact of before is
/// told at once, so that a holder who did not ask can stop it; so is the new number.
pub async fn receive(app: &App, cx: &Cx, case: CallRef, entered: &str) -> Result<Timestamp> {
    let cx = &cx.with_purpose(Why::Assistance);
    let mut source = app.db.read().await?;
    let (open, _) = may_ask(&mut source, cx, case).await?;
    drop(source);
    if open.shown.new_phone.is_none() {
        return Err(Fault::new("phone", "phone-empty").into());
    }
    let code = code::check(app, cx, open.subject, Purpose::NewPhone, entered).await?;
    let mut tx = app.db.begin().await?;
    account::hold_row(&mut tx, open.subject).await?;
    let (mut case, stored) = may_ask(&mut tx, cx, case).await?;
    let phone = case.shown.new_phone.take();
    let phone = phone.ok_or_else(|| Fault::new("phone", "phone-empty"))?;
    // Another call may have sent the latest code to another number.
    if case.shown.new_phone_code.take() != Some(code) {
        return Err(Fault::new("code", "code-expired").into());
    }
    free(&mut tx, &stored, &phone).await?;
    code::consume(&mut tx, cx, case.subject, code).await?;
    assistance::save(&mut tx, &case).await?;
    let new = written(&mut tx, app, cx, (&case, phone), &stored.language).await?;
    tell(&mut tx, app, cx, &stored, &new).await?;
    let detail = serde_json::json!({
        "assistance": case.id,
        "change": new.id,
        "channel": new.channel,
        "phone": new.body.phone.masked(),
    });
    let event = Event::PhoneChangeReceived;
    tx.commit(entry_with(app, cx, event, case.subject, detail))
        .await?;
    Ok(new.change.due)
}

async fn written(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (case, phone): (&Assistance, Phone),
    language: &str,
) -> Result<phone_change::Stored> {
    let calendar = holiday::calendar(tx).await?;
    let last = TERM.due(&calendar, viet_nam_date(cx.now));
    let unit = match &cx.actor {
        Actor::Staff { unit, .. } => unit.clone(),
        Actor::Public
        | Actor::Holder { .. }
        | Actor::System
        | Actor::Register(_)
        | Actor::Party(_)
        | Actor::Operator => String::new(),
    };
    let new = phone_change::Stored {
        subject: case.subject,
        id: app.id(PhoneChangeId::from_bytes),
        channel: case.channel,
        unit,
        change: PhoneChange {
            received: cx.now,
            received_by: cx.staff()?,
            due: calendar.due_instant(last),
            state: State::Received,
        },
        body: Body {
            phone,
            words: String::new(),
        },
    };
    if !phone_change::insert(tx, &new).await? {
        return Err(Error::Stale);
    }
    let journey = (Journey::PhoneChange, language);
    experience::begin(tx, cx, journey, &new.id).await?;
    Ok(new)
}

async fn tell(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &Stored,
    new: &phone_change::Stored,
) -> Result<()> {
    let args = [
        ("phone", new.body.phone.masked()),
        ("due", holds::clock(new.change.due)),
    ];
    notify::tell(tx, app, cx, stored, "phone-change-received", &args).await?;
    let contact = Contact::Phone(new.body.phone.clone());
    let to = Recipient::of(stored, &contact, cx);
    notify::send(tx, app, cx, &to, "phone-change-asked", &args).await
}

//! Carrying a change out, or refusing it.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::contact::Phone;
use domain::event::Event;
use domain::journey::Outcome;
use domain::phone_change::Refusal;
use jiff::Timestamp;
use store::account::{self, Identifier, Stored as Account};
use store::phone_change::{self, Stored};
use store::{Entry, Tx, attempt, credential};

use super::{PhoneChangeRef, no_proofing};
use crate::assistance::activation_term;
use crate::ending::{self, Reach};
use crate::notify::{self, Contact, Recipient};
use crate::relying_parties::event;
use crate::training::may_decide;
use crate::{App, Cx, Error, Result, credentials, entry_with, experience, holds, words};

/// A decision. A refusal without a reason and words cannot be written down.
#[derive(Debug, Clone, Copy)]
pub enum Verdict<'a> {
    /// The account is bound to the new number.
    CarryOut,
    /// It is not.
    Refuse {
        /// Why.
        reason: Refusal,
        /// Words for the holder.
        words: &'a str,
    },
}

/// APP-12: decides a change. Who comes second is told that it is closed.
pub async fn decide(app: &App, cx: &Cx, place: PhoneChangeRef, verdict: Verdict<'_>) -> Result<()> {
    require(&cx.actor, Operation::ChangePhone)?;
    may_decide(app, cx).await?;
    let cx = &cx.with_purpose(Purpose::Assistance);
    match verdict {
        Verdict::CarryOut => carry_out(app, cx, place).await,
        Verdict::Refuse { reason, words } => refuse(app, cx, place, (reason, words)).await,
    }
}

/// The change with its account, whose row is held.
async fn open(tx: &mut Tx, cx: &Cx, place: PhoneChangeRef) -> Result<(Stored, Account)> {
    let account = account::load_to_change(tx, place.subject, cx.now).await?;
    let found = phone_change::load(tx, place.subject, place.id).await?;
    found.zip(account).ok_or(Error::NotFound)
}

/// The account is bound to the number that was asked for.
async fn carry_out(app: &App, cx: &Cx, place: PhoneChangeRef) -> Result<()> {
    let until = activation_term(app, cx.now).await?;
    let mut tx = app.db.begin().await?;
    let (mut stored, account) = open(&mut tx, cx, place).await?;
    stored.change = stored.change.carry_out(cx.now, cx.staff()?)?;
    no_proofing(&mut tx, &account).await?;
    phone_change::close(&mut tx, &stored).await?;
    experience::end(&mut tx, cx, &stored.id, Outcome::Done).await?;
    let phone = &stored.body.phone;
    let mut entries = bind(&mut tx, (app, cx), account, phone, until).await?;
    let detail = serde_json::json!({ "change": stored.id, "phone": phone.masked() });
    let event = Event::PhoneChanged;
    entries.push(entry_with(app, cx, event, place.subject, detail));
    Ok(tx.commit(entries).await?)
}

/// The new number takes the place of the old one; every session and journey ends, and the account waits
/// for its activation with the new number. The password stays: a number alone opens nothing.
pub(super) async fn bind(
    tx: &mut Tx,
    (app, cx): (&App, &Cx),
    mut account: Account,
    phone: &Phone,
    until: Timestamp,
) -> Result<Vec<Entry>> {
    let subject = account.account.subject;
    account.account = account.account.rebind(cx.now, until)?;
    if !account::claim(tx, Identifier::Phone, phone.as_str(), subject).await? {
        return Err(Error::Refused("phone-change-taken"));
    }
    // APP-11: who has the number already keeps it.
    let old = account.profile.phone.replace(phone.clone());
    let old = old.filter(|old| old != phone);
    if let Some(old) = &old {
        account::release(tx, Identifier::Phone, old.as_str(), subject).await?;
    }
    account::save(tx, &account).await?;
    let ended = credentials::end_others(tx, app, cx, subject).await?;
    let all = (Reach::Everything, "phone-changed");
    event::contact_changed(tx, app, cx, subject).await?;
    ending::end(tx, app, cx, subject, all).await?;
    attempt::delete_all(tx, subject).await?;
    attempt::void_codes(tx, subject, cx.now).await?;
    credential::forget_all_but_password(tx, subject).await?;
    let mut args = vec![("phone", phone.masked()), ("until", holds::clock(until))];
    args.extend(ended.values());
    notify::tell(tx, app, cx, &account, "phone-changed", &args).await?;
    if let Some(old) = old.map(Contact::Phone) {
        let to = Recipient::of(&account, &old, cx);
        notify::send(tx, app, cx, &to, "phone-left", &args).await?;
    }
    Ok(ended.into_entries())
}

/// I7: refuses with reason and words; the account stays as it is. A locked one may be refused too; nobody
/// writes to the dead.
async fn refuse(
    app: &App,
    cx: &Cx,
    place: PhoneChangeRef,
    (reason, text): (Refusal, &str),
) -> Result<()> {
    let text = words::words(("words", "words-empty"), text, 500)?;
    let mut tx = app.db.begin().await?;
    let (mut stored, account) = open(&mut tx, cx, place).await?;
    stored.change = stored.change.refuse(cx.now, cx.staff()?, reason)?;
    stored.body.words.clone_from(&text);
    phone_change::close(&mut tx, &stored).await?;
    experience::end(&mut tx, cx, &stored.id, Outcome::Refused).await?;
    let args = [
        ("phone", stored.body.phone.masked()),
        ("reason", reason.as_str().to_owned()),
    ];
    if !holds::dead(&account) {
        notify::tell(&mut tx, app, cx, &account, "phone-change-refused", &args).await?;
        let contact = Contact::Phone(stored.body.phone.clone());
        let to = Recipient::of(&account, &contact, cx);
        notify::send(&mut tx, app, cx, &to, "phone-change-refused", &args).await?;
    }
    let detail =
        serde_json::json!({ "change": stored.id, "reason": reason.as_str(), "words": text });
    let event = Event::PhoneChangeRefused;
    Ok(tx
        .commit(entry_with(app, cx, event, place.subject, detail))
        .await?)
}

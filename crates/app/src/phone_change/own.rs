//! What the holder sees of a change, how he stops one that he did not ask for, and what overtakes it.

use domain::actor::Purpose;
use domain::event::Event;
use domain::journey::Outcome;
use store::account::Stored as Account;
use store::phone_change::{self, Stored};
use store::{Entry, Tx};

use crate::{App, Cx, Error, Result, entry_with, experience, holder, notify};

/// The holder's latest change.
pub async fn latest(app: &App, cx: &Cx) -> Result<Option<Stored>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    Ok(phone_change::latest(&mut source, subject).await?)
}

/// APP-12: the holder, signed in, takes a change back.
pub async fn withdraw(app: &App, cx: &Cx) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let subject = stored.account.subject;
    let found = phone_change::latest(&mut tx, subject).await?;
    let mut change = found.ok_or(Error::NotFound)?;
    change.change = change.change.withdraw(cx.now)?;
    phone_change::close(&mut tx, &change).await?;
    experience::end(&mut tx, cx, &change.id, Outcome::GivenUp).await?;
    let args = [("phone", change.body.phone.masked())];
    notify::tell(&mut tx, app, cx, &stored, "phone-change-withdrawn", &args).await?;
    let detail = serde_json::json!({ "change": change.id });
    let event = Event::PhoneChangeWithdrawn;
    Ok(tx
        .commit(entry_with(app, cx, event, subject, detail))
        .await?)
}

/// APP-12: a number that was proven at the counter counts; a change that still waits would put an older
/// one back, so it is closed and the holder is told. The account's row is held.
pub(crate) async fn overtaken(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    account: &Account,
) -> Result<Option<Entry>> {
    let subject = account.account.subject;
    let found = phone_change::latest(tx, subject).await?;
    let Some(mut stored) = found.filter(|one| one.change.open()) else {
        return Ok(None);
    };
    stored.change = stored.change.withdraw(cx.now)?;
    phone_change::close(tx, &stored).await?;
    experience::end(tx, cx, &stored.id, Outcome::GivenUp).await?;
    let args = [("phone", stored.body.phone.masked())];
    notify::tell(tx, app, cx, account, "phone-change-overtaken", &args).await?;
    let detail = serde_json::json!({ "change": stored.id, "overtaken": true });
    let event = Event::PhoneChangeWithdrawn;
    Ok(Some(entry_with(app, cx, event, subject, detail)))
}

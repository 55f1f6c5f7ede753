//! What the holder sees of a change, and how he stops one that he did not ask for.

use domain::actor::Purpose;
use domain::event::Event;
use store::phone_change::{self, Stored};

use crate::{App, Cx, Error, Result, entry_with, holder, notify};

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
    let args = [("phone", change.body.phone.masked())];
    notify::tell(&mut tx, app, cx, &stored, "phone-change-withdrawn", &args).await?;
    let detail = serde_json::json!({ "change": change.id });
    let event = Event::PhoneChangeWithdrawn;
    Ok(tx
        .commit(entry_with(app, cx, event, subject, detail))
        .await?)
}

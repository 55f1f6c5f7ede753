//! "This is not me" (UX-3): weak proof is enough to shut a door (design 7), so one press does it.

use domain::event::Event;
use domain::ids::DeviceId;
use serde_json::json;
use store::attempt;

use super::remove_device;
use crate::{App, Cx, Result, entry_with, holder, notify};

/// Ends what runs on a device, and takes away the passkeys that were made on it.
pub async fn not_me(app: &App, cx: &Cx, device: DeviceId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let subject = stored.account.subject;
    let mut entries = remove_device(&mut tx, app, cx, subject, device).await?;
    notify::tell(&mut tx, app, cx, &stored, "not-me", &[]).await?;
    let detail = json!({ "device": device, "not_me": true });
    entries.push(entry_with(app, cx, Event::DeviceRemoved, subject, detail));
    Ok(tx.commit(entries).await?)
}

/// APP-9: turns away the device that waits for a code of this one; every journey under way ends, and whoever
/// is at it needs the password and a code once more.
pub async fn turn_away(app: &App, cx: &Cx) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let subject = stored.account.subject;
    attempt::delete_all(&mut tx, subject).await?;
    attempt::void_codes(&mut tx, subject, cx.now).await?;
    let detail = json!({ "not_me": true });
    let entry = entry_with(app, cx, Event::SignInFailed, subject, detail);
    Ok(tx.commit(entry).await?)
}

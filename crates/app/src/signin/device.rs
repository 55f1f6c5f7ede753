//! APP-8 to APP-10: the new device by a code on the old one; the list of devices.

use domain::event::Event;
use domain::ids::{DeviceId, SubjectId};
use domain::means::Means;
use store::Source;
use store::attempt;
use store::session::{self, Device};

use super::confirm::device_name;
use super::{Confirm, DeviceCookie, Opened, journey, open, open_status};
use crate::code::{self, Purpose};
use crate::ending::{self, Reach};
use crate::token::Token;
use crate::{App, Cx, Error, Result, entry_with, holder, passkeys};

/// What becomes of the passkeys that were made on the device that goes (APP-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldPasskeys {
    /// They end: whoever gets that device next has no way in.
    End,
    /// They stay, as the holder asked for.
    Keep,
}

/// Devices that go when this one comes (APP-8).
async fn going(source: &mut impl Source, app: &App, subject: SubjectId) -> Result<Vec<DeviceId>> {
    if !app.config.one_device {
        return Ok(Vec::new());
    }
    let known = session::devices(source, subject).await?;
    Ok(known.into_iter().map(|device| device.id).collect())
}

/// Names of the passkeys that were made on the devices that go, for whoever enters the old one's code.
pub async fn old_passkeys(app: &App, cx: &Cx, token: &Token) -> Result<Vec<String>> {
    let mut source = app.db.read().await?;
    journey(&mut source, cx, token, "sign-in", &["device"]).await?;
    let going = going(&mut source, app, token.subject).await?;
    passkeys::made_on(&mut source, token.subject, &going).await
}

/// Third step on a new device: the code that the old device shows.
pub async fn confirm_device(
    app: &App,
    cx: &Cx,
    command: &Confirm<'_>,
    old: OldPasskeys,
) -> Result<Opened> {
    let subject = command.token.subject;
    let mut source = app.db.read().await?;
    journey(&mut source, cx, command.token, "sign-in", &["device"]).await?;
    drop(source);
    let code = code::check(app, cx, subject, Purpose::Device, command.code).await?;
    let mut tx = app.db.begin().await?;
    journey(&mut tx, cx, command.token, "sign-in", &["device"]).await?;
    code::consume(&mut tx, cx, subject, code).await?;
    let stored = store::account::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::Refused("journey-over"))?;
    let means = [Means::Password, Means::BoundDevice];
    let device = DeviceCookie {
        token: None,
        name: device_name(command.device_name),
    };
    let (opened, entries) = if stored.account.holds.is_empty() {
        let mut ended = Vec::new();
        if old == OldPasskeys::End {
            for gone in going(&mut tx, app, subject).await? {
                ended.extend(passkeys::end(&mut tx, app, cx, (subject, Some(gone))).await?);
            }
        }
        let (opened, entries) = open(&mut tx, app, cx, &stored, &device, &means).await?;
        (opened, [ended, entries].concat())
    } else {
        open_status(&mut tx, app, cx, subject, &means).await?
    };
    attempt::delete(&mut tx, subject, &command.token.digest()).await?;
    tx.commit(entries).await?;
    Ok(opened)
}

/// The code for a new device that waits, as the old device shows it.
pub async fn pending_device_code(app: &App, cx: &Cx) -> Result<Option<String>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let code = attempt::latest_code(&mut source, subject, Purpose::Device.as_str()).await?;
    Ok(code
        .filter(|c| !c.used && cx.now < c.expires)
        .and_then(|c| c.shown))
}

/// The holder's devices.
pub async fn devices(app: &App, cx: &Cx) -> Result<Vec<Device>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    Ok(session::devices(&mut source, subject).await?)
}

/// The holder removes a device; its sessions end.
pub async fn remove_own(app: &App, cx: &Cx, device: DeviceId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    remove(&mut tx, app, cx, stored.account.subject, device).await?;
    let detail = serde_json::json!({ "device": device });
    Ok(tx
        .commit(entry_with(
            app,
            cx,
            Event::DeviceRemoved,
            stored.account.subject,
            detail,
        ))
        .await?)
}

/// APP-10: removes a device, ends what runs on it, and takes away the passkeys that were made on it: they
/// would let it in again. Gives how many.
pub(crate) async fn remove(
    tx: &mut store::Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    device: DeviceId,
) -> Result<Vec<String>> {
    if !session::remove_device(tx, subject, device, cx.now).await? {
        return Err(Error::NotFound);
    }
    let on_it = (Reach::Device(device), "device-removed");
    ending::end(tx, app, cx, subject, on_it).await?;
    passkeys::forget(tx, subject, Some(device)).await
}

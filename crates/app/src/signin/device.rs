//! APP-8 to APP-10: the new device by a code on the old one; the list of devices.

use domain::event::Event;
use domain::ids::{DeviceId, SubjectId};
use domain::means::Means;
use store::Entry;
use store::attempt;
use store::session::{self, Device};

use super::confirm::device_name;
use super::{Coming, Confirm, DeviceCookie, Opened, journey, open_coming, open_status};
use crate::code::{self, Purpose};
use crate::credentials::OldWays;
use crate::ending::{self, Reach};
use crate::{App, Cx, Error, Result, entry_with, holder, passkeys};

/// Third step on a new device: the code that the old device shows. APP-8: passkeys that were made on devices
/// that go end with them.
pub async fn confirm_device(
    app: &App,
    cx: &Cx,
    command: &Confirm<'_>,
    old: OldWays,
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
        let mut coming = Coming::new(app, &means);
        let own = coming.acting(cx, subject)?;
        let ended = end_old(&mut tx, app, &own, (subject, old)).await?;
        coming.passkeys_ended = !ended.is_empty();
        let (opened, entries) = open_coming(&mut tx, app, cx, &stored, &device, &coming).await?;
        (opened, [ended, entries].concat())
    } else {
        open_status(&mut tx, app, cx, subject, &means).await?
    };
    attempt::finish(&mut tx, subject, &command.token.digest(), cx.now).await?;
    tx.commit(entries).await?;
    Ok(opened)
}

/// Ends the passkeys made on the devices that the new one replaces: every one known, since a new device waits for
/// the old one's code only where an account has one device (APP-8).
async fn end_old(
    tx: &mut store::Tx,
    app: &App,
    cx: &Cx,
    (subject, old): (SubjectId, OldWays),
) -> Result<Vec<Entry>> {
    let going = match old {
        OldWays::End => session::devices(tx, subject).await?,
        OldWays::Keep => Vec::new(),
    };
    let mut ended = Vec::new();
    for gone in going {
        let keys = passkeys::end(tx, app, cx, (subject, Some(gone.id))).await?;
        ended.extend(keys.entries);
    }
    Ok(ended)
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
    let subject = stored.account.subject;
    let mut entries = remove(&mut tx, app, cx, subject, device).await?;
    let detail = serde_json::json!({ "device": device });
    entries.push(entry_with(app, cx, Event::DeviceRemoved, subject, detail));
    Ok(tx.commit(entries).await?)
}

/// APP-10: removes a device, ends what runs on it, and takes away the passkeys that were made on it: they
/// would let it in again. Gives their entries.
pub(crate) async fn remove(
    tx: &mut store::Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    device: DeviceId,
) -> Result<Vec<Entry>> {
    if !session::remove_device(tx, subject, device, cx.now).await? {
        return Err(Error::NotFound);
    }
    let ended = passkeys::end(tx, app, cx, (subject, Some(device))).await?;
    let on_it = (Reach::Device(device), "device-removed");
    ending::end(tx, app, cx, subject, on_it).await?;
    Ok(ended.entries)
}

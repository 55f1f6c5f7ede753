//! The account moves to the phone that asked.

use domain::event::Event;
use domain::journey::Outcome;
use domain::means::Means;
use store::{account, attempt, lost_phone, session};

use super::view::asked_here;
use super::{detail, words};
use crate::ending::{self, Reach};
use crate::signin::{Coming, DeviceCookie, Opened, device_name, journey, open_coming};
use crate::token::Token;
use crate::{App, Cx, Error, Result, credentials, entry_with, experience, holder, notify};

/// UX-1: after the waiting time, on the phone that asked, with number, password and one-time code shown anew
/// (`token` is that sign-in's journey). Old devices, sessions, passkeys, the
/// authenticator app and what was granted end.
pub async fn finish(
    app: &App,
    cx: &Cx,
    token: &Token,
    (kept, device): (Option<&Token>, &str),
) -> Result<Opened> {
    let subject = token.subject;
    let mut tx = app.db.begin().await?;
    journey(&mut tx, cx, token, "sign-in", &["device"]).await?;
    let holder = account::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::Refused("journey-over"))?;
    holder::require_open(&holder, cx)?;
    let found = lost_phone::open(&mut tx, subject).await?;
    let mut stored = found.ok_or(Error::Refused("lost-phone-over"))?;
    if !asked_here(&stored, kept) {
        return Err(Error::Refused("lost-phone-elsewhere"));
    }
    stored.request = stored.request.finish(cx.now)?;
    lost_phone::save(&mut tx, &stored).await?;
    for old in session::devices(&mut tx, subject).await? {
        session::remove_device(&mut tx, subject, old.id, cx.now).await?;
    }
    let means = [Means::Password, Means::OneTimeCode];
    let coming = Coming::new(app, &means);
    let own = coming.acting(cx, subject)?;
    // Whoever has the old phone has no way in of before.
    let ended = credentials::end_others(&mut tx, app, &own, subject).await?;
    let all = (Reach::Everything, "phone-replaced");
    ending::end(&mut tx, app, cx, subject, all).await?;
    let device = DeviceCookie {
        token: None,
        name: device_name(device),
    };
    let (opened, signed_in) = open_coming(&mut tx, app, cx, &holder, &device, &coming).await?;
    attempt::finish(&mut tx, subject, &token.digest(), cx.now).await?;
    attempt::delete_all(&mut tx, subject).await?;
    experience::end(&mut tx, cx, &stored.id, Outcome::Done).await?;
    let mut args = words(&stored);
    args.extend(ended.values());
    notify::tell(&mut tx, app, cx, &holder, "lost-phone-finished", &args).await?;
    let mut entries = ended.into_entries();
    entries.extend(signed_in);
    let about = detail(&stored, stored.request);
    let event = Event::LostPhoneFinished;
    entries.push(entry_with(app, cx, event, subject, about));
    tx.commit(entries).await?;
    Ok(opened)
}

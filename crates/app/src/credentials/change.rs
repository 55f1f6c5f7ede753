//! APP-4: old password, new password, passcode; then everybody signs in again.

use domain::event::Event;
use domain::fault::Fault;
use domain::secret::Password;
use oidc::ssf::{Change, Credential};
use store::attempt;
use store::credential::{self, Kind};

use super::{OldWays, end_others};
use crate::ending::{self, Reach};
use crate::relying_parties::event;
use crate::signin::{BY_NUMBER, by_number};
use crate::{App, Cx, Result, entry, holder, notify, throttle};

/// What the form holds.
#[derive(Debug)]
pub struct ChangePassword<'a> {
    /// The present password.
    pub old: &'a str,
    /// The new one.
    pub new: &'a str,
    /// The passcode.
    pub passcode: &'a str,
    /// Passkeys and the authenticator app: whoever knew the password may have made some.
    pub others: OldWays,
}

/// Changes the password and ends every session. A wrong old password counts as one at sign-in does:
/// whoever took over a session guesses no faster here.
pub async fn change_password(app: &App, cx: &Cx, command: &ChangePassword<'_>) -> Result<()> {
    let stored = holder::own_account(app, cx).await?;
    let subject = stored.account.subject;
    let new = super::choose::password(app, &stored.profile, command.new)?;
    let old = Password::entered(command.old)
        .ok_or_else(|| Fault::new("old_password", "password-empty"))?;
    super::passcode::verify(app, cx, subject, command.passcode).await?;
    let mut source = app.db.read().await?;
    let known = credential::load(&mut source, subject, Kind::Password).await?;
    drop(source);
    let number = stored.profile.identity.number.as_str();
    throttle::reserve(app, cx, &[by_number(number)]).await?;
    if !app
        .hasher
        .verify(old.expose(), known.as_ref().map(|k| k.secret.as_str()))
        .await?
    {
        return Err(Fault::new("old_password", "old-password-wrong").into());
    }
    let hash = app.hasher.hash(new.expose(), app.random()).await?;
    let mut tx = app.db.begin().await?;
    throttle::clear(&mut tx, app, BY_NUMBER, number).await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    credential::set(&mut tx, subject, Kind::Password, &hash, "", cx.now).await?;
    let mut entries = vec![entry(app, cx, Event::PasswordChanged, subject)];
    let ended = match command.others {
        OldWays::End => Some(end_others(&mut tx, app, cx, subject).await?),
        OldWays::Keep => None,
    };
    let all = (Reach::Everything, "password-changed");
    event::credential_changed(
        &mut tx,
        app,
        cx,
        subject,
        (Credential::Password, Change::Update),
    )
    .await?;
    ending::end(&mut tx, app, cx, subject, all).await?;
    attempt::delete_all(&mut tx, subject).await?;
    match ended.filter(|ended| !ended.is_nothing()) {
        Some(ended) => {
            let args = ended.values();
            notify::tell(&mut tx, app, cx, &stored, "password-changed-ended", &args).await?;
            entries.extend(ended.into_entries());
        }
        None => notify::tell(&mut tx, app, cx, &stored, "password-changed", &[]).await?,
    }
    Ok(tx.commit(entries).await?)
}

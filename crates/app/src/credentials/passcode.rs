//! The passcode (APP-2): checked for acts inside the app, replaced by a code to the contact (APP-6, UX-7).

use domain::event::Event;
use domain::fault::Fault;
use domain::ids::SubjectId;
use domain::secret::Passcode;
use domain::throttle::BackOff;
use store::credential::{self, Kind};
use store::{Audit, account};

use crate::code::{self, Purpose};
use crate::notify::{self, Contact, Recipient};
use crate::{App, Cx, Error, Result, entry, holder};

/// Checks the holder's passcode; five failures in a row pause it, longer each time. An attempt counts
/// before it is checked, so that attempts side by side count too.
pub async fn verify(app: &App, cx: &Cx, subject: SubjectId, text: &str) -> Result<()> {
    let entered = Passcode::entered(text).map_err(|e| Fault::new("passcode", e.code()))?;
    let stored = reserve(app, cx, subject).await?;
    if !app
        .hasher
        .verify(entered.expose(), stored.as_deref())
        .await?
    {
        return Err(Fault::new("passcode", "passcode-wrong").into());
    }
    let mut tx = app.db.begin().await?;
    account::hold_row(&mut tx, subject).await?;
    credential::succeeded(&mut tx, subject, Kind::Passcode).await?;
    Ok(tx.commit(Audit::Bookkeeping("passcode right")).await?)
}

/// Takes one attempt; gives the stored hash.
async fn reserve(app: &App, cx: &Cx, subject: SubjectId) -> Result<Option<String>> {
    let mut tx = app.db.begin().await?;
    account::hold_row(&mut tx, subject).await?;
    let Some(stored) = credential::load(&mut tx, subject, Kind::Passcode).await? else {
        return Ok(None);
    };
    if stored.blocked_until > cx.now {
        return Err(Error::Throttled {
            until: stored.blocked_until,
        });
    }
    let count = u32::try_from(stored.failures)
        .unwrap_or(u32::MAX)
        .saturating_add(1);
    let until = BackOff::default()
        .pause(count)
        .map_or(cx.now, |pause| cx.now + pause);
    if !credential::reserve(&mut tx, subject, Kind::Passcode, (stored.failures, until)).await? {
        return Err(Error::Stale);
    }
    tx.commit(Audit::Bookkeeping("passcode tried")).await?;
    Ok(Some(stored.secret))
}

/// APP-6, first step: a code to the registered contact.
pub async fn send_code(app: &App, cx: &Cx) -> Result<String> {
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let contact = Contact::of(&stored.profile).ok_or(Error::Refused("no-contact"))?;
    code::send(
        &mut tx,
        app,
        cx,
        Purpose::Passcode,
        &Recipient::of(&stored, &contact, cx),
        true,
    )
    .await?;
    tx.commit(Audit::Bookkeeping("passcode code sent")).await?;
    Ok(contact.masked())
}

/// Code and new passcode as typed.
#[derive(Debug)]
pub struct ForgottenPasscode<'a> {
    /// Six digits from the message.
    pub code: &'a str,
    /// The new passcode.
    pub passcode: &'a str,
}

/// APP-6, second step: the code and a new passcode.
pub async fn forgotten(app: &App, cx: &Cx, command: &ForgottenPasscode<'_>) -> Result<()> {
    let stored = holder::own_account(app, cx).await?;
    let subject = stored.account.subject;
    let passcode = super::choose::passcode(&stored.profile.identity.birth, command.passcode)?;
    let code = code::check(app, cx, subject, Purpose::Passcode, command.code).await?;
    let hash = app.hasher.hash(passcode.expose(), app.random()).await?;
    let mut tx = app.db.begin().await?;
    let stored = account::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::SignIn)?;
    holder::require_open(&stored, cx)?;
    code::consume(&mut tx, cx, subject, code).await?;
    credential::set(&mut tx, subject, Kind::Passcode, &hash, "", cx.now).await?;
    notify::tell(&mut tx, app, cx, &stored, "passcode-changed", &[]).await?;
    Ok(tx
        .commit(entry(app, cx, Event::PasscodeChanged, subject))
        .await?)
}

//! Second and third step: the code, then a new password.

use domain::event::Event;
use oidc::ssf::{Change, Credential};
use store::credential::{self, Kind};
use store::{Audit, account, attempt};

use crate::code::{self, Purpose};
use crate::ending::{self, Reach};
use crate::relying_parties::event;
use crate::signin::{BY_NUMBER, journey};
use crate::token::Token;
use crate::{App, Cx, Error, Result, credentials, entry, holder, notify, throttle};

/// Checks the code.
pub async fn confirm(app: &App, cx: &Cx, token: &Token, entered: &str) -> Result<()> {
    let mut source = app.db.read().await?;
    journey(&mut source, cx, token, super::KIND, &["code"]).await?;
    drop(source);
    let code = code::check(app, cx, token.subject, Purpose::Recovery, entered).await?;
    let mut tx = app.db.begin().await?;
    let mut attempt = journey(&mut tx, cx, token, super::KIND, &["code"]).await?;
    code::consume(&mut tx, cx, token.subject, code).await?;
    "password".clone_into(&mut attempt.stage);
    attempt::save(&mut tx, &attempt).await?;
    Ok(tx
        .commit(Audit::Bookkeeping("recovery code confirmed"))
        .await?)
}

/// Sets the new password; every session ends and the holder is told.
pub async fn set_password(app: &App, cx: &Cx, token: &Token, text: &str) -> Result<()> {
    let subject = token.subject;
    let mut source = app.db.read().await?;
    journey(&mut source, cx, token, super::KIND, &["password"]).await?;
    let stored = account::load(&mut source, subject, cx.now)
        .await?
        .ok_or(Error::Refused("journey-over"))?;
    drop(source);
    let password = credentials::password(app, &stored.profile, text)?;
    let hash = app.hasher.hash(password.expose(), app.random()).await?;
    let mut tx = app.db.begin().await?;
    journey(&mut tx, cx, token, super::KIND, &["password"]).await?;
    let stored = account::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::Refused("journey-over"))?;
    holder::require_open(&stored, cx)?;
    credential::set(&mut tx, subject, Kind::Password, &hash, "", cx.now).await?;
    let ended = credentials::end_others(&mut tx, app, cx, subject).await?;
    let all = (Reach::Everything, "password-recovered");
    event::credential_changed(
        &mut tx,
        app,
        cx,
        subject,
        (Credential::Password, Change::Update),
    )
    .await?;
    ending::end(&mut tx, app, cx, subject, all).await?;
    attempt::finish(&mut tx, subject, &token.digest(), cx.now).await?;
    attempt::delete_all(&mut tx, subject).await?;
    throttle::clear(
        &mut tx,
        app,
        BY_NUMBER,
        stored.profile.identity.number.as_str(),
    )
    .await?;
    let args = ended.values();
    notify::tell(&mut tx, app, cx, &stored, "password-recovered", &args).await?;
    let mut entries = ended.into_entries();
    entries.push(entry(app, cx, Event::PasswordRecovered, subject));
    Ok(tx.commit(entries).await?)
}

//! The holder's passkeys: seen, named, removed.

use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{DeviceId, PasskeyId, SubjectId};
use jiff::Timestamp;
use oidc::ssf::{Change, Credential};
use serde_json::json;
use store::passkey::{self, Passkey as Row};
use store::{Entry, Tx};
use webauthn_rs::prelude::Passkey;

use super::ceremony::kept;
use crate::relying_parties::event;
use crate::{App, Cx, Error, Result, credentials, entry_with, holder, notify};

/// A passkey as its holder sees it.
#[derive(Debug)]
pub struct Own {
    /// Identifier.
    pub id: PasskeyId,
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// Last use.
    pub used: Option<Timestamp>,
    /// `WebAuthn` 6.1.3: whether it is kept in an account of the device's maker, not on one device only.
    pub synchronised: bool,
}

/// A name fit for a list: printable, one to sixty characters.
pub(super) fn name_of(text: &str) -> Result<String> {
    let name = text.trim();
    let fault = |code| Err(Fault::new("name", code).into());
    if name.is_empty() {
        return fault("passkey-name-empty");
    }
    if name.chars().count() > 60 || name.chars().any(char::is_control) {
        return fault("passkey-name-long");
    }
    Ok(name.to_owned())
}

fn own(row: Row) -> Result<Own> {
    let backed_up = row
        .body
        .key
        .pointer("/cred/backup_state")
        .and_then(serde_json::Value::as_bool);
    // The flag is read from what the library wrote; a key that it cannot read is our own fault.
    kept::<Passkey>(row.body.key)?;
    Ok(Own {
        id: row.id,
        name: row.body.name,
        created: row.created,
        used: row.used,
        synchronised: backed_up.unwrap_or_default(),
    })
}

/// The holder's passkeys, oldest first.
pub async fn list(app: &App, cx: &Cx) -> Result<Vec<Own>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let rows = passkey::of(&mut source, subject).await?;
    rows.into_iter().map(own).collect()
}

async fn find(tx: &mut Tx, subject: SubjectId, id: PasskeyId) -> Result<Row> {
    let rows = passkey::of(tx, subject).await?;
    let found = rows.into_iter().find(|row| row.id == id);
    found.ok_or(Error::NotFound)
}

/// Gives a passkey another name.
pub async fn name(app: &App, cx: &Cx, id: PasskeyId, text: &str) -> Result<()> {
    let name = name_of(text)?;
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let subject = stored.account.subject;
    let mut row = find(&mut tx, subject, id).await?;
    row.body.name.clone_from(&name);
    passkey::save(&mut tx, subject, &row).await?;
    let detail = json!({ "passkey": id, "name": name });
    Ok(tx
        .commit(entry_with(app, cx, Event::PasskeyNamed, subject, detail))
        .await?)
}

/// Passkeys that were taken away.
pub(crate) struct Gone {
    /// Their names, as the holder gave them.
    pub(crate) names: Vec<String>,
    /// For his log.
    pub(crate) entries: Vec<Entry>,
}

/// Takes away passkeys: services are told, and each stands in the holder's log.
async fn take_away(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    rows: &[Row],
) -> Result<Gone> {
    let names = rows.iter().map(|row| row.body.name.clone()).collect();
    let mut entries = Vec::new();
    for row in rows {
        passkey::delete(tx, subject, row).await?;
        let detail = json!({ "passkey": row.id, "name": row.body.name });
        entries.push(entry_with(app, cx, Event::PasskeyRemoved, subject, detail));
    }
    if !rows.is_empty() {
        let change = (Credential::Fido2Platform, Change::Delete);
        event::credential_changed(tx, app, cx, subject, change).await?;
    }
    Ok(Gone { names, entries })
}

/// Takes away every passkey of an account, or those made on one device. To be called before sessions end with them.
pub(crate) async fn end(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (subject, device): (SubjectId, Option<DeviceId>),
) -> Result<Gone> {
    let mut rows = passkey::of(tx, subject).await?;
    rows.retain(|row| device.is_none() || row.device == device);
    take_away(tx, app, cx, subject, &rows).await
}

/// Removes a passkey, by the passcode; the holder is told.
pub async fn remove(app: &App, cx: &Cx, id: PasskeyId, passcode: &str) -> Result<()> {
    credentials::verify_passcode(app, cx, cx.holder()?, passcode).await?;
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let subject = stored.account.subject;
    let row = find(&mut tx, subject, id).await?;
    let args = [("name", row.body.name.clone())];
    notify::tell(&mut tx, app, cx, &stored, "passkey-removed", &args).await?;
    let removed = take_away(&mut tx, app, cx, subject, &[row]).await?;
    Ok(tx.commit(removed.entries).await?)
}

//! Making a passkey: the passcode first, then the device.

use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{DeviceId, PasskeyId};
use jiff::SignedDuration;
use oidc::ssf::{Change, Credential};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::account::Stored;
use store::attempt::{self, Attempt};
use store::passkey::{self, Body, Passkey as Row};
use store::{Audit, Source};
use webauthn_rs::prelude::{
    CredentialID, Passkey, PasskeyRegistration, RegisterPublicKeyCredential, Uuid,
};

use super::LIMIT;
use super::ceremony::{keep, kept, read, relying_party};
use super::list::name_of;
use crate::relying_parties::event;
use crate::signin::journey;
use crate::token::Token;
use crate::{App, Cx, Error, Result, credentials, entry_with, holder, notify};

const KIND: &str = "passkey";
const STAGE: &str = "create";
/// As long as a person may take with his device.
const CEREMONY: SignedDuration = SignedDuration::from_mins(10);

/// What the form holds.
#[derive(Debug)]
pub struct Begin<'a> {
    /// Name for the list.
    pub name: &'a str,
    /// The passcode: whoever took over a session makes no way in of his own.
    pub passcode: &'a str,
}

/// What the device is asked.
#[derive(Debug)]
pub struct Prompt {
    /// `PublicKeyCredentialCreationOptionsJSON` (`WebAuthn` 5.1.8).
    pub options: Value,
    /// The name chosen.
    pub name: String,
}

#[derive(Serialize, Deserialize)]
struct Ceremony {
    state: Value,
    options: Value,
    name: String,
}

/// Checks the passcode and asks for a passkey that knows its holder by itself (discoverable) and is used only
/// after the device was unlocked.
pub async fn begin(app: &App, cx: &Cx, command: &Begin<'_>) -> Result<Token> {
    let party = relying_party(app)?;
    let subject = cx.holder()?;
    let name = name_of(command.name)?;
    credentials::verify_passcode(app, cx, subject, command.passcode).await?;
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let known = known(&mut tx, &stored).await?;
    let (shown, full) = shown(&stored);
    let user = Uuid::from_bytes(*subject.as_bytes());
    let (options, state) = party
        .start_passkey_registration(user, &shown, &full, Some(known))
        .map_err(|e| Error::Internal(e.to_string()))?;
    let body = Ceremony {
        state: keep(&state)?,
        options: discoverable(keep(&options)?),
        name,
    };
    let token = Token::fresh(app, subject);
    let attempt = Attempt {
        subject,
        digest: token.digest(),
        kind: KIND.to_owned(),
        stage: STAGE.to_owned(),
        genuine: true,
        body: keep(&body)?,
        created: cx.now,
        expires: cx.now + CEREMONY,
        revision: 1,
    };
    attempt::insert(&mut tx, &attempt).await?;
    tx.commit(Audit::Bookkeeping("passkey begun")).await?;
    Ok(token)
}

/// Credentials of the account, which a device that holds one refuses to make again; no more than [`LIMIT`].
async fn known(source: &mut impl Source, stored: &Stored) -> Result<Vec<CredentialID>> {
    let own = passkey::of(source, stored.account.subject).await?;
    if own.len() >= LIMIT {
        return Err(Error::Refused("passkeys-full"));
    }
    let key = |one: Row| Ok(kept::<Passkey>(one.body.key)?.cred_id().clone());
    own.into_iter().map(key).collect()
}

/// What the device shows when it asks which account: the end of the number, and the name. No more leaves for
/// a store of passkeys that others run.
fn shown(stored: &Stored) -> (String, String) {
    let identity = &stored.profile.identity;
    let number = identity.number.as_str();
    let end = number.get(number.len().saturating_sub(4)..);
    let shown = format!("…{}", end.unwrap_or_default());
    (shown, identity.name.as_str().to_owned())
}

/// `WebAuthn` 5.4.6: a passkey that is found without a list, for signing in by autofill.
fn discoverable(mut options: Value) -> Value {
    let mut options = options
        .get_mut("publicKey")
        .map(Value::take)
        .unwrap_or_default();
    let selection = options.get_mut("authenticatorSelection");
    if let Some(selection) = selection.and_then(Value::as_object_mut) {
        selection.insert("residentKey".into(), json!("required"));
        selection.insert("requireResidentKey".into(), json!(true));
    }
    options
}

async fn ceremony(
    source: &mut impl Source,
    cx: &Cx,
    token: &Token,
) -> Result<(Ceremony, PasskeyRegistration)> {
    if token.subject != cx.holder()? {
        return Err(Error::Refused("journey-over"));
    }
    let attempt = journey(source, cx, token, KIND, &[STAGE]).await?;
    let ceremony: Ceremony = kept(attempt.body)?;
    let state = kept(ceremony.state.clone())?;
    Ok((ceremony, state))
}

/// What the device is asked, for the page that asks it.
pub async fn prompt(app: &App, cx: &Cx, token: &Token) -> Result<Prompt> {
    let mut source = app.db.read().await?;
    let (ceremony, _) = ceremony(&mut source, cx, token).await?;
    Ok(Prompt {
        options: ceremony.options,
        name: ceremony.name,
    })
}

/// `WebAuthn` 7.1: checks what the device made and keeps it; the holder is told.
pub async fn finish(
    app: &App,
    cx: &Cx,
    (token, device): (&Token, Option<DeviceId>),
    credential: &str,
) -> Result<()> {
    let party = relying_party(app)?;
    let made: RegisterPublicKeyCredential = read(credential)?;
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let (ceremony, state) = ceremony(&mut tx, cx, token).await?;
    let subject = stored.account.subject;
    let failed = || Error::from(Fault::new("passkey", "passkey-failed"));
    let key = party
        .finish_passkey_registration(&made, &state)
        .map_err(|error| {
            tracing::info!(%error, request = cx.request, "passkey not taken");
            failed()
        })?;
    known(&mut tx, &stored).await?;
    let new = Row {
        id: app.id(PasskeyId::from_bytes),
        device,
        body: Body {
            name: ceremony.name,
            credential: oidc::jose::base64url_encode(key.cred_id()),
            key: keep(&key)?,
        },
        created: cx.now,
        used: None,
        revision: 1,
    };
    if !passkey::insert(&mut tx, subject, &new).await? {
        return Err(failed());
    }
    attempt::delete(&mut tx, subject, &token.digest()).await?;
    let change = (Credential::Fido2Platform, Change::Create);
    event::credential_changed(&mut tx, app, cx, subject, change).await?;
    let args = [("name", new.body.name.clone())];
    notify::tell(&mut tx, app, cx, &stored, "passkey-added", &args).await?;
    let detail = json!({ "passkey": new.id, "name": new.body.name });
    Ok(tx
        .commit(entry_with(app, cx, Event::PasskeyAdded, subject, detail))
        .await?)
}

//! Signing in by a passkey alone (`WebAuthn` 7.2): the device was unlocked, and signs.

use domain::account::Standing;
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::SubjectId;
use domain::means::Means;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::attempt::{self, Attempt};
use store::passkey::{self, Passkey as Row};
use store::throttle::Rule;
use store::{Audit, Tx, account};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PublicKeyCredential, WebauthnError,
};

use super::ceremony::{keep, kept, read, relying_party};
use crate::signin::{
    DeviceCookie, DeviceSecret, Opened, by_address, device_name, journey, open, open_status,
};
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx, Error, Result, entry_with, notify};

const KIND: &str = "passkey-sign-in";
const STAGE: &str = "challenge";
/// Autofill waits as long as the page is open; a page asks anew when this has passed.
const CEREMONY: SignedDuration = SignedDuration::from_mins(15);
/// D59-24.2: two factors in one gesture ([`Means::DeviceUnlock`] says why no more).
const MEANS: [Means; 2] = [Means::Passkey, Means::DeviceUnlock];

/// What a browser asks its devices.
#[derive(Debug)]
pub struct Challenge {
    /// For the answer.
    pub token: Token,
    /// `PublicKeyCredentialRequestOptionsJSON` (`WebAuthn` 5.1.8); names no credential, so it tells nothing of
    /// anybody.
    pub options: Value,
}

/// Anybody may ask for one: counted by address, which many people may share.
pub async fn challenge(app: &App, cx: &Cx) -> Result<Challenge> {
    let party = relying_party(app)?;
    let address = throttle::address(cx);
    let asked = Counted {
        kind: "passkey-challenge",
        value: &address,
        rule: Rule::Rate(Throttle::new(600, SignedDuration::from_mins(10))),
    };
    let (mut options, state) = party
        .start_discoverable_authentication()
        .map_err(|e| Error::Internal(e.to_string()))?;
    // The page chooses between autofill and a button.
    options.mediation = None;
    let options = keep(&options)?
        .get_mut("publicKey")
        .map(Value::take)
        .unwrap_or_default();
    // Nobody's yet.
    let token = Token::fresh(app, app.id(SubjectId::from_bytes));
    let attempt = Attempt {
        subject: token.subject,
        digest: token.digest(),
        kind: KIND.to_owned(),
        stage: STAGE.to_owned(),
        genuine: true,
        body: keep(&state)?,
        created: cx.now,
        expires: cx.now + CEREMONY,
        revision: 1,
    };
    let mut tx = app.db.begin().await?;
    throttle::reserve_in(&mut tx, app, cx, &asked).await?;
    attempt::insert(&mut tx, &attempt).await?;
    tx.commit(Audit::Bookkeeping("passkey asked")).await?;
    Ok(Challenge { token, options })
}

/// A passkey's answer, and the device it came from.
#[derive(Debug)]
pub struct Present<'a> {
    /// Of the challenge.
    pub token: &'a Token,
    /// `AuthenticationResponseJSON` as the browser wrote it.
    pub credential: &'a str,
    /// The device's own token, where it has one.
    pub device: Option<DeviceSecret>,
    /// Name for the device list.
    pub device_name: &'a str,
}

/// What became of a signature.
enum Judged {
    /// Good, with the passkey as it is now.
    Good(Box<Row>),
    /// Good, but its counter went back: there may be a copy (`WebAuthn` 7.2, step 22).
    Copied(Box<Row>),
    /// Of nobody, or wrong.
    Wrong,
}

/// Opens a session. A passkey of nobody, one of another account and a wrong signature get the same answer.
/// APP-9: a passkey that the account knows proves a possession that is bound to it already, as the code on
/// the old device does; a new device needs no second word from the old one, whose session ends (APP-8) and
/// whose holder is told.
pub async fn sign_in(app: &App, cx: &Cx, command: &Present<'_>) -> Result<Opened> {
    let address = throttle::address(cx);
    let caller = [by_address(&address)];
    throttle::check(app, cx, &caller).await?;
    let shown: PublicKeyCredential = read(command.credential)?;
    let state = take(app, cx, command.token).await?;
    let subject = named(&shown);
    let mut tx = app.db.begin().await?;
    let stored = match subject {
        Some(subject) => account::load_to_change(&mut tx, subject, cx.now).await?,
        None => None,
    };
    let Some(stored) = stored else {
        drop(tx);
        return wrong(app, cx, None, &caller).await;
    };
    let subject = stored.account.subject;
    let row = match judge(&mut tx, (app, cx), subject, (&shown, state)).await? {
        Judged::Good(row) => row,
        Judged::Copied(row) => {
            let args = [("name", row.body.name.clone())];
            notify::tell(&mut tx, app, cx, &stored, "passkey-refused", &args).await?;
            let detail = json!({ "passkey": row.id, "name": row.body.name });
            let entry = entry_with(app, cx, Event::PasskeyRefused, subject, detail);
            tx.commit(entry).await?;
            return Err(Error::Refused("passkey-copied"));
        }
        Judged::Wrong => {
            drop(tx);
            return wrong(app, cx, Some(subject), &caller).await;
        }
    };
    let device = DeviceCookie {
        token: command.device.clone(),
        name: device_name(command.device_name),
    };
    let (opened, entries) = match stored.account.standing(cx.now) {
        Standing::Open => open(&mut tx, app, cx, &stored, &device, &MEANS).await?,
        Standing::Locked => open_status(&mut tx, app, cx, subject, &MEANS).await?,
        Standing::AwaitingActivation { .. } | Standing::ActivationLapsed { .. } => {
            return Err(Error::Refused("not-activated"));
        }
    };
    passkey::save(&mut tx, subject, &row).await?;
    tx.commit(entries).await?;
    Ok(opened)
}

/// A challenge is good for one answer, right or wrong.
async fn take(app: &App, cx: &Cx, token: &Token) -> Result<DiscoverableAuthentication> {
    let mut tx = app.db.begin().await?;
    let attempt = journey(&mut tx, cx, token, KIND, &[STAGE]).await?;
    if !attempt::delete(&mut tx, token.subject, &token.digest()).await? {
        return Err(Error::Refused("journey-over"));
    }
    tx.commit(Audit::Bookkeeping("passkey answered")).await?;
    kept(attempt.body)
}

/// `WebAuthn` 6.1, user handle: whose passkey this says it is.
fn named(shown: &PublicKeyCredential) -> Option<SubjectId> {
    let handle = shown.get_user_unique_id()?;
    SubjectId::try_from(handle).ok()
}

async fn judge(
    tx: &mut Tx,
    (app, cx): (&App, &Cx),
    subject: SubjectId,
    (shown, state): (&PublicKeyCredential, DiscoverableAuthentication),
) -> Result<Judged> {
    let credential = oidc::jose::base64url_encode(shown.get_credential_id());
    let Some(mut row) = passkey::by_credential(tx, subject, &credential).await? else {
        return Ok(Judged::Wrong);
    };
    let mut key: Passkey = kept(row.body.key.clone())?;
    let party = relying_party(app)?;
    let checked =
        party.finish_discoverable_authentication_v2(shown, state, DiscoverableKey::from(&key));
    Ok(match checked {
        Ok(result) => {
            key.update_credential(&result);
            row.body.key = keep(&key)?;
            row.used = Some(cx.now);
            Judged::Good(Box::new(row))
        }
        Err(WebauthnError::CredentialPossibleCompromise) => Judged::Copied(Box::new(row)),
        Err(_) => Judged::Wrong,
    })
}

async fn wrong(
    app: &App,
    cx: &Cx,
    subject: Option<SubjectId>,
    caller: &[Counted<'_>],
) -> Result<Opened> {
    throttle::count(app, cx, caller).await?;
    let tx = app.db.begin().await?;
    let of = subject.unwrap_or(store::audit::NOBODY);
    let detail = json!({ "means": Means::Passkey.as_str() });
    tx.commit(entry_with(app, cx, Event::SignInFailed, of, detail))
        .await?;
    Err(Fault::new("passkey", "passkey-wrong").into())
}

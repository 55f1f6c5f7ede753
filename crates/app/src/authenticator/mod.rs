//! The holder's authenticator app (RFC 6238): its code stands in for the one sent by message. One an account.

mod totp;

use domain::event::Event;
use domain::fault::Fault;
use domain::ids::SubjectId;
use domain::throttle::BackOff;
use jiff::{SignedDuration, Timestamp};
use oidc::ssf::{Change, Credential};
use store::authenticator::{self, Authenticator};
use store::{Audit, account};

use crate::relying_parties::event;
use crate::{App, Cx, Error, Result, credentials, entry, holder, notify};

/// What the holder sees of it.
pub enum State {
    /// There is none.
    None,
    /// It waits for its first code.
    Begun {
        /// The secret as apps take it.
        key: String,
        /// The same as an address that opens an app.
        address: String,
    },
    /// It signs in.
    Confirmed {
        /// Since when.
        since: Timestamp,
        /// Last use.
        used: Option<Timestamp>,
    },
}

domain::redacted_debug!(State);

fn begun(app: &App, secret: &[u8]) -> State {
    let key = totp::base32(secret);
    let name = totp::escaped(&app.config.app_name);
    State::Begun {
        address: format!("otpauth://totp/{name}?secret={key}&issuer={name}"),
        key,
    }
}

/// How long a secret that nothing proved is shown: whoever comes by the session later begins by the passcode.
const TO_PROVE: SignedDuration = SignedDuration::from_mins(10);

fn stale(found: &Authenticator, cx: &Cx) -> bool {
    found.confirmed.is_none() && found.created + TO_PROVE < cx.now
}

/// How it stands.
pub async fn state(app: &App, cx: &Cx) -> Result<State> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    Ok(match authenticator::load(&mut source, subject).await? {
        None => State::None,
        Some(found) => match found.confirmed {
            None if stale(&found, cx) => State::None,
            None => begun(app, &found.secret),
            Some(since) => State::Confirmed {
                since,
                used: found.used,
            },
        },
    })
}

/// A fresh secret, by the passcode; it opens nothing until a code proved it.
pub async fn begin(app: &App, cx: &Cx, passcode: &str) -> Result<()> {
    credentials::verify_passcode(app, cx, cx.holder()?, passcode).await?;
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    // RFC 4226 4, R6: 160 bits.
    let secret = app.random::<20>();
    if !authenticator::begin(&mut tx, stored.account.subject, &secret, cx.now).await? {
        return Err(Error::Refused("authenticator-there"));
    }
    Ok(tx.commit(Audit::Bookkeeping("authenticator begun")).await?)
}

/// The first code proves that the app has the secret; the holder is told.
pub async fn confirm(app: &App, cx: &Cx, code: &str) -> Result<()> {
    let subject = cx.holder()?;
    let step = check(app, cx, subject, (code, false)).await?;
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    consume(&mut tx, cx, subject, step).await?;
    let change = (Credential::App, Change::Create);
    event::credential_changed(&mut tx, app, cx, subject, change).await?;
    notify::tell(&mut tx, app, cx, &stored, "authenticator-added", &[]).await?;
    Ok(tx
        .commit(entry(app, cx, Event::AuthenticatorAdded, subject))
        .await?)
}

/// Removes it, by the passcode; the holder is told.
pub async fn remove(app: &App, cx: &Cx, passcode: &str) -> Result<()> {
    credentials::verify_passcode(app, cx, cx.holder()?, passcode).await?;
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let subject = stored.account.subject;
    let removed = end(&mut tx, app, cx, subject)
        .await?
        .ok_or(Error::NotFound)?;
    notify::tell(&mut tx, app, cx, &stored, "authenticator-removed", &[]).await?;
    Ok(tx.commit(removed).await?)
}

/// The same with something else that the holder proved himself for; nothing where there is none. To be called
/// before sessions end with it.
pub(crate) async fn end(
    tx: &mut store::Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
) -> Result<Option<store::Entry>> {
    if !authenticator::delete(tx, subject).await? {
        return Ok(None);
    }
    let change = (Credential::App, Change::Delete);
    event::credential_changed(tx, app, cx, subject, change).await?;
    Ok(Some(entry(app, cx, Event::AuthenticatorRemoved, subject)))
}

/// Checks a code without using it up; gives its step. `confirmed`: whether the app must be proven. An account
/// without one gets the answer of a wrong code.
pub(crate) async fn check(
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    (entered, confirmed): (&str, bool),
) -> Result<i64> {
    let entered: String = entered.chars().filter(|c| !c.is_whitespace()).collect();
    if entered.len() != 6 || !entered.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::new("code", "code-not-six-digits").into());
    }
    let known = reserve(app, cx, subject).await?;
    known
        .filter(|known| known.confirmed.is_some() == confirmed && !stale(known, cx))
        .and_then(|known| totp::matching(&known.secret, &entered, cx.now, known.step))
        .ok_or_else(|| Fault::new("code", "authenticator-wrong").into())
}

/// RFC 6238 5.2: a code is good once.
pub(crate) async fn consume(
    tx: &mut store::Tx,
    cx: &Cx,
    subject: SubjectId,
    step: i64,
) -> Result<()> {
    if authenticator::use_step(tx, subject, step, cx.now).await? {
        Ok(())
    } else {
        Err(Fault::new("code", "authenticator-wrong").into())
    }
}

/// Takes one attempt before it is checked, so that attempts side by side count too; five failures in a row
/// pause it, longer each time (RFC 4226 7.3).
async fn reserve(app: &App, cx: &Cx, subject: SubjectId) -> Result<Option<Authenticator>> {
    let mut tx = app.db.begin().await?;
    account::hold_row(&mut tx, subject).await?;
    let Some(known) = authenticator::load(&mut tx, subject).await? else {
        return Ok(None);
    };
    if known.blocked_until > cx.now {
        return Err(Error::Throttled {
            until: known.blocked_until,
        });
    }
    let count = u32::try_from(known.failures)
        .unwrap_or(u32::MAX)
        .saturating_add(1);
    let until = BackOff::default()
        .pause(count)
        .map_or(cx.now, |pause| cx.now + pause);
    if !authenticator::reserve(&mut tx, subject, (known.failures, until)).await? {
        return Err(Error::Stale);
    }
    tx.commit(Audit::Bookkeeping("authenticator tried")).await?;
    Ok(Some(known))
}

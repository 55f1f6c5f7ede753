//! UX-12: locking without signing in, by the number and one factor. Weak proof may lock, for a short time,
//! and never unlocks. Nothing tells a number with an account from one without.

use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::hold::{Channel, Ground};
use domain::person::PersonNumber;
use domain::secret::Password;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::account::{self, Stored};
use store::throttle::Rule;
use store::{Audit, Tx, attempt, hold};

use super::{Locked, NewHold, place};
use crate::activation::contact;
use crate::code::{self, Purpose as CodePurpose};
use crate::notify::{Contact, Recipient};
use crate::signin::{BY_NUMBER, Pending, begin_journey, journey, nobody, prove, resend_code};
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx, Error, Result, entry_with};

const KIND: &str = "lock-now";
/// Where a hold says it came from: which factor was given.
const CODE: &str = "code";
const PASSWORD: &str = "password";

/// A stolen phone proves itself by a code: so many locks in so long, then somebody is to be asked.
const OFTEN: usize = 3;
const WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Number and password as typed.
#[derive(Debug)]
pub struct ByPassword<'a> {
    /// Personal identification number.
    pub number: &'a str,
    /// Password.
    pub password: &'a str,
    /// The device, where it is known.
    pub device: Option<&'a Token>,
}

/// Number and contact as typed.
#[derive(Debug)]
pub struct Begin<'a> {
    /// Personal identification number.
    pub number: &'a str,
    /// Registered phone or e-mail address.
    pub contact: &'a str,
    /// The device, where it is known.
    pub device: Option<&'a Token>,
}

/// Counts by the caller: his address, his device, and the number as he tries it. A stranger elsewhere
/// takes nothing from the holder.
async fn count(app: &App, cx: &Cx, number: &str, device: Option<&Token>) -> Result<()> {
    let address = throttle::address(cx);
    let number_from_here = format!("{number}/{address}");
    let device = device.map(Token::to_text);
    let counted = |kind, value, limit| Counted {
        kind,
        value,
        rule: Rule::Rate(Throttle::new(limit, SignedDuration::from_hours(1))),
    };
    let mut limits = vec![
        counted("lock-now-number", number_from_here.as_str(), 10),
        counted("lock-now-address", address.as_str(), 100),
    ];
    if let Some(device) = &device {
        limits.push(counted("lock-now-device", device.as_str(), 10));
    }
    throttle::reserve(app, cx, &limits).await
}

/// D59-19.1.a.i, UX-12: number and password lock at once. A wrong password and a number without an
/// account get the same answer after the same work; wrong ones count with those of signing in, so that
/// nobody guesses here what he may not guess there.
pub async fn by_password(app: &App, cx: &Cx, command: &ByPassword<'_>) -> Result<Locked> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let mut faults = Faults::default();
    let number = faults
        .take(PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code())));
    let password = faults.take(
        Password::entered(command.password).ok_or_else(|| Fault::new("password", "password-empty")),
    );
    let (Some(number), Some(password)) = (number, password) else {
        return Err(faults.into());
    };
    count(app, cx, number.as_str(), command.device).await?;
    let found = prove(app, cx, &number, (&password, "lock-now-wrong")).await?;
    let subject = found.account.subject;
    let mut tx = app.db.begin().await?;
    let mut stored = account::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::Stale)?;
    throttle::clear(&mut tx, app, BY_NUMBER, number.as_str()).await?;
    lock(tx, app, cx, &mut stored, PASSWORD).await
}

/// UX-12: sends a code where number and contact belong together; the answer is the same where they do
/// not.
pub async fn begin(app: &App, cx: &Cx, command: &Begin<'_>) -> Result<Pending> {
    let mut faults = Faults::default();
    let number = faults
        .take(PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code())));
    let contact = faults.take(contact(command.contact));
    let (Some(number), Some(contact)) = (number, contact) else {
        return Err(faults.into());
    };
    count(app, cx, number.as_str(), command.device).await?;
    let mut tx = app.db.begin().await?;
    let stored = account::by_number(&mut tx, &number, cx.now).await?;
    let fits = stored.filter(|s| Contact::all(&s.profile).contains(&contact));
    let to = match &fits {
        Some(stored) => Recipient::of(stored, &contact, cx),
        None => Recipient {
            subject: nobody(app, KIND, &number, &contact),
            contact: &contact,
            lang: cx.lang,
        },
    };
    let what = (KIND, CodePurpose::Lock);
    let token = begin_journey(&mut tx, app, cx, what, &to, fits.is_some()).await?;
    tx.commit(Audit::Bookkeeping("lock without sign-in begun"))
        .await?;
    Ok(Pending {
        token,
        sent_to: contact.masked(),
    })
}

/// Sends the code once more.
pub async fn resend(app: &App, cx: &Cx, token: &Token) -> Result<()> {
    resend_code(app, cx, token, (KIND, CodePurpose::Lock)).await
}

/// UX-12: the code locks at once. The third code lock in a week was the last: whoever has the phone then
/// proves himself to a person. That is said only after the code was right.
pub async fn by_code(app: &App, cx: &Cx, token: &Token, entered: &str) -> Result<Locked> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let subject = token.subject;
    let mut source = app.db.read().await?;
    journey(&mut source, cx, token, KIND, &["code"]).await?;
    drop(source);
    let code = code::check(app, cx, subject, CodePurpose::Lock, entered).await?;
    let mut tx = app.db.begin().await?;
    journey(&mut tx, cx, token, KIND, &["code"]).await?;
    code::consume(&mut tx, cx, subject, code).await?;
    attempt::delete(&mut tx, subject, &token.digest()).await?;
    let mut stored = account::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::Refused("journey-over"))?;
    let own = |h: &domain::hold::Hold| h.ground == Ground::OwnRequest;
    let locked = stored.account.holds.iter().any(own);
    if !locked && often(&mut tx, cx, &stored).await? {
        tx.commit(Audit::Bookkeeping("one code lock too many"))
            .await?;
        return Err(Error::Refused("lock-now-often"));
    }
    lock(tx, app, cx, &mut stored, CODE).await
}

async fn often(tx: &mut Tx, cx: &Cx, stored: &Stored) -> Result<bool> {
    let all = hold::all(tx, stored.account.subject).await?;
    let recent = all.iter().filter(|k| {
        k.hold.ground == Ground::OwnRequest
            && k.hold.source == CODE
            && cx.now.duration_since(k.hold.since) < WITHIN
    });
    Ok(recent.count() >= OFTEN)
}

/// Locks for a short time, or leaves the lock that is in force.
async fn lock(mut tx: Tx, app: &App, cx: &Cx, stored: &mut Stored, factor: &str) -> Result<Locked> {
    let new = NewHold {
        until: Some(cx.now + app.config.short_lock),
        ..NewHold::of(Ground::OwnRequest, Channel::App, factor.to_owned())
    };
    let (locked, mut entries) = place(&mut tx, app, cx, stored, new).await?;
    if entries.is_empty() {
        let detail = serde_json::json!({ "hold": locked.hold.id, "factor": factor });
        let subject = stored.account.subject;
        entries.push(entry_with(app, cx, Event::LockRepeated, subject, detail));
    }
    tx.commit(entries).await?;
    Ok(locked)
}

//! The phone lets a computer in, or turns it away.

use domain::event::Event;
use domain::fault::Fault;
use domain::number_matching::Matching;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::Tx;
use store::phone_sign_in::{self, Asking};
use store::throttle::Rule;

use super::{Computer, LIFE, handle_digest};
use crate::credentials::verify_passcode;
use crate::holder::{self, Resumed};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result, entry_with};

/// Wrong numbers an hour: whoever picks blindly is being led.
const WRONG: Throttle = Throttle::new(3, SignedDuration::from_hours(1));

/// What the person decided.
#[derive(Debug, Clone, Copy)]
pub enum Answer<'a> {
    /// The number that he picked, as sent, and his passcode.
    Allow {
        /// The number.
        number: &'a str,
        /// The passcode (APP-2).
        passcode: &'a str,
    },
    /// It is not he who asks.
    Deny,
}

const OVER: Error = Error::Refused("approval-over");

fn wrong(subject: &str) -> Counted<'_> {
    Counted {
        kind: "approval-number",
        value: subject,
        rule: Rule::Rate(WRONG),
    }
}

/// The number that the person picked, once his passcode is right: that can be typed again. Whether it is the
/// right number is looked at where the question is used up ([`fits`]). `empty`: what to say where none is picked.
pub(crate) async fn picked(
    app: &App,
    cx: &Cx,
    session: &Resumed,
    (number, passcode): (&str, &str),
    empty: &'static str,
) -> Result<u8> {
    let subject = session.subject.to_string();
    throttle::check(app, cx, &[wrong(&subject)]).await?;
    let number: u8 = number.parse().map_err(|_| Fault::new("number", empty))?;
    verify_passcode(app, cx, session.subject, passcode).await?;
    Ok(number)
}

/// Whether it is the right number, in the transaction that uses the question up: of several picks side by
/// side the first one ends it, right or wrong. A wrong one is counted with it.
pub(crate) async fn fits(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    matching: &Matching,
    number: u8,
) -> Result<bool> {
    let fits = matching.fits(number);
    if !fits {
        let subject = cx.holder()?.to_string();
        let counted = wrong(&subject);
        let digest = app.db.keys().digest(counted.kind, counted.value);
        // Where it is full already, this pick is wrong all the same.
        store::throttle::reserve(tx, &digest, &counted.rule, cx.now).await?;
    }
    Ok(fits)
}

/// Who asks; for somebody signed in on his own device. One that is over, decided or never was is one and
/// the same.
pub async fn asking(app: &App, cx: &Cx, session: &Resumed, handle: &str) -> Result<Computer> {
    Ok(found(app, cx, session, handle).await?.body.into())
}

/// A computer that was itself let in lets nobody in.
async fn found(app: &App, cx: &Cx, session: &Resumed, handle: &str) -> Result<Asking> {
    if session.device.is_none() {
        return Err(Error::Refused("approval-needs-device"));
    }
    let digest = handle_digest(app, handle);
    let mut source = app.db.read().await?;
    phone_sign_in::by_handle(&mut source, &digest, cx.now)
        .await?
        .ok_or(OVER)
}

/// Decides. A wrong passcode can be typed again; a wrong number ends it, since somebody who sees the right
/// one does not pick another (APP-2, APP-9).
pub async fn answer(
    app: &App,
    cx: &Cx,
    session: &Resumed,
    handle: &str,
    answer: Answer<'_>,
) -> Result<()> {
    let asking = found(app, cx, session, handle).await?;
    let Answer::Allow { number, passcode } = answer else {
        return deny(app, cx, session, &asking).await;
    };
    let typed = (number, passcode);
    let number = picked(app, cx, session, typed, "approval-number-empty").await?;
    let mut tx = app.db.begin().await?;
    holder::open_and_alive(&mut tx, cx, session).await?;
    let right = fits(&mut tx, app, cx, &asking.body.matching, number).await?;
    let (event, why, changed) = if right {
        let by = (session.subject, session.session);
        let times = (cx.now, cx.now + LIFE);
        let changed = phone_sign_in::allow(&mut tx, &asking.digest, by, times).await?;
        (Event::BrowserApproved, None, changed)
    } else {
        let changed = phone_sign_in::deny(&mut tx, &asking.digest, cx.now).await?;
        (Event::BrowserRefused, Some("wrong-number"), changed)
    };
    if !changed {
        return Err(OVER);
    }
    let entry = entry_with(app, cx, event, session.subject, told(&asking, why));
    tx.commit(entry).await?;
    if right {
        Ok(())
    } else {
        Err(Error::Refused("approval-wrong-number"))
    }
}

/// `why`: of what was turned away.
fn told(asking: &Asking, why: Option<&str>) -> serde_json::Value {
    serde_json::json!({
        "device": asking.body.browser,
        "address": asking.body.address,
        "reason": why,
    })
}

async fn deny(app: &App, cx: &Cx, session: &Resumed, asking: &Asking) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if !phone_sign_in::deny(&mut tx, &asking.digest, cx.now).await? {
        return Err(OVER);
    }
    let detail = told(asking, Some("declined"));
    let entry = entry_with(app, cx, Event::BrowserRefused, session.subject, detail);
    Ok(tx.commit(entry).await?)
}

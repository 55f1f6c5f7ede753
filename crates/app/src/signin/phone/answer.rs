//! The phone lets a computer in, or turns it away.

use domain::account::Standing;
use domain::event::Event;
use domain::fault::Fault;
use domain::number_matching::Matching;
use domain::throttle::Throttle;
use jiff::SignedDuration;
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

/// Whether the number that the person picked is the right one. The passcode comes first: it can be typed again.
pub(crate) async fn fits(
    app: &App,
    cx: &Cx,
    session: &Resumed,
    matching: &Matching,
    (number, passcode): (&str, &str),
) -> Result<bool> {
    let subject = session.subject.to_string();
    throttle::check(app, cx, &[wrong(&subject)]).await?;
    let number: u8 = number
        .parse()
        .map_err(|_| Fault::new("number", "approval-number-empty"))?;
    verify_passcode(app, cx, session.subject, passcode).await?;
    let fits = matching.fits(number);
    if !fits {
        throttle::count(app, cx, &[wrong(&subject)]).await?;
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
        return deny(app, cx, session, &asking, "declined").await;
    };
    let picked = (number, passcode);
    if !fits(app, cx, session, &asking.body.matching, picked).await? {
        deny(app, cx, session, &asking, "wrong-number").await?;
        return Err(Error::Refused("approval-wrong-number"));
    }
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    // I5: what ended meanwhile lets nobody in.
    if stored.account.standing(cx.now) != Standing::Open
        || !store::session::lives(&mut tx, session.subject, session.session, cx.now).await?
    {
        return Err(Error::SignIn);
    }
    let by = (session.subject, session.session);
    if !phone_sign_in::allow(&mut tx, &asking.digest, by, (cx.now, cx.now + LIFE)).await? {
        return Err(OVER);
    }
    let entry = entry_with(
        app,
        cx,
        Event::BrowserApproved,
        session.subject,
        told(&asking, None),
    );
    Ok(tx.commit(entry).await?)
}

/// `why`: of what was turned away.
fn told(asking: &Asking, why: Option<&str>) -> serde_json::Value {
    serde_json::json!({
        "device": asking.body.browser,
        "address": asking.body.address,
        "reason": why,
    })
}

async fn deny(app: &App, cx: &Cx, session: &Resumed, asking: &Asking, why: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if !phone_sign_in::deny(&mut tx, &asking.digest, cx.now).await? {
        return Err(OVER);
    }
    let detail = told(asking, Some(why));
    let entry = entry_with(app, cx, Event::BrowserRefused, session.subject, detail);
    Ok(tx.commit(entry).await?)
}

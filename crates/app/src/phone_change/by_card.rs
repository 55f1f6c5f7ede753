//! UX-10: who has just shown his chip card and his living face binds another number by himself and at once; no officer
//! could prove more. Without the card the change is asked at a counter or of the call centre ([`super::receive`]).

use domain::actor::Purpose as Why;
use domain::contact::Phone;
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{CodeId, SubjectId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::attempt::{self, Attempt};
use store::{Audit, Tx};

use super::decide::bind;
use super::own::overtaken;
use super::{free, no_proofing};
use crate::assistance::activation_term;
use crate::code::{self, Purpose};
use crate::credentials::verify_passcode;
use crate::holder::{self, Resumed};
use crate::notify::{Contact, Recipient};
use crate::{App, Cx, Error, Result, entry_with};

const KIND: &str = "own-phone";

/// The number that waits for its code.
#[derive(Serialize, Deserialize)]
struct Asked {
    phone: Phone,
    code: Option<CodeId>,
}

fn digest(app: &App, subject: SubjectId) -> Vec<u8> {
    app.db.keys().digest(KIND, &subject.to_string())
}

/// Chip and face count for this session now, and were shown by the very phone that asks: what it lets in may be somebody
/// else's.
fn shown(session: &Resumed) -> Result<Timestamp> {
    let own = session.raised_until.filter(|_| session.device.is_some());
    own.ok_or(Error::Refused("phone-change-card"))
}

/// APP-12, UX-10: sends a code to the new number, after the passcode (APP-2): who takes a phone with its card has not
/// taken that. Whether the number is somebody else's is told to nobody who does not hold it.
pub async fn send_own_code(
    app: &App,
    cx: &Cx,
    session: &Resumed,
    (phone, passcode): (&str, &str),
) -> Result<()> {
    let cx = &cx.with_purpose(Why::OwnUse);
    let until = shown(session)?;
    let phone = Phone::parse(phone).map_err(|e| Fault::new("phone", e.code()))?;
    verify_passcode(app, cx, session.subject, passcode).await?;
    let mut tx = app.db.begin().await?;
    let stored = holder::open_and_alive(&mut tx, cx, session).await?;
    no_proofing(&mut tx, &stored).await?;
    let subject = stored.account.subject;
    if stored.profile.phone.as_ref() == Some(&phone) {
        return Err(Fault::new("phone", "phone-same").into());
    }
    let contact = Contact::Phone(phone.clone());
    let to = Recipient::of(&stored, &contact, cx);
    code::send(&mut tx, app, cx, Purpose::NewPhone, &to, true).await?;
    let sent = attempt::latest_code(&mut tx, subject, Purpose::NewPhone.as_str()).await?;
    let asked = Asked {
        phone,
        code: sent.map(|code| code.id),
    };
    let body = serde_json::to_value(asked).map_err(|e| Error::Internal(e.to_string()))?;
    attempt::delete_kind(&mut tx, subject, KIND).await?;
    let attempt = Attempt {
        subject,
        digest: digest(app, subject),
        kind: KIND.to_owned(),
        stage: "code".to_owned(),
        genuine: true,
        body,
        created: cx.now,
        expires: until,
        revision: 1,
    };
    attempt::insert(&mut tx, &attempt).await?;
    Ok(tx.commit(Audit::Bookkeeping("code to a new phone")).await?)
}

/// The number that a code was sent to.
async fn asked(tx: &mut Tx, app: &App, cx: &Cx, subject: SubjectId) -> Result<Asked> {
    let found = attempt::find(tx, subject, &digest(app, subject), cx.now).await?;
    let found = found.ok_or_else(|| Fault::new("phone", "phone-empty"))?;
    serde_json::from_value(found.body).map_err(|e| Error::Internal(e.to_string()))
}

/// APP-11, APP-12, UX-10: the code from the new number binds the account to it; a change that waited is closed. Every
/// session ends, and the account waits for its activation until the instant that is given.
pub async fn bind_own(app: &App, cx: &Cx, session: &Resumed, entered: &str) -> Result<Timestamp> {
    let cx = &cx.with_purpose(Why::OwnUse);
    shown(session)?;
    let until = activation_term(app, cx.now).await?;
    let code = code::check(app, cx, session.subject, Purpose::NewPhone, entered).await?;
    let mut tx = app.db.begin().await?;
    let stored = holder::open_and_alive(&mut tx, cx, session).await?;
    let subject = stored.account.subject;
    let asked = asked(&mut tx, app, cx, subject).await?;
    // A call may have sent the latest code to another number.
    if asked.code != Some(code) {
        return Err(Fault::new("code", "code-expired").into());
    }
    free(&mut tx, &stored, &asked.phone).await?;
    no_proofing(&mut tx, &stored).await?;
    code::consume(&mut tx, cx, subject, code).await?;
    let closed = overtaken(&mut tx, app, cx, &stored).await?;
    let mut entries = bind(&mut tx, (app, cx), stored, &asked.phone, until).await?;
    entries.extend(closed);
    let detail = serde_json::json!({ "by": "card-and-face", "phone": asked.phone.masked() });
    entries.push(entry_with(app, cx, Event::PhoneChanged, subject, detail));
    tx.commit(entries).await?;
    Ok(until)
}

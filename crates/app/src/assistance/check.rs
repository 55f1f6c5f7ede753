//! The checks of a call or visit. Each is on record with its outcome, never with what was said.

use domain::actor::Purpose as Why;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::hold::Channel;
use domain::throttle::BackOff;
use store::account::{self, Stored};
use store::assistance::{self, Assistance};
use store::audit::NOBODY;
use store::throttle::{self, Rule};
use store::{Entry, Source, Tx};

use super::person::facts;
use super::question::{Facts, Said, read};
use super::{CallRef, MAX_WRONG, Question, going_on};
use crate::code::{self, Purpose};
use crate::notify::{self, Contact, Recipient};
use crate::{App, Cx, Error, Result, entry_with};

/// D59-4.4: the entry stands in the holder's own log; a number nobody has leaves it with no one.
pub(super) fn record(app: &App, cx: &Cx, case: &Assistance, what: &serde_json::Value) -> Entry {
    let subject = if case.genuine { case.subject } else { NOBODY };
    let detail = serde_json::json!({ "assistance": case.id, "check": what });
    entry_with(app, cx, Event::CallerChecked, subject, detail)
}

pub(super) async fn holder(
    source: &mut impl Source,
    cx: &Cx,
    case: &Assistance,
) -> Result<Option<Stored>> {
    if case.genuine {
        Ok(account::load(source, case.subject, cx.now).await?)
    } else {
        Ok(None)
    }
}

pub(super) fn begin(cx: &Cx) -> Result<Cx> {
    require(&cx.actor, Operation::Assist)?;
    Ok(cx.with_purpose(Why::Assistance))
}

/// Reads what was typed for the open questions; a question left empty is not asked yet.
fn readable(case: &Assistance, answers: &[(Question, &str)]) -> Result<Vec<(Question, Said)>> {
    let mut faults = Faults::default();
    let mut said = Vec::new();
    for (question, text) in answers {
        let word = question.as_str();
        let open =
            case.questions.iter().any(|q| q == word) && !case.right.iter().any(|q| q == word);
        if open && !text.trim().is_empty() {
            said.extend(faults.take(read(*question, text)).map(|s| (*question, s)));
        }
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    if said.is_empty() {
        let first = case.questions.iter().find(|q| !case.right.contains(q));
        let field = first
            .and_then(|q| Question::parse(q))
            .unwrap_or(Question::Name);
        return Err(Fault::new(field.as_str(), "answer-empty").into());
    }
    Ok(said)
}

/// D59-19.5.b: takes what the caller said to the questions. The answer to staff is right or wrong,
/// for each; what was said is compared and forgotten. Two wrong ones and this call can do nothing.
pub async fn answer(app: &App, cx: &Cx, case: CallRef, answers: &[(Question, &str)]) -> Result<()> {
    let cx = &begin(cx)?;
    let mut source = app.db.read().await?;
    let open = going_on(&mut source, cx, case).await?;
    let said = readable(&open, answers)?;
    let stored = holder(&mut source, cx, &open).await?;
    drop(source);
    let known = match &stored {
        Some(s) => facts(app, &s.profile.identity.number, Some(s)).await?,
        None => Facts {
            identity: None,
            person: None,
            card: None,
        },
    };
    let mut tx = app.db.begin().await?;
    let mut case = going_on(&mut tx, cx, case).await?;
    let mut entries = Vec::new();
    for (question, said) in &said {
        let right = case.genuine && known.right(*question, said);
        if right {
            case.right.push(question.as_str().to_owned());
        } else {
            case.wrong += 1;
        }
        let what = serde_json::json!({ "question": question.as_str(), "right": right });
        entries.push(record(app, cx, &case, &what));
    }
    assistance::save(&mut tx, &case).await?;
    if case.wrong >= MAX_WRONG {
        entries.extend(failed(&mut tx, app, cx, &case, stored.as_ref()).await?);
    }
    Ok(tx.commit(entries).await?)
}

/// A second failed call within a day on one account: the holder is told.
async fn failed(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    case: &Assistance,
    stored: Option<&Stored>,
) -> Result<Option<Entry>> {
    let rule = Rule::Failures(BackOff {
        after: 2,
        ..BackOff::default()
    });
    let digest = app
        .db
        .keys()
        .digest("caller-failed", &case.subject.to_string());
    let paused = throttle::reserve(tx, &digest, &rule, cx.now).await?;
    let repeated = match paused {
        Some(_) => true,
        None => throttle::blocked_until(tx, &digest)
            .await?
            .is_some_and(|until| until > cx.now),
    };
    match stored {
        Some(stored) if repeated => {
            notify::tell(tx, app, cx, stored, "caller-failed", &[]).await?;
            Ok(Some(record(
                app,
                cx,
                case,
                &serde_json::json!({ "failed-repeatedly": true }),
            )))
        }
        Some(_) | None => Ok(None),
    }
}

/// D59-19.5.b: sends a code to the registered contact. For a number nobody has, nothing is sent and
/// everything looks the same.
pub async fn send_code(app: &App, cx: &Cx, case: CallRef) -> Result<()> {
    let cx = &begin(cx)?;
    let mut tx = app.db.begin().await?;
    let case = going_on(&mut tx, cx, case).await?;
    match holder(&mut tx, cx, &case).await? {
        Some(stored) => {
            let contact = Contact::of(&stored.profile).ok_or(Error::Refused("no-contact"))?;
            let to = Recipient::of(&stored, &contact, cx);
            code::send(&mut tx, app, cx, Purpose::Call, &to, true).await?;
        }
        None => {
            // An address nobody has, so that the same minute and the same number of codes hold.
            let contact = Contact::parse(&format!("{}@nobody.invalid", case.subject))
                .ok_or(Error::NotFound)?;
            let to = Recipient {
                subject: case.subject,
                contact: &contact,
                lang: cx.lang,
            };
            code::send(&mut tx, app, cx, Purpose::Call, &to, false).await?;
        }
    }
    let what = serde_json::json!({ "code": "sent" });
    Ok(tx.commit(record(app, cx, &case, &what)).await?)
}

/// D59-19.5.b: takes the code that the caller reads back.
pub async fn check_code(app: &App, cx: &Cx, case: CallRef, entered: &str) -> Result<()> {
    let cx = &begin(cx)?;
    let mut source = app.db.read().await?;
    let open = going_on(&mut source, cx, case).await?;
    drop(source);
    let code = code::check(app, cx, open.subject, Purpose::Call, entered).await?;
    let mut tx = app.db.begin().await?;
    let mut case = going_on(&mut tx, cx, case).await?;
    code::consume(&mut tx, cx, case.subject, code).await?;
    // Nobody got the code of a number nobody has: a lucky guess proves nothing (see `proof`).
    case.code_confirmed = true;
    assistance::save(&mut tx, &case).await?;
    let what = serde_json::json!({ "code": "right" });
    Ok(tx.commit(record(app, cx, &case, &what)).await?)
}

/// D59-19.5.c: the officer has the chip card before him and compared it with the visitor.
pub async fn document_seen(app: &App, cx: &Cx, case: CallRef) -> Result<()> {
    note(app, cx, case, "document-seen", |case| {
        if case.channel != Channel::Counter {
            return Err(Error::Refused("not-at-counter"));
        }
        case.document_seen = true;
        Ok(())
    })
    .await
}

/// The person seems to act under somebody's pressure: on record, and nothing but a lock is done.
pub async fn pressured(app: &App, cx: &Cx, case: CallRef) -> Result<()> {
    note(app, cx, case, "pressured", |case| {
        case.pressured = true;
        Ok(())
    })
    .await
}

async fn note(
    app: &App,
    cx: &Cx,
    case: CallRef,
    what: &'static str,
    change: impl FnOnce(&mut Assistance) -> Result<()> + Send,
) -> Result<()> {
    let cx = &begin(cx)?;
    let mut tx = app.db.begin().await?;
    let mut case = going_on(&mut tx, cx, case).await?;
    change(&mut case)?;
    assistance::save(&mut tx, &case).await?;
    let what = serde_json::json!({ "seen": what });
    Ok(tx.commit(record(app, cx, &case, &what)).await?)
}

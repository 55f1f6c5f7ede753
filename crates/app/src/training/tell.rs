//! A provider tells that somebody passed, or takes it back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::training::{CourseCode, passed_at};
use jiff::Timestamp;
use serde::Deserialize;
use store::Audit;
use store::audit::NOBODY;
use store::training::{self, Noted};

use crate::signed_message::{SignedMessage, genuine};
use crate::{App, Cx, Error, Result, entry_with};

/// What a message says.
#[derive(Deserialize)]
struct Told {
    r#type: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    mark: String,
    #[serde(default)]
    passed_at: String,
}

/// R50-7: takes a provider's message in; the same message again changes nothing. [`Error::SignIn`] when it is not of
/// this course's provider, whatever the cause.
pub async fn tell(app: &App, cx: &Cx, (course, message): (&str, &SignedMessage<'_>)) -> Result<()> {
    let code = CourseCode::parse(course).map_err(|_| Error::SignIn)?;
    let mut source = app.db.read().await?;
    let secret = training::secret(&mut source, &code).await?;
    drop(source);
    if !genuine(secret.as_deref().into_iter(), message, cx.now) {
        return Err(Error::SignIn);
    }
    let cx = &Cx {
        actor: Actor::System,
        purpose: Purpose::Administration,
        ..cx.clone()
    };
    let told: Told =
        serde_json::from_slice(message.body).map_err(|_| Fault::new("data", "course-message"))?;
    let (mark, when) = read(&told.data)?;
    let mut tx = app.db.begin().await?;
    let course = training::course(&mut tx, &code)
        .await?
        .ok_or(Error::SignIn)?;
    let staff = training::of_mark(&mut tx, &mark, &code)
        .await?
        .ok_or_else(unknown)?;
    let keys = app.db.keys();
    let id = keys.digest("course-message", &format!("{code}/{}", message.id));
    let body = keys.digest("course-body", &String::from_utf8_lossy(message.body));
    match training::note(&mut tx, &id, &body).await? {
        Noted::New => {}
        Noted::Again => {
            return Ok(tx
                .commit(Audit::Bookkeeping("course message again"))
                .await?);
        }
        Noted::Other => return Err(Error::Refused("webhook-other")),
    }
    let event = match told.r#type.as_str() {
        "course.passed" => {
            let at = passed_at(when, course.offered, cx.now).ok_or_else(instant)?;
            training::pass(&mut tx, staff, (&code, at, cx.now)).await?;
            Event::CoursePassed
        }
        "course.taken-back" => {
            // Where the pass is still on its way the message comes again.
            if !training::take_back(&mut tx, staff, (&code, when, cx.now)).await? {
                return Err(Fault::new("data.passed_at", "course-not-passed").into());
            }
            Event::CourseTakenBack
        }
        _ => return Err(Fault::new("type", "course-message-type").into()),
    };
    let detail = serde_json::json!({ "course": code.as_str(), "staff": staff, "passed_at": when });
    Ok(tx
        .commit(entry_with(app, cx, event, NOBODY, detail))
        .await?)
}

fn unknown() -> Fault {
    Fault::new("data.mark", "course-mark")
}

fn instant() -> Fault {
    Fault::new("data.passed_at", "course-passed-at")
}

/// The mark, and when its bearer passed.
fn read(data: &Data) -> Result<(Vec<u8>, Timestamp)> {
    let mut faults = Faults::default();
    let mark = URL_SAFE_NO_PAD.decode(data.mark.trim());
    let mark = faults.take(mark.map_err(|_| unknown()));
    let when = data.passed_at.parse::<Timestamp>();
    let when = faults.take(when.map_err(|_| instant()));
    mark.zip(when).ok_or_else(|| faults.into())
}

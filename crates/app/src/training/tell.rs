//! A provider tells that somebody passed, or takes it back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::training::{CourseCode, plausible};
use jiff::Timestamp;
use serde::Deserialize;
use store::audit::NOBODY;
use store::{Audit, training};

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
    passed_at: Option<String>,
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
    match told.r#type.as_str() {
        "course.passed" => passed(app, cx, (&code, message.id), &told.data).await,
        "course.taken-back" => taken_back(app, cx, &code, &told.data).await,
        _ => Err(Fault::new("type", "course-message-type").into()),
    }
}

fn mark(data: &Data) -> std::result::Result<Vec<u8>, Fault> {
    let decoded = URL_SAFE_NO_PAD.decode(data.mark.trim());
    decoded.map_err(|_| unknown())
}

fn unknown() -> Fault {
    Fault::new("data.mark", "course-mark")
}

async fn passed(app: &App, cx: &Cx, (code, id): (&CourseCode, &str), data: &Data) -> Result<()> {
    let mut faults = Faults::default();
    let mark = faults.take(mark(data));
    let when = data.passed_at.as_deref().unwrap_or_default();
    let fault = || Fault::new("data.passed_at", "course-passed-at");
    let when = faults.take(when.parse::<Timestamp>().map_err(|_| fault()));
    let (Some(mark), Some(when)) = (mark, when) else {
        return Err(faults.into());
    };
    let message = app
        .db
        .keys()
        .digest("course-message", &format!("{code}/{id}"));
    let mut tx = app.db.begin().await?;
    let course = training::course(&mut tx, code)
        .await?
        .ok_or(Error::SignIn)?;
    if !plausible(when, course.offered, cx.now) {
        return Err(fault().into());
    }
    let staff = training::of_mark(&mut tx, &mark, code)
        .await?
        .ok_or_else(unknown)?;
    if !training::pass(&mut tx, &message, staff, (code, when, cx.now)).await? {
        return Ok(tx
            .commit(Audit::Bookkeeping("course message again"))
            .await?);
    }
    let detail = serde_json::json!({ "course": code.as_str(), "staff": staff, "passed_at": when });
    let event = Event::CoursePassed;
    Ok(tx
        .commit(entry_with(app, cx, event, NOBODY, detail))
        .await?)
}

async fn taken_back(app: &App, cx: &Cx, code: &CourseCode, data: &Data) -> Result<()> {
    let mark = mark(data)?;
    let mut tx = app.db.begin().await?;
    let staff = training::of_mark(&mut tx, &mark, code)
        .await?
        .ok_or_else(unknown)?;
    if !training::take_back(&mut tx, staff, code, cx.now).await? {
        return Ok(tx
            .commit(Audit::Bookkeeping("course message again"))
            .await?);
    }
    let detail = serde_json::json!({ "course": code.as_str(), "staff": staff });
    let event = Event::CourseTakenBack;
    Ok(tx
        .commit(entry_with(app, cx, event, NOBODY, detail))
        .await?)
}

//! Courses are offered and withdrawn by a programme manager.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::training::CourseCode;
use store::audit::NOBODY;
use store::training::{self, Course};

use super::named;
use crate::signed_message::written;
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with};

/// A course as typed.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// Its name.
    pub code: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Where it is taken.
    pub address: &'a str,
    /// For how many months a pass counts; empty for good.
    pub months: &'a str,
}

/// Most months that a pass may count for.
const LONGEST: u8 = 120;

fn months(text: &str) -> std::result::Result<Option<u8>, Fault> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match text.trim().parse() {
        Ok(n) if (1..=LONGEST).contains(&n) => Ok(Some(n)),
        Ok(_) | Err(_) => Err(Fault::new("months", "course-months").with("most", LONGEST)),
    }
}

/// An `https` address without a query or fragment of its own: the mark is put behind it.
fn address(text: &str) -> std::result::Result<String, Fault> {
    let text = text.trim();
    let fault = || Fault::new("address", "course-address");
    let rest = text.strip_prefix("https://").ok_or_else(fault)?;
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '"' | '<' | '>' | '@');
    let host = rest.split('/').next().unwrap_or_default();
    if text.len() <= 300 && host.contains('.') && rest.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err(fault())
    }
}

/// R50-7: offers a course. Gives the secret that its provider signs with; it is shown once.
pub async fn offer(app: &App, cx: &Cx, command: &Offer<'_>) -> Result<String> {
    require(&cx.actor, Operation::ChangeTraining)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let mut faults = Faults::default();
    let code = CourseCode::parse(command.code);
    let code = faults.take(code.map_err(|_| Fault::new("code", "course-code")));
    let title = faults.take(words(("title", "course-title"), command.title, 120));
    let address = faults.take(address(command.address));
    let months = faults.take(months(command.months));
    let (Some(code), Some(title), Some(address), Some(months)) = (code, title, address, months)
    else {
        return Err(faults.into());
    };
    let course = Course {
        code,
        title,
        address,
        months,
        offered: cx.now,
        withdrawn: None,
    };
    let secret: [u8; 32] = app.random();
    let mut tx = app.db.begin().await?;
    if !training::offer(&mut tx, &course, &secret).await? {
        return Err(Fault::new("code", "course-code-used").into());
    }
    let detail = serde_json::json!({ "course": course.code.as_str(), "months": course.months });
    tx.commit(entry_with(app, cx, Event::CourseOffered, NOBODY, detail))
        .await?;
    Ok(written(&secret))
}

/// R50-7: a new secret in place of the old one, which counts no more.
pub async fn renew_secret(app: &App, cx: &Cx, code: &str) -> Result<String> {
    require(&cx.actor, Operation::ChangeTraining)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let code = named(code)?;
    let secret: [u8; 32] = app.random();
    let mut tx = app.db.begin().await?;
    let course = training::course(&mut tx, &code).await?;
    if course.is_none_or(|c| c.withdrawn.is_some()) {
        return Err(Error::NotFound);
    }
    training::set_secret(&mut tx, &code, &secret).await?;
    let detail = serde_json::json!({ "course": code.as_str() });
    let event = Event::CourseSecretRenewed;
    tx.commit(entry_with(app, cx, event, NOBODY, detail))
        .await?;
    Ok(written(&secret))
}

/// R50-7: withdraws a course. Nobody needs it any more; what was passed stays on record.
pub async fn withdraw(app: &App, cx: &Cx, code: &str) -> Result<()> {
    require(&cx.actor, Operation::ChangeTraining)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let code = named(code)?;
    let mut tx = app.db.begin().await?;
    if !training::withdraw(&mut tx, &code, cx.now).await? {
        return Err(Error::NotFound);
    }
    let detail = serde_json::json!({ "course": code.as_str() });
    let event = Event::CourseWithdrawn;
    Ok(tx
        .commit(entry_with(app, cx, event, NOBODY, detail))
        .await?)
}

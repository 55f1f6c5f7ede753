//! Which role needs which course, from which day on.

use domain::actor::{Purpose, Role};
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::time::viet_nam_date;
use domain::training::{self, Need};
use jiff::civil::Date;
use store::audit::NOBODY;

use super::{chosen, named};
use crate::{App, Cx, Error, Result, entry_with};

/// A need as typed.
#[derive(Debug, Clone, Copy)]
pub struct SetNeed<'a> {
    /// The course.
    pub course: &'a str,
    /// The role.
    pub role: &'a str,
    /// From this day on, `YYYY-MM-DD`: tomorrow at the earliest, so that nobody is stopped in his day's work.
    pub from: &'a str,
}

fn from(text: &str, today: Date) -> std::result::Result<Date, Fault> {
    let fault = |code| Fault::new("from", code);
    let day: Date = text.parse().map_err(|_| fault("date-not-a-date"))?;
    if day <= today {
        return Err(fault("course-from-past"));
    }
    Ok(day)
}

/// R50-7: a role needs a course from a day on; the day before is replaced.
pub async fn set_need(app: &App, cx: &Cx, command: &SetNeed<'_>) -> Result<()> {
    require(&cx.actor, Operation::ChangeTraining)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let mut faults = Faults::default();
    let course = faults.take(chosen(command.course));
    let role = Role::parse(command.role).filter(|role| training::needs_courses(*role));
    let role = role.ok_or_else(|| Fault::new("role", "course-role"));
    let role = faults.take(role);
    let from = faults.take(from(command.from, viet_nam_date(cx.now)));
    let (Some(course), Some(role), Some(from)) = (course, role, from) else {
        return Err(faults.into());
    };
    let mut tx = app.db.begin().await?;
    let found = store::training::course(&mut tx, &course).await?;
    if found.is_none_or(|c| c.withdrawn.is_some()) {
        return Err(Fault::new("course", "course-choose").into());
    }
    let today = viet_nam_date(cx.now);
    let known = store::training::needs(&mut tx).await?;
    let of = |n: &&Need| n.role == role && n.course == course;
    // What is in force is ended in so many words, never put off.
    if known.iter().find(of).is_some_and(|n| n.from <= today) {
        return Err(Fault::new("from", "course-in-force").into());
    }
    let need = Need { role, course, from };
    store::training::set_need(&mut tx, &need).await?;
    let detail =
        serde_json::json!({ "course": need.course.as_str(), "role": role.as_str(), "from": from });
    let event = Event::CourseNeeded;
    Ok(tx
        .commit(entry_with(app, cx, event, NOBODY, detail))
        .await?)
}

/// R50-7: a role needs a course no more.
pub async fn end_need(app: &App, cx: &Cx, (role, course): (&str, &str)) -> Result<()> {
    require(&cx.actor, Operation::ChangeTraining)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let course = named(course)?;
    let role = Role::parse(role).ok_or(Error::NotFound)?;
    let mut tx = app.db.begin().await?;
    if !store::training::end_need(&mut tx, role, &course).await? {
        return Err(Error::NotFound);
    }
    let detail = serde_json::json!({ "course": course.as_str(), "role": role.as_str() });
    let event = Event::CourseNeedEnded;
    Ok(tx
        .commit(entry_with(app, cx, event, NOBODY, detail))
        .await?)
}

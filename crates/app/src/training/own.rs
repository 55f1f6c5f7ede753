//! A member of staff sees his own courses and goes to them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::actor::Actor;
use domain::ids::StaffId;
use domain::time::viet_nam_date;
use domain::training::{CourseCode, Passed};
use jiff::civil::Date;
use store::Audit;
use store::training::{self, Course};

use crate::{App, Cx, Error, Result};

/// A course, and how its reader stands to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCourse {
    /// The course.
    pub course: Course,
    /// From when on his role needs it; nothing where it does not.
    pub needed: Option<Date>,
    /// The pass that counts longest.
    pub passed: Option<Passed>,
    /// Whether that counts today.
    pub counts: bool,
    /// Where to take it, with the mark by which its provider knows him.
    pub link: String,
}

/// The mark of somebody for a course: no other course has the same, and it says nothing of him.
fn mark(app: &App, staff: StaffId, course: &CourseCode) -> Vec<u8> {
    app.db
        .keys()
        .digest("course-mark", &format!("{staff}/{course}"))
}

/// R50-7: every course that is offered or was passed by the reader.
pub async fn own(app: &App, cx: &Cx) -> Result<Vec<OwnCourse>> {
    let Actor::Staff { id, role, .. } = &cx.actor else {
        return Err(Error::SignIn);
    };
    let today = viet_nam_date(cx.now);
    let mut source = app.db.read().await?;
    let needs = training::needs(&mut source).await?;
    let passed = training::passed_by(&mut source, *id).await?;
    let mut found = Vec::new();
    let mut unknown = Vec::new();
    for course in training::courses(&mut source).await? {
        let latest = passed.iter().filter(|p| p.course == course.code);
        let latest = latest.max_by_key(|p| (p.last.is_none(), p.last)).cloned();
        if course.withdrawn.is_some() && latest.is_none() {
            continue;
        }
        let mark = mark(app, *id, &course.code);
        let known = training::of_mark(&mut source, &mark, &course.code).await?;
        if known.is_none() && course.withdrawn.is_none() {
            unknown.push((mark.clone(), course.code.clone()));
        }
        let needed = needs
            .iter()
            .find(|n| n.role == *role && n.course == course.code);
        found.push(OwnCourse {
            link: format!("{}?mark={}", course.address, URL_SAFE_NO_PAD.encode(&mark)),
            needed: needed.map(|n| n.from),
            counts: latest.as_ref().is_some_and(|p| p.counts(today)),
            passed: latest,
            course,
        });
    }
    drop(source);
    if !unknown.is_empty() {
        let mut tx = app.db.begin().await?;
        for (mark, code) in unknown {
            training::mark(&mut tx, &mark, *id, &code).await?;
        }
        tx.commit(Audit::Bookkeeping("own courses")).await?;
    }
    Ok(found)
}

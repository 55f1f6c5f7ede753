//! Courses for staff (R50-7). A course is held elsewhere; its provider knows people by marks that say nothing, and tells
//! in signed messages who passed. A role may need a course: who lacks it reads and prepares, and decides nothing.

mod course;
mod needs;
mod own;
mod tell;
mod view;

pub use course::{Offer, offer, renew_secret, withdraw};
pub use needs::{SetNeed, end_need, set_need};
pub use own::{OwnCourse, own};
pub use tell::tell;
pub use view::{Overview, Who, overview};

use domain::actor::{Actor, Role};
use domain::fault::Fault;
use domain::ids::StaffId;
use domain::time::viet_nam_date;
use domain::training::{self, CourseCode};
use store::Source;

use crate::{App, Cx, Error, Result};

/// R50-7: refuses a decision of a member of staff who lacks a course that his role needs. To lock at the holder's wish
/// is nobody's decision.
pub(crate) async fn may_decide(app: &App, cx: &Cx) -> Result<()> {
    let Actor::Staff { id, role, .. } = &cx.actor else {
        return Ok(());
    };
    let mut source = app.db.read().await?;
    if lacks(&mut source, cx, (*id, *role)).await? {
        return Err(Error::Refused("training-missing"));
    }
    Ok(())
}

/// Whether somebody lacks a course that his role needs today.
async fn lacks(source: &mut impl Source, cx: &Cx, (staff, role): (StaffId, Role)) -> Result<bool> {
    let needs = store::training::needs(source).await?;
    let today = viet_nam_date(cx.now);
    if training::missing(role, &needs, &[], today).is_empty() {
        return Ok(false);
    }
    let passed = store::training::passed_by(source, staff).await?;
    Ok(!training::missing(role, &needs, &passed, today).is_empty())
}

/// A course of an address; what cannot be one is not there.
fn named(code: &str) -> Result<CourseCode> {
    CourseCode::parse(code).map_err(|_| Error::NotFound)
}

/// A course of a form.
fn chosen(code: &str) -> std::result::Result<CourseCode, Fault> {
    CourseCode::parse(code).map_err(|_| Fault::new("course", "course-choose"))
}

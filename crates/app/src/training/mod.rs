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

use domain::actor::Role;
use domain::fault::Fault;
use domain::ids::StaffId;
use domain::time::viet_nam_date;
use domain::training::{self, CourseCode};
use store::Source;

use crate::{Cx, Error, Result};

/// R50-7: whether somebody lacks a course that his role needs today.
pub(crate) async fn lacks(
    source: &mut impl Source,
    cx: &Cx,
    (staff, role): (StaffId, Role),
) -> Result<bool> {
    let needs = store::training::needs(source).await?;
    if needs.iter().all(|need| need.role != role) {
        return Ok(false);
    }
    let passed = store::training::passed_by(source, staff).await?;
    let today = viet_nam_date(cx.now);
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

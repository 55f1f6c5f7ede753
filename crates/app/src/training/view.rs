//! Who lacks what, for those who answer for them.

use std::collections::BTreeMap;

use domain::actor::{Actor, Purpose, Role};
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::ids::StaffId;
use domain::time::viet_nam_date;
use domain::training::{self, CourseCode, Need, Passed};
use store::audit::NOBODY;
use store::training::Course;

use crate::{App, Cx, Result, entry_with};

/// Somebody who lacks a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// His name.
    pub name: String,
    /// His role.
    pub role: Role,
    /// Code of his unit.
    pub unit: String,
    /// What he lacks today.
    pub lacks: Vec<CourseCode>,
    /// What he will lack within thirty days, or once he needs it.
    pub soon: Vec<CourseCode>,
}

/// Courses, needs, and who lacks what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Every course.
    pub courses: Vec<Course>,
    /// What roles need.
    pub needs: Vec<Need>,
    /// Of each need, how many have passed of how many.
    pub passed: Vec<(usize, usize)>,
    /// Who lacks something, now or soon; a head sees his unit.
    pub who: Vec<Who>,
}

/// R50-7: the overview. That colleagues' training was read is on record.
pub async fn overview(app: &App, cx: &Cx) -> Result<Overview> {
    require(&cx.actor, Operation::ReadTraining)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let own_unit = match &cx.actor {
        Actor::Staff {
            role: Role::Head,
            unit,
            ..
        } => Some(unit.clone()),
        Actor::Staff { .. }
        | Actor::Public
        | Actor::Holder { .. }
        | Actor::System
        | Actor::Register(_)
        | Actor::Party(_)
        | Actor::Operator => None,
    };
    let today = viet_nam_date(cx.now);
    let mut tx = app.db.begin().await?;
    let courses = store::training::courses(&mut tx).await?;
    let needs = store::training::needs(&mut tx).await?;
    let mut by: BTreeMap<StaffId, Vec<Passed>> = BTreeMap::new();
    for (staff, passed) in store::training::passed_by_all(&mut tx).await? {
        by.entry(staff).or_default().push(passed);
    }
    let mut people = store::staff::active(&mut tx).await?;
    people.retain(|p| own_unit.as_ref().is_none_or(|unit| *unit == p.unit));
    let none = Vec::new();
    let of = |id: StaffId| by.get(&id).unwrap_or(&none);
    let passed = needs.iter().map(|need| {
        let role = people.iter().filter(|p| p.role == need.role);
        let has = |p: &Passed| p.course == need.course && p.counts(today);
        let have = role.clone().filter(|p| of(p.id).iter().any(has));
        (have.count(), role.count())
    });
    let passed = passed.collect();
    let who = people.iter().filter_map(|p| {
        let lacks = training::missing(p.role, &needs, of(p.id), today);
        let soon = training::missing_soon(p.role, &needs, of(p.id), today);
        (!lacks.is_empty() || !soon.is_empty()).then(|| Who {
            name: p.name.clone(),
            role: p.role,
            unit: p.unit.clone(),
            lacks: lacks.into_iter().cloned().collect(),
            soon: soon.into_iter().cloned().collect(),
        })
    });
    let who = who.collect();
    let detail = serde_json::json!({ "unit": own_unit });
    tx.commit(entry_with(app, cx, Event::TrainingRead, NOBODY, detail))
        .await?;
    Ok(Overview {
        courses,
        needs,
        passed,
        who,
    })
}

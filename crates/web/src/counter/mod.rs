//! The counter's part of the house: officers, heads of unit, call-centre operators; managers sign in
//! here too.

pub mod agents;
pub mod assistance;
pub mod breaches;
pub mod card;
pub mod cases;
mod decision;
pub mod forms;
pub mod home;
mod image;
mod machine;
pub mod organisations;
pub mod packets;
pub mod phone_changes;
pub mod proofing;
pub mod queue;
pub mod second_looks;
pub(crate) mod side_by_side;
pub mod sign_in;
mod training;
pub mod unlock_requests;
pub mod visits;

use axum::Router;
use axum::routing::get;
use domain::actor::Role;
use maud::Markup;

use crate::extract::Desk;
use crate::page::{Audience, Page};
use crate::state::Web;
use crate::t;

/// All pages of the counter.
pub fn routes() -> Router<Web> {
    Router::new()
        .merge(home::routes())
        .merge(proofing::routes())
        .merge(agents::routes())
        .merge(card::routes())
        .merge(packets::routes())
        .merge(queue::routes())
        .merge(visits::routes())
        .merge(second_looks::routes())
        .merge(sign_in::routes())
        .merge(assistance::routes())
        .merge(unlock_requests::routes())
        .merge(cases::routes())
        .merge(breaches::routes())
        .merge(organisations::routes())
        .merge(phone_changes::routes())
        .merge(forms::routes())
        .route("/counter/training", get(training::show))
}

/// Where a member of staff begins.
pub const fn home_of(role: Role) -> &'static str {
    match role {
        Role::Officer | Role::Head => "/counter",
        Role::CallCentre => "/counter/assistance",
        Role::Manager | Role::Auditor => "/console",
    }
}

/// The places of a role: address and words.
const fn places(role: Role) -> &'static [(&'static str, &'static str)] {
    match role {
        Role::Officer | Role::Head => &[
            ("/counter", "menu-find"),
            ("/counter/visits", "menu-visits"),
            ("/counter/queue", "menu-queue"),
            ("/counter/second-looks", "menu-second-looks"),
            ("/counter/assistance", "menu-assistance"),
            ("/counter/unlock-requests", "menu-unlock"),
            ("/counter/phone-changes", "menu-phone-changes"),
            ("/counter/cases", "menu-cases"),
            ("/counter/breaches", "menu-breaches"),
            ("/counter/organisations", "menu-organisations"),
            ("/counter/training", "menu-own-training"),
        ],
        Role::CallCentre => &[
            ("/counter/assistance", "menu-assistance"),
            ("/counter/unlock-requests", "menu-unlock"),
            ("/counter/phone-changes", "menu-phone-changes"),
            ("/counter/training", "menu-own-training"),
        ],
        Role::Manager => &[
            ("/console", "menu-overview"),
            ("/console/pilots", "menu-pilots"),
            ("/console/parties", "menu-parties"),
            ("/console/terms", "menu-terms"),
            ("/console/holidays", "menu-holidays"),
            ("/console/anchors", "menu-anchors"),
            ("/console/registers", "menu-registers"),
            ("/console/events", "menu-events"),
            ("/console/subscribers", "menu-subscribers"),
            ("/console/experience", "menu-experience"),
            ("/console/impostors", "menu-impostors"),
            ("/console/rechecks", "menu-rechecks"),
            ("/console/alike", "menu-alike"),
            ("/console/training", "menu-training"),
        ],
        Role::Auditor => &[
            ("/console", "menu-overview"),
            ("/console/parties", "menu-parties"),
            ("/console/anchors", "menu-anchors"),
            ("/console/registers", "menu-registers"),
            ("/console/events", "menu-events"),
            ("/console/subscribers", "menu-subscribers"),
            ("/console/experience", "menu-experience"),
            ("/console/impostors", "menu-impostors"),
            ("/console/rechecks", "menu-rechecks"),
            ("/console/alike", "menu-alike"),
            ("/console/training", "menu-training"),
        ],
    }
}

/// A page for staff, with the menu of the role.
pub fn page<'a>(desk: &'a Desk, title: &str) -> Page<'a> {
    let lang = desk.view.lang;
    let audience = match desk.member.role {
        Role::Officer | Role::Head | Role::CallCentre => Audience::Counter,
        Role::Manager | Role::Auditor => Audience::Console,
    };
    let places = places(desk.member.role);
    let here = |href: &str| desk.view.path == href;
    let menu = places
        .iter()
        .map(|(href, key)| ((*href).to_owned(), t!(lang, key), here(href)));
    Page::new(&desk.view, audience, title)
        .menu(menu)
        .signed_in(desk.member.name.as_str(), "/counter/sign-out")
}

/// Title and words of a desk page.
pub fn heading(title: &str) -> Markup {
    maud::html! { h1.govuk-heading-l { (title) } }
}

//! Courses for staff, which roles need them, and who lacks them (R50-7).

mod act;
mod tables;

use app::training::{Overview, overview};
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::actor::Role;
use domain::training::{CourseCode, needs_courses};
use maud::{Markup, html};
use ui::{Button, Choice, EmptyState, Icon, Input, Legend, Radios, Select, SelectOption};

use crate::citizen::fields;
use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::state::Web;
use crate::t;

const HERE: &str = "/console/training";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(HERE, get(show).post(act::offer))
        .route("/console/training/needs", post(act::need))
        .route("/console/training/needs/end", post(act::end_need))
        .route("/console/training/secret", post(act::secret))
        .route("/console/training/withdraw", post(act::withdraw))
}

async fn show(desk: Desk) -> Response {
    let errors = Errors::new(desk.view.lang);
    draw(&desk, &Form::default(), &errors).await
}

/// What a role is called.
fn role_name(lang: Lang, role: Role) -> String {
    t!(lang, &format!("role-{}", role.as_str()))
}

async fn draw(desk: &Desk, form: &Form, errors: &Errors) -> Response {
    let found = match overview(&desk.app, &desk.cx).await {
        Ok(found) => found,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "menu-training");
    let manager = desk.member.role == Role::Manager;
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "training-text")) }
        h2.govuk-heading-m { (t!(lang, "training-courses")) }
        @if found.courses.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "training-none"), t!(lang, "training-none-text")))
        }
        @for course in &found.courses { (tables::course(desk, course, manager)) }
        (tables::needs(desk, &found, manager))
        (tables::who(desk, &found))
        @if manager {
            (offer_form(desk, form, errors))
            @if found.courses.iter().any(|c| c.withdrawn.is_none()) { (need_form(desk, &found, form, errors)) }
        }
    };
    page(desk, &title).errors(errors).respond(body)
}

fn offer_form(desk: &Desk, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let text = |name: &str, label: &str| Input::new(name, t!(lang, label)).value(form.get(name));
    html! {
        h2.govuk-heading-m { (t!(lang, "training-offer")) }
        (desk.view.form(HERE, html! {
            (text("code", "training-code").hint(t!(lang, "training-code-hint")).error(errors.of("code")).width(20))
            (text("title", "training-title").error(errors.of("title")))
            (text("address", "training-address").hint(t!(lang, "training-address-hint")).error(errors.of("address")))
            (text("months", "training-months").hint(t!(lang, "training-months-hint")).error(errors.of("months")).digits().width(3))
            (Button::new(t!(lang, "training-offer-button")).prevent_double_click(true))
        }))
    }
}

fn need_form(desk: &Desk, found: &Overview, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let offered = found.courses.iter().filter(|c| c.withdrawn.is_none());
    let option = |code: &CourseCode, title: &str| SelectOption::new(code.as_str(), title);
    let role = |role: Role| Choice::new(role.as_str(), role_name(lang, role));
    html! {
        h2.govuk-heading-m { (t!(lang, "training-need")) }
        (words::warning(lang, t!(lang, "training-need-warning")))
        (desk.view.form("/console/training/needs", html! {
            (Select::new("course", t!(lang, "training-course"))
                .options(offered.map(|c| option(&c.code, &c.title)))
                .value(form.get("course"))
                .error(errors.of("course")))
            (Radios::new("role", Legend::new(t!(lang, "training-role")).classes("govuk-fieldset__legend--s"))
                .items(Role::ALL.into_iter().filter(|r| needs_courses(*r)).map(role))
                .value(form.get("role"))
                .error(errors.of("role")))
            (fields::date(lang, "from", t!(lang, "training-from"), form, errors).hint(t!(lang, "training-from-hint")))
            (Button::new(t!(lang, "training-need-button")).prevent_double_click(true))
        }))
    }
}

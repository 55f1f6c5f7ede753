//! Card readers of the unit: which programs beside them are let in, and letting one in by its code.

use app::counter::agents::{list, pair, unpair};
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use jiff::SignedDuration;
use maud::{Markup, html};
use store::agent::Agent;
use ui::{Button, EmptyState, Icon, Input, Table, Tag, Tone};

use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::Errors;
use crate::state::Web;
use crate::t;

const HERE: &str = "/counter/agents";
/// An agent asks for work at least so often; one that did not is off.
const AWAY: SignedDuration = SignedDuration::from_mins(2);

/// Routes.
pub fn routes() -> Router<Web> {
    Router::new()
        .route(HERE, get(show).post(submit))
        .route("/counter/agents/remove", post(remove))
}

async fn show(desk: Desk) -> Response {
    let errors = Errors::new(desk.view.lang);
    draw(&desk, &Form::default(), &errors).await
}

async fn submit(desk: Desk, form: Form) -> Response {
    let done = pair(&desk.app, &desk.cx, form.get("code")).await;
    after(&desk, &form, done.map(|_| ())).await
}

async fn remove(desk: Desk, form: Form) -> Response {
    let done = unpair(&desk.app, &desk.cx, form.get("agent")).await;
    after(&desk, &form, done).await
}

async fn after(desk: &Desk, form: &Form, done: app::Result<()>) -> Response {
    match done {
        Ok(()) => desk.redirect(HERE),
        Err(wrong) => match error::on_form(&desk.view, desk.cx.now, &wrong) {
            Some(errors) => error::with_status(draw(desk, form, &errors).await, &wrong),
            None => error::page(&desk.view, &wrong),
        },
    }
}

/// Whether an agent asked for work lately.
pub(super) fn tag(lang: Lang, agent: &Agent, now: jiff::Timestamp) -> Tag {
    if now.duration_since(agent.seen) < AWAY {
        Tag::new(Tone::Good, t!(lang, "agents-on"))
    } else {
        Tag::new(Tone::Quiet, t!(lang, "agents-off"))
    }
}

/// What its computer has.
fn has(lang: Lang, agent: &Agent) -> String {
    match (agent.abilities.reader, agent.abilities.scanner) {
        (true, true) => t!(lang, "agents-both"),
        (true, false) => t!(lang, "agents-reader"),
        (false, true) => t!(lang, "agents-scanner"),
        (false, false) => t!(lang, "agents-nothing"),
    }
}

fn row(desk: &Desk, agent: &Agent) -> [Markup; 6] {
    let lang = desk.view.lang;
    let button = desk.view.form(
        "/counter/agents/remove",
        html! {
            input type="hidden" name="agent" value=(agent.id);
            (Button::secondary(t!(lang, "agents-remove")).prevent_double_click(true))
        },
    );
    [
        html! { (agent.name) },
        html! { (has(lang, agent)) },
        html! { (tag(lang, agent, desk.cx.now)) },
        html! { (date_time(agent.seen)) },
        html! { (date_time(agent.paired)) },
        button,
    ]
}

async fn draw(desk: &Desk, form: &Form, errors: &Errors) -> Response {
    let agents = match list(&desk.app, &desk.cx).await {
        Ok(agents) => agents,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "agents-title");
    let head = [
        "agents-name",
        "agents-has",
        "agents-state",
        "agents-seen",
        "agents-paired",
        "agents-remove",
    ];
    let table = Table::new(head.map(|key| t!(lang, key)));
    let table = agents
        .iter()
        .fold(table, |table, a| table.row(row(desk, a)));
    let body = html! {
        (super::heading(&title))
        p.govuk-body { (t!(lang, "agents-text")) }
        @if agents.is_empty() {
            (EmptyState::new(Icon::Search, t!(lang, "agents-none"), t!(lang, "agents-none-text")))
        } @else { (table) }
        h2.govuk-heading-m { (t!(lang, "agents-pair")) }
        (desk.view.form(HERE, html! {
            (Input::new("code", t!(lang, "agents-code")).hint(t!(lang, "agents-code-hint"))
                .value(form.get("code")).error(errors.of("code")).autocomplete("off").spellcheck(false).width(10))
            (Button::new(t!(lang, "agents-pair-button")).prevent_double_click(true))
        }))
    };
    super::page(desk, &title)
        .errors(errors)
        .back("/counter")
        .respond(body)
}

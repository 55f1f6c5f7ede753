//! Reading the card of the person at the counter: asking, waiting, what came of it.

mod result;

use app::counter::card::{Ask, Reading, ask, view, waiting};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{Markup, html};
use ui::{Button, ButtonLink, Input, InsetText, Select, SelectOption, Textarea, live_fragment};

use crate::error;
use crate::extract::Desk;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::state::Web;
use crate::t;

/// Routes.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/proofing/{reference}/card", get(show).post(submit))
        .route("/counter/proofing/{reference}/card/state", get(waited))
}

fn place(reference: &str) -> String {
    format!("/counter/proofing/{reference}/card")
}

async fn show(desk: Desk, Path(reference): Path<String>) -> Response {
    let errors = Errors::new(desk.view.lang);
    draw(&desk, &reference, &Form::default(), &errors).await
}

/// The part of the page that renews itself: whether the reading is still waited for, nothing of the person.
async fn waited(desk: Desk, Path(reference): Path<String>) -> Response {
    let lang = desk.view.lang;
    match waiting(&desk.app, &desk.cx, &reference).await {
        Ok(true) => still(lang, &reference).into_response(),
        Ok(false) => over(lang, &reference).into_response(),
        Err(error) => error::page(&desk.view, &error),
    }
}

async fn submit(desk: Desk, Path(reference): Path<String>, form: Form) -> Response {
    let command = Ask {
        agent: form.get("agent"),
        zone: form.get("zone"),
        can: form.get("can"),
    };
    match ask(&desk.app, &desk.cx, &reference, &command).await {
        Ok(_) => desk.redirect(&place(&reference)),
        Err(wrong) => match error::on_form(&desk.view, desk.cx.now, &wrong) {
            Some(errors) => {
                error::with_status(draw(&desk, &reference, &form, &errors).await, &wrong)
            }
            None => error::page(&desk.view, &wrong),
        },
    }
}

async fn draw(desk: &Desk, reference: &str, form: &Form, errors: &Errors) -> Response {
    let reading = match view(&desk.app, &desk.cx, reference).await {
        Ok(reading) => reading,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "card-title");
    let part = state(desk, &reading);
    let body = html! {
        (super::heading(&title))
        p.govuk-body { (reference) }
        @if reading.waiting && errors.is_empty() {
            (live_fragment("card", &format!("{}/state", place(reference)), 5, &part))
        } @else {
            div id="card" { (part) }
            (result::chip(lang, &reading))
            @if reading.open { (entry(desk, &reading, form, errors)) }
        }
    };
    super::page(desk, &title)
        .errors(errors)
        .back(format!("/counter/proofing/{reference}"))
        .respond(body)
}

/// Waited for, judged, or nothing came.
fn state(desk: &Desk, reading: &Reading) -> Markup {
    let lang = desk.view.lang;
    match (&reading.job, reading.waiting, &reading.outcome) {
        (None, _, _) => html! {},
        (Some(_), true, _) => still(lang, &reading.stored.reference),
        (Some(_), false, None) => words_of_nothing(desk),
        (Some(_), false, Some(outcome)) => result::verdict(lang, outcome),
    }
}

fn still(lang: Lang, reference: &str) -> Markup {
    html! {
        (InsetText::new(t!(lang, "card-waiting")))
        (look(lang, reference))
    }
}

/// Nothing is waited for any more: the page is drawn anew, by script or by hand.
fn over(lang: Lang, reference: &str) -> Markup {
    html! { div data-over { (look(lang, reference)) } }
}

fn look(lang: Lang, reference: &str) -> Markup {
    let link = ButtonLink::new(place(reference), t!(lang, "card-look"));
    html! { p.govuk-body { (link.kind(ui::ButtonKind::Secondary)) } }
}

fn words_of_nothing(desk: &Desk) -> Markup {
    let lang = desk.view.lang;
    html! { (words::warning(lang, t!(lang, "card-lapsed"))) }
}

fn entry(desk: &Desk, reading: &Reading, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    if reading.agents.is_empty() {
        return html! {
            p.govuk-body { (t!(lang, "card-no-agent")) }
            (ButtonLink::new("/counter/agents", t!(lang, "agents-pair")))
        };
    }
    let alone = match reading.agents.as_slice() {
        [only] => only.id.to_string(),
        _ => String::new(),
    };
    let chosen = if form.has("agent") {
        form.get("agent")
    } else {
        &alone
    };
    let options = reading
        .agents
        .iter()
        .map(|a| SelectOption::new(a.id.to_string(), a.name.as_str()));
    let title = if reading.job.is_some() {
        t!(lang, "card-again")
    } else {
        t!(lang, "card-read")
    };
    html! {
        h2.govuk-heading-m { (title) }
        p.govuk-body { (t!(lang, "card-text")) }
        (desk.view.form(&place(&reading.stored.reference), html! {
            (Select::new("agent", t!(lang, "card-agent"))
                .options([SelectOption::new("", t!(lang, "counter-choose"))])
                .options(options)
                .value(chosen)
                .error(errors.of("agent")))
            (Textarea::new("zone", t!(lang, "card-zone")).hint(t!(lang, "card-zone-hint")).rows(3)
                .value(form.get("zone")).error(errors.of("zone")).spellcheck(false))
            (Input::new("can", t!(lang, "card-can")).hint(t!(lang, "card-can-hint"))
                .value(form.get("can")).error(errors.of("can")).autocomplete("off").digits().width(10))
            (Button::new(t!(lang, "card-read-button")).prevent_double_click(true))
        }))
    }
}

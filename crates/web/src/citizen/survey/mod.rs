//! One question at the end of a journey (R50-6): how easy it was. It may be left out, asks for no words, and works
//! without script.

use std::fmt::Display;

use app::experience::{Question, answer, question};
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::journey::Journey;
use domain::journey::survey::Answer;
use jiff::Timestamp;
use maud::{Markup, html};
use ui::{Button, ButtonLink, Choice, Legend, Panel, Radios};

use crate::error;
use crate::extract::Ask;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

/// Where the answer goes, and the thanks for it.
pub fn routes() -> Router<crate::state::Web> {
    Router::new().route("/survey", get(thanks).post(submit))
}

/// The question after a journey that ended at an instant, where it is still to be asked; `of` names what the journey was
/// about. A page never fails for it.
pub async fn after(
    ask: &Ask,
    journey: Journey,
    of: &(dyn Display + Sync),
    ended: Timestamp,
) -> Markup {
    match question(&ask.app, &ask.cx, (journey, of), ended).await {
        Ok(Some(question)) => asked(ask, &question),
        Ok(None) => html! {},
        Err(error) => {
            tracing::warn!(%error, "the question after a journey was left out");
            html! {}
        }
    }
}

/// The address of a page that is shown when a journey has just ended and nothing is left to know it by; the question goes
/// along.
pub async fn address(ask: &Ask, page: &str, journey: Journey, of: &(dyn Display + Sync)) -> String {
    match question(&ask.app, &ask.cx, (journey, of), ask.cx.now).await {
        Ok(Some(question)) => format!("{page}?survey={}", question.to_text(&ask.app)),
        Ok(None) | Err(_) => page.to_owned(),
    }
}

/// The question that an address carries.
pub async fn carried(ask: &Ask, text: &str) -> Markup {
    let Some(question) = Question::parse(&ask.app, text) else {
        return html! {};
    };
    match question.open(&ask.app, &ask.cx).await {
        Ok(true) => asked(ask, &question),
        Ok(false) | Err(_) => html! {},
    }
}

fn asked(ask: &Ask, question: &Question) -> Markup {
    let text = question.to_text(&ask.app);
    form(ask, &text, "m", &Errors::new(ask.view.lang))
}

fn form(ask: &Ask, question: &str, size: &str, errors: &Errors) -> Markup {
    let lang = ask.view.lang;
    let legend = Legend::new(t!(lang, "survey-question"));
    let choice = |answer: &Answer| {
        let words = format!("survey-answer-{}", answer.as_str());
        Choice::new(answer.as_str(), t!(lang, &words))
    };
    ask.view.form(
        "/survey",
        html! {
            input type="hidden" name="question" value=(question);
            (Radios::new("answer", legend.classes(format!("govuk-fieldset__legend--{size}")))
                .hint(t!(lang, "survey-hint"))
                .items(Answer::ALL.iter().map(choice))
                .error(errors.of("answer")))
            (Button::secondary(t!(lang, "survey-send")).prevent_double_click(true))
        },
    )
}

async fn submit(ask: Ask, sent: Form) -> Response {
    let (question, word) = (sent.get("question"), sent.trimmed("answer"));
    match answer(&ask.app, &ask.cx, question, word).await {
        Ok(()) => ask.redirect("/survey"),
        Err(failure) => match error::on_form(&ask.view, ask.cx.now, &failure) {
            Some(errors) => {
                let title = t!(ask.view.lang, "survey-title");
                let body = html! {
                    h1.govuk-heading-l { (title) }
                    (form(&ask, question, "s", &errors))
                };
                let page = Page::new(&ask.view, Audience::Citizen, &title)
                    .errors(&errors)
                    .narrow()
                    .back("/");
                error::with_status(page.respond(body), &failure)
            }
            None => error::page(&ask.view, &failure),
        },
    }
}

async fn thanks(ask: Ask) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "survey-thanks");
    let body = html! {
        (Panel::new(title.as_str()).text(t!(lang, "survey-thanks-text")))
        (ButtonLink::new("/", t!(lang, "survey-home")))
    };
    Page::new(&ask.view, Audience::Citizen, &title)
        .narrow()
        .respond(body)
}

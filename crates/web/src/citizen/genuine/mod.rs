//! UX-11: is the caller genuine? No sign-in; only yes or no, and what to do then.

use app::assistance::{Genuine, Report, ask_genuine, report};
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use maud::{Markup, html};
use ui::{Button, ButtonKind, ButtonLink, Input, InsetText, Panel, Textarea};

use crate::citizen::fields;
use crate::error;
use crate::extract::Ask;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, words};
use crate::state::Web;
use crate::t;

/// Pages of the question.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/genuine", get(show).post(submit))
        .route("/genuine/report", post(tell))
}

async fn show(ask: Ask) -> Response {
    page(&ask, &Form::default(), &Errors::new(ask.view.lang), &None)
}

/// A code found or not.
type Told = Option<Option<Genuine>>;

async fn submit(ask: Ask, form: Form) -> Response {
    match ask_genuine(&ask.app, &ask.cx, form.get("code")).await {
        Ok(told) => page(
            &ask,
            &Form::default(),
            &Errors::new(ask.view.lang),
            &Some(told),
        ),
        Err(error) => failed(&ask, &form, &error),
    }
}

fn failed(ask: &Ask, form: &Form, error: &app::Error) -> Response {
    match error::on_form(&ask.view, ask.cx.now, error) {
        Some(errors) => page(ask, form, &errors, &None),
        None => error::page(&ask.view, error),
    }
}

async fn tell(ask: Ask, form: Form) -> Response {
    let told = Report {
        caller: form.get("caller"),
        words: form.get("words"),
    };
    let lang = ask.view.lang;
    match report(&ask.app, &ask.cx, &told).await {
        Ok(()) => {
            let title = t!(lang, "genuine-reported-title");
            let body = html! {
                (Panel::new(title.as_str()).text(t!(lang, "genuine-reported-text")))
                (never(lang))
                (ButtonLink::new("/lock-now", t!(lang, "genuine-lock")).kind(ButtonKind::Warning))
            };
            Page::new(&ask.view, Audience::Public, &title)
                .narrow()
                .respond(body)
        }
        Err(error) => failed(&ask, &form, &error),
    }
}

/// UX-11: what no officer asks for.
fn never(lang: Lang) -> Markup {
    html! {
        (InsetText::new(html! {
            p.govuk-body { (t!(lang, "help-scam-calls")) }
            p.govuk-body { (t!(lang, "genuine-hang-up")) }
        }))
    }
}

fn answer(lang: Lang, told: &Told, phone: &str) -> Markup {
    html! {
        @match told {
            Some(Some(call)) => {
                @let time = date_time(call.opened);
                (words::success(lang, t!(lang, "genuine-yes", unit = call.unit.as_str(), time = time)))
                p.govuk-body { (t!(lang, "genuine-yes-still")) }
            }
            Some(None) => {
                (words::warning(lang, t!(lang, "genuine-no")))
                ul.govuk-list.govuk-list--bullet {
                    li { (t!(lang, "genuine-no-hang-up")) }
                    li { (t!(lang, "genuine-no-call", phone = phone)) }
                    li { a.govuk-link href="/lock-now" { (t!(lang, "genuine-lock")) } }
                }
            }
            None => {}
        }
    }
}

fn report_form(ask: &Ask, form: &Form, errors: &Errors) -> Markup {
    let lang = ask.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "genuine-report-title")) }
        (ask.view.form("/genuine/report", html! {
            (Input::new("caller", t!(lang, "genuine-caller"))
                .hint(t!(lang, "genuine-caller-hint"))
                .value(form.get("caller"))
                .error(errors.of("caller"))
                .autocomplete("off")
                .width(20))
            (Textarea::new("words", t!(lang, "genuine-words"))
                .hint(t!(lang, "genuine-words-hint"))
                .value(form.get("words"))
                .error(errors.of("words"))
                .rows(3))
            (Button::secondary(t!(lang, "genuine-report")).prevent_double_click(true))
        }))
    }
}

fn page(ask: &Ask, form: &Form, errors: &Errors, told: &Told) -> Response {
    let view = &ask.view;
    let lang = view.lang;
    let title = t!(lang, "genuine-title");
    let phone = ask.app.config.call_centre.as_str();
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "genuine-text"))))
        (answer(lang, told, phone))
        (view.form("/genuine", html! {
            (Input::new("code", t!(lang, "genuine-code"))
                .hint(t!(lang, "genuine-code-hint"))
                .value(form.get("code"))
                .error(errors.of("code"))
                .autocomplete("off")
                .spellcheck(false)
                .width(10))
            (fields::submit(t!(lang, "genuine-ask")))
        }))
        (never(lang))
        (report_form(ask, form, errors))
    };
    Page::new(view, Audience::Public, &title)
        .errors(errors)
        .narrow()
        .back("/help")
        .respond(body)
}

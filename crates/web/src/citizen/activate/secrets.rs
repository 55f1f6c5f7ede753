//! Password, passcode, two questions; whoever skips ahead is led to the step he is at.

use app::activation::{Progress, Step, progress, set_answers, set_passcode, set_password};
use app::token::Token;
use axum::extract::Query;
use axum::response::Response;
use domain::journey::Journey;
use domain::secret::{PasswordPolicy, Question};
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Input, Panel, Select, SelectOption};

use crate::citizen::{fields, survey};
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, View};
use crate::t;

const fn path(step: Step) -> &'static str {
    match step {
        Step::Password => "/activate/password",
        Step::Passcode => "/activate/passcode",
        Step::Questions => "/activate/questions",
    }
}

async fn where_now(ask: &Ask) -> Result<(Token, Progress), Response> {
    let token = ask.journey("/activate").map_err(|elsewhere| *elsewhere)?;
    match progress(&ask.app, &ask.cx, &token).await {
        Ok(progress) => Ok((token, progress)),
        Err(app::Error::Refused("journey-over")) => Err(ask.redirect("/activate")),
        Err(error) => Err(error::page(&ask.view, &error)),
    }
}

pub(super) async fn show(ask: Ask) -> Response {
    match where_now(&ask).await {
        Ok((_, progress)) if path(progress.next) == ask.view.path => page(
            &ask,
            progress.next,
            &Form::default(),
            &Errors::new(ask.view.lang),
        ),
        Ok((_, progress)) => ask.redirect(path(progress.next)),
        Err(elsewhere) => elsewhere,
    }
}

fn answer(ask: &Ask, step: Step, form: &Form, next: &str, done: app::Result<()>) -> Response {
    match done {
        Ok(()) | Err(app::Error::Refused("step-out-of-order")) => ask.redirect(next),
        Err(app::Error::Refused("journey-over")) => ask.redirect("/activate"),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => page(ask, step, form, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

pub(super) async fn password(ask: Ask, form: Form) -> Response {
    let token = match ask.journey("/activate") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let done = set_password(&ask.app, &ask.cx, &token, form.get("password")).await;
    answer(&ask, Step::Password, &form, "/activate/passcode", done)
}

pub(super) async fn passcode(ask: Ask, form: Form) -> Response {
    let token = match ask.journey("/activate") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let done = set_passcode(&ask.app, &ask.cx, &token, form.get("passcode")).await;
    answer(&ask, Step::Passcode, &form, "/activate/questions", done)
}

pub(super) async fn questions(ask: Ask, form: Form) -> Response {
    let token = match ask.journey("/activate") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let first = (form.get("question_1"), form.get("answer_1"));
    let second = (form.get("question_2"), form.get("answer_2"));
    let done = set_answers(&ask.app, &ask.cx, &token, first, second).await;
    if done.is_ok() {
        let of = token.to_text();
        let end = survey::address(&ask, "/activate/done", Journey::Activation, &of).await;
        return ask.go(&end, [ask.cookies.remove(Cookie::Journey)]);
    }
    answer(&ask, Step::Questions, &form, "/activate/done", done)
}

/// The rules of this installation, said before anything is typed.
pub(crate) fn password_rules(lang: Lang, policy: PasswordPolicy) -> String {
    match policy {
        PasswordPolicy::Nist { min } => t!(lang, "password-rules-nist", min = min),
        PasswordPolicy::App1 => t!(lang, "password-rules-app1"),
    }
}

fn page(ask: &Ask, step: Step, form: &Form, errors: &Errors) -> Response {
    let view = &ask.view;
    let lang = view.lang;
    let (title, text, inside) = match step {
        Step::Password => (
            t!(lang, "activate-password-title"),
            password_rules(lang, ask.app.config.password_policy),
            html! { (fields::password(lang, "password", t!(lang, "field-new-password"), errors, true)) },
        ),
        Step::Passcode => (
            t!(lang, "activate-passcode-title"),
            t!(lang, "activate-passcode-text"),
            html! { (fields::passcode(lang, t!(lang, "field-new-passcode"), errors)) },
        ),
        Step::Questions => (
            t!(lang, "activate-questions-title"),
            t!(lang, "activate-questions-text"),
            html! { (question(view, 1, form, errors)) (question(view, 2, form, errors)) },
        ),
    };
    let body = html! {
        (fields::heading(&title, Some(text)))
        (view.form(path(step), html! { (inside) (fields::submit(t!(lang, "continue"))) }))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .respond(body)
}

fn question(view: &View, which: u8, form: &Form, errors: &Errors) -> Markup {
    let lang = view.lang;
    let (question, answer) = (format!("question_{which}"), format!("answer_{which}"));
    let options = std::iter::once(SelectOption::new("", t!(lang, "question-choose"))).chain(
        Question::ALL
            .iter()
            .map(|q| SelectOption::new(q.key(), t!(lang, &format!("question-{}", q.key())))),
    );
    html! {
        (Select::new(&question, t!(lang, "field-question", n = which)).options(options).value(form.get(&question)).error(errors.of(&question)))
        (Input::new(&answer, t!(lang, "field-answer", n = which)).value(form.get(&answer)).error(errors.of(&answer)).autocomplete("off"))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ended {
    survey: String,
}

pub(super) async fn done(ask: Ask, Query(ended): Query<Ended>) -> Response {
    let view = &ask.view;
    let lang = view.lang;
    let title = t!(lang, "activate-done-title");
    let body = html! {
        (Panel::new(title.clone()).text(t!(lang, "activate-done-text")))
        (ui::ButtonLink::new("/sign-in", t!(lang, "sign-in-title")))
        (survey::carried(&ask, &ended.survey).await)
    };
    Page::new(view, Audience::Citizen, &title)
        .narrow()
        .respond(body)
}

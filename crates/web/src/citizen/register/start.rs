//! Before you begin: what is needed (D59-14.pr), that it is free (D59-31.1) and voluntary (D59-vol).

use app::registration::{Step, start};
use axum::response::Response;
use maud::html;
use ui::{Button, InsetText};

use super::{address, failed, page};
use crate::extract::{Ask, Cookie};
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    draw(&ask, &Errors::new(ask.view.lang))
}

/// Begins anew only when there is nothing to go on with.
pub(super) async fn submit(ask: Ask, _form: Form) -> Response {
    match start(&ask.app, &ask.cx).await {
        Ok(token) => ask.go(
            &address(Step::Number),
            [ask.cookies.set(Cookie::Draft, &token)],
        ),
        Err(error) => failed(&ask, &error, |errors| draw(&ask, errors)),
    }
}

fn draw(ask: &Ask, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "register-start-title");
    let under_way = ask.cookies.token(Cookie::Draft).is_some();
    let body = html! {
        @if ask.view.query.contains("over=1") { (words::notice(lang, t!(lang, "register-start-over"))) }
        h1.govuk-heading-l { (title) }
        p.govuk-body-l { (t!(lang, "register-start-text")) }
        h2.govuk-heading-m { (t!(lang, "register-start-need")) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "register-start-need-card")) }
            li { (t!(lang, "register-start-need-passport")) }
            li { (t!(lang, "register-start-need-contact")) }
            li { (t!(lang, "register-start-need-camera")) }
        }
        p.govuk-body { a.govuk-link href="/help/bring" { (t!(lang, "help-bring-link")) } }
        p.govuk-body { (t!(lang, "register-start-time")) }
        (InsetText::new(t!(lang, "register-start-children")))
        (words::fines(lang))
        @if under_way {
            p.govuk-body { a.govuk-link href="/register/next" { (t!(lang, "register-start-go-on")) } }
        }
        (ask.view.form("/register", Button::new(t!(lang, "register-start-button")).start(true).prevent_double_click(true)))
        ul.govuk-list.dd-links {
            li { a.govuk-link href="/sign-in" { (t!(lang, "register-start-sign-in")) } }
            li { a.govuk-link href="/register/find" { (t!(lang, "register-start-status")) } }
        }
    };
    page(ask, &title, "/", errors, body)
}

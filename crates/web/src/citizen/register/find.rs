//! Following a request by its reference and number, and coming back to one that was sent back.

use app::registration::{confirm_regain, regain as send_code, status_by_reference};
use axum::response::Response;
use domain::account::Level;
use domain::registration::State;
use maud::{Markup, html};
use ui::{Button, Input};

use super::{failed, page, status};
use crate::citizen::fields;
use crate::extract::{Ask, Cookie};
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    draw(&ask, &Form::default(), &Errors::new(ask.view.lang))
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let found =
        status_by_reference(&ask.app, &ask.cx, form.get("reference"), form.get("number")).await;
    match found {
        Ok(found) => {
            let back = matches!(found.state, State::Incomplete { .. }) && found.level == Level::One;
            let more = if back {
                come_back(&ask, &form)
            } else {
                html! {}
            };
            status::draw(&ask, &found, &more)
        }
        Err(error) => failed(&ask, &error, |errors| draw(&ask, &form, errors)),
    }
}

fn draw(ask: &Ask, form: &Form, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "register-find-title");
    let body = html! {
        (fields::heading(&title, None))
        (ask.view.form("/register/find", html! {
            (Input::new("reference", t!(lang, "register-find-reference"))
                .hint(t!(lang, "register-find-hint"))
                .value(form.get("reference"))
                .error(errors.of("reference"))
                .autocomplete("off")
                .autocapitalize("characters")
                .spellcheck(false)
                .width(20))
            (Input::new("number", t!(lang, "register-find-number"))
                .hint(t!(lang, "register-find-number-hint"))
                .value(form.get("number"))
                .error(errors.of("number"))
                .autocomplete("off")
                .autocapitalize("characters")
                .spellcheck(false)
                .width(20))
            (fields::submit(t!(lang, "register-find-button")))
        }))
    };
    page(ask, &title, "/", errors, body)
}

fn kept(form: &Form) -> Markup {
    html! {
        input type="hidden" name="reference" value=(form.get("reference"));
        input type="hidden" name="number" value=(form.get("number"));
    }
}

fn come_back(ask: &Ask, form: &Form) -> Markup {
    let lang = ask.view.lang;
    html! {
        p.govuk-body { (t!(lang, "register-regain-text")) }
        (ask.view.form("/register/regain", html! {
            (kept(form))
            (Button::new(t!(lang, "register-regain-button")).prevent_double_click(true))
        }))
    }
}

pub(super) async fn regain(ask: Ask, form: Form) -> Response {
    match send_code(&ask.app, &ask.cx, form.get("reference"), form.get("number")).await {
        Ok(sent_to) => draw_code(&ask, &form, &sent_to, &Errors::new(ask.view.lang)),
        Err(error) => failed(&ask, &error, |errors| draw(&ask, &form, errors)),
    }
}

pub(super) async fn confirm(ask: Ask, form: Form) -> Response {
    let (reference, number) = (form.get("reference"), form.get("number"));
    match confirm_regain(&ask.app, &ask.cx, reference, number, form.get("code")).await {
        Ok(token) => ask.go("/register/check", [ask.cookies.set(Cookie::Draft, &token)]),
        Err(error) => failed(&ask, &error, |errors| {
            draw_code(&ask, &form, form.get("to"), errors)
        }),
    }
}

fn draw_code(ask: &Ask, form: &Form, sent_to: &str, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "register-code-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "register-code-text", to = sent_to))))
        (ask.view.form("/register/regain/code", html! {
            (kept(form))
            input type="hidden" name="to" value=(sent_to);
            (fields::code(lang, errors))
            (fields::submit(t!(lang, "continue")))
        }))
    };
    page(ask, &title, "/register/find", errors, body)
}

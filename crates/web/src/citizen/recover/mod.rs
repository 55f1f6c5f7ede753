//! APP-5: a forgotten password.

use app::recovery::{Begin, begin, confirm, set_password};
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::html;
use ui::Panel;

use crate::citizen::{activate::password_rules, fields};
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, View};
use crate::state::Web;
use crate::t;

/// Pages of recovery.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/recover", get(show).post(submit))
        .route("/recover/code", get(show_code).post(submit_code))
        .route(
            "/recover/password",
            get(show_password).post(submit_password),
        )
        .route("/recover/done", get(done))
}

async fn show(ask: Ask) -> Response {
    page(&ask.view, &Form::default(), &Errors::new(ask.view.lang))
}

async fn submit(ask: Ask, form: Form) -> Response {
    let (birth, card_issued) = (
        fields::iso_date(&form, "birth"),
        fields::iso_date(&form, "card_issued"),
    );
    let command = Begin {
        number: form.get("number"),
        contact: form.get("contact"),
        name: form.get("name"),
        birth: &birth,
        card_issued: &card_issued,
    };
    match begin(&ask.app, &ask.cx, &command).await {
        Ok(pending) => ask.go(
            "/recover/code",
            [ask.cookies.set(Cookie::Journey, &pending.token)],
        ),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => page(&ask.view, &form, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

fn page(view: &View, form: &Form, errors: &Errors) -> Response {
    let lang = view.lang;
    let title = t!(lang, "recover-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "recover-text"))))
        (view.form("/recover", html! {
            (fields::number(lang, form, errors))
            (fields::contact(lang, form, errors))
            (fields::name(lang, form, errors))
            (fields::date(lang, "birth", t!(lang, "field-birth"), form, errors).hint(t!(lang, "field-birth-hint")))
            (fields::date(lang, "card_issued", t!(lang, "field-card-issued"), form, errors).hint(t!(lang, "field-card-issued-hint")))
            (fields::submit(t!(lang, "continue")))
        }))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/sign-in")
        .respond(body)
}

async fn show_code(ask: Ask) -> Response {
    match ask.journey("/recover") {
        Ok(_) => code_page(&ask.view, &Errors::new(ask.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

async fn submit_code(ask: Ask, form: Form) -> Response {
    let token = match ask.journey("/recover") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match confirm(&ask.app, &ask.cx, &token, form.get("code")).await {
        Ok(()) => ask.redirect("/recover/password"),
        Err(app::Error::Refused("journey-over")) => ask.redirect("/recover"),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => code_page(&ask.view, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

fn code_page(view: &View, errors: &Errors) -> Response {
    let title = t!(view.lang, "recover-code-title");
    let body = html! {
        (fields::heading(&title, Some(t!(view.lang, "recover-code-text"))))
        (fields::code_form(view, "/recover/code", errors, None))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/recover")
        .respond(body)
}

async fn show_password(ask: Ask) -> Response {
    match ask.journey("/recover") {
        Ok(_) => password_page(&ask, &Errors::new(ask.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

async fn submit_password(ask: Ask, form: Form) -> Response {
    let token = match ask.journey("/recover") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match set_password(&ask.app, &ask.cx, &token, form.get("password")).await {
        Ok(()) => ask.go("/recover/done", [ask.cookies.remove(Cookie::Journey)]),
        Err(app::Error::Refused("journey-over")) => ask.redirect("/recover"),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => password_page(&ask, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

fn password_page(ask: &Ask, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "recover-password-title");
    let body = html! {
        (fields::heading(&title, Some(password_rules(lang, ask.app.config.password_policy))))
        (ask.view.form("/recover/password", html! {
            (fields::password(lang, "password", t!(lang, "field-new-password"), errors, true))
            (fields::submit(t!(lang, "continue")))
        }))
    };
    Page::new(&ask.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .respond(body)
}

async fn done(ask: Ask) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "recover-done-title");
    let body = html! {
        (Panel::new(title.clone()).text(t!(lang, "recover-done-text")))
        (ui::ButtonLink::new("/sign-in", t!(lang, "sign-in-title")))
    };
    Page::new(&ask.view, Audience::Citizen, &title)
        .narrow()
        .respond(body)
}

//! Staff signing in: login name and password, then a code.

use app::staff::{Begin, begin, confirm, resume, sign_out};
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use maud::html;
use ui::Input;

use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, View};
use crate::state::Web;
use crate::t;

/// Pages of staff signing in and out.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/sign-in", get(show).post(submit))
        .route("/counter/sign-in/code", get(show_code).post(submit_code))
        .route("/counter/sign-out", post(leave))
}

async fn show(ask: Ask) -> Response {
    page(&ask.view, &Form::default(), &Errors::new(ask.view.lang))
}

async fn submit(ask: Ask, form: Form) -> Response {
    let command = Begin {
        login: form.get("login"),
        password: form.get("password"),
    };
    match begin(&ask.app, &ask.cx, &command).await {
        Ok(pending) => ask.go(
            "/counter/sign-in/code",
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
    let title = t!(lang, "staff-sign-in-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "staff-sign-in-text"))))
        (view.form("/counter/sign-in", html! {
            (Input::new("login", t!(lang, "field-login")).value(form.get("login")).error(errors.of("login")).autocomplete("username").spellcheck(false))
            (fields::password(lang, "password", t!(lang, "field-password"), errors, false))
            (fields::submit(t!(lang, "continue")))
        }))
    };
    Page::new(view, Audience::Counter, &title)
        .errors(errors)
        .narrow()
        .respond(body)
}

async fn show_code(ask: Ask) -> Response {
    match ask.journey("/counter/sign-in") {
        Ok(_) => code_page(&ask.view, &Errors::new(ask.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

async fn submit_code(ask: Ask, form: Form) -> Response {
    let token = match ask.journey("/counter/sign-in") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match confirm(&ask.app, &ask.cx, &token, form.get("code")).await {
        Ok(session) => {
            let home = match resume(&ask.app, &ask.cx, &session).await {
                Ok(Some(member)) => super::home_of(member.role),
                Ok(None) | Err(_) => "/counter",
            };
            ask.go(
                home,
                [
                    ask.cookies.set(Cookie::Staff, &session),
                    ask.cookies.remove(Cookie::Journey),
                ],
            )
        }
        Err(app::Error::Refused("journey-over")) => ask.redirect("/counter/sign-in"),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => code_page(&ask.view, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

fn code_page(view: &View, errors: &Errors) -> Response {
    let title = t!(view.lang, "sign-in-code-title");
    let body = html! {
        (fields::heading(&title, Some(t!(view.lang, "staff-code-text"))))
        (fields::code_form(view, "/counter/sign-in/code", errors, None))
    };
    Page::new(view, Audience::Counter, &title)
        .errors(errors)
        .narrow()
        .back("/counter/sign-in")
        .respond(body)
}

async fn leave(ask: Ask) -> Response {
    if let Some(token) = ask.cookies.token(Cookie::Staff)
        && let Err(error) = sign_out(&ask.app, &ask.cx, &token).await
    {
        return error::page(&ask.view, &error);
    }
    ask.go("/counter/sign-in", [ask.cookies.remove(Cookie::Staff)])
}

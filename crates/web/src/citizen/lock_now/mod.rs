//! UX-12: locking without signing in. Number and one factor; the lock is short until it is confirmed.

use app::holds::{ByPassword, LockNow, begin, by_code, by_password, resend};
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::fault::Fault;
use maud::html;
use ui::{Button, ButtonKind, ButtonLink, Choice, InsetText, Panel, Radios};

use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::state::Web;
use crate::t;

/// Pages of locking without signing in.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/lock-now", get(show).post(submit))
        .route("/lock-now/code", get(show_code).post(submit_code))
        .route("/lock-now/resend", post(send_again))
        .route("/lock-now/done", get(done))
}

async fn show(ask: Ask) -> Response {
    page(&ask, &Form::default(), &Errors::new(ask.view.lang))
}

async fn submit(ask: Ask, form: Form) -> Response {
    let device = ask.cookies.token(Cookie::Device);
    let (number, device) = (form.get("number"), device.as_ref());
    let answer = match form.trimmed("way") {
        "password" => {
            let password = form.get("password");
            let command = ByPassword {
                number,
                password,
                device,
            };
            let locked = by_password(&ask.app, &ask.cx, &command).await;
            locked.map(|_| locked_now(&ask))
        }
        "code" => {
            let contact = form.get("contact");
            let command = LockNow {
                number,
                contact,
                device,
            };
            let begun = begin(&ask.app, &ask.cx, &command).await;
            begun.map(|pending| {
                let journey = ask.cookies.set(Cookie::Journey, &pending.token);
                ask.go("/lock-now/code", [journey])
            })
        }
        _ => Err(Fault::new("way", "lock-now-way").into()),
    };
    answer.unwrap_or_else(
        |error| match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => page(&ask, &form, &errors),
            None => error::page(&ask.view, &error),
        },
    )
}

/// Whoever was signed in here is not any more.
fn locked_now(ask: &Ask) -> Response {
    let gone = [Cookie::Journey, Cookie::Session].map(|cookie| ask.cookies.remove(cookie));
    ask.go("/lock-now/done", gone)
}

fn hours(ask: &Ask) -> i64 {
    ask.app.config.short_lock.as_hours()
}

fn page(ask: &Ask, form: &Form, errors: &Errors) -> Response {
    let view = &ask.view;
    let lang = view.lang;
    let title = t!(lang, "lock-now-title");
    let phone = ask.app.config.call_centre.as_str();
    let password = fields::password(lang, "password", t!(lang, "field-password"), errors, false);
    let ways = Radios::new("way", t!(lang, "lock-now-way"))
        .error(errors.of("way"))
        .value(form.trimmed("way"))
        .items([
            Choice::new("password", t!(lang, "lock-now-password")).reveals(html! { (password) }),
            Choice::new("code", t!(lang, "lock-now-code"))
                .reveals(html! { (fields::contact(lang, form, errors)) }),
        ]);
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "lock-now-text", hours = hours(ask)))))
        (view.form("/lock-now", html! {
            (fields::number(lang, form, errors))
            (ways)
            (Button::warning(t!(lang, "lock-now-submit")).prevent_double_click(true))
        }))
        (InsetText::new(t!(lang, "lock-now-undo")))
        p.govuk-body { (t!(lang, "lock-now-other", phone = phone)) }
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/")
        .respond(body)
}

async fn show_code(ask: Ask) -> Response {
    match ask.journey("/lock-now") {
        Ok(_) => code_page(&ask, &Errors::new(ask.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

async fn submit_code(ask: Ask, form: Form) -> Response {
    let token = match ask.journey("/lock-now") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let locked = by_code(&ask.app, &ask.cx, &token, form.get("code")).await;
    answer(&ask, locked.map(|_| locked_now(&ask)))
}

async fn send_again(ask: Ask) -> Response {
    let token = match ask.journey("/lock-now") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let sent = resend(&ask.app, &ask.cx, &token).await;
    answer(&ask, sent.map(|()| ask.redirect("/lock-now/code")))
}

fn answer(ask: &Ask, done: app::Result<Response>) -> Response {
    match done {
        Ok(response) => response,
        Err(app::Error::Refused("journey-over")) => ask.redirect("/lock-now"),
        Err(error @ app::Error::Refused("lock-now-often")) => error::page(&ask.view, &error),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => code_page(ask, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

fn code_page(ask: &Ask, errors: &Errors) -> Response {
    let view = &ask.view;
    let title = t!(view.lang, "lock-now-code-title");
    let body = html! {
        (fields::heading(&title, Some(t!(view.lang, "lock-now-code-text"))))
        (fields::code_form(view, "/lock-now/code", errors, Some("/lock-now/resend")))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/lock-now")
        .respond(body)
}

/// The same for everybody: only who was right comes here by our hand.
async fn done(ask: Ask) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "lock-now-done-title");
    let phone = ask.app.config.call_centre.as_str();
    let body = html! {
        (Panel::new(title.as_str()).text(t!(lang, "lock-now-done-text", hours = hours(&ask))))
        h2.govuk-heading-m { (t!(lang, "lock-now-done-next")) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "lock-now-done-keep", phone = phone)) }
            li { (t!(lang, "lock-now-done-undo")) }
            li { (t!(lang, "lock-now-done-nothing")) }
        }
        (ButtonLink::new("/sign-in", t!(lang, "sign-in-title")).kind(ButtonKind::Secondary))
    };
    Page::new(&ask.view, Audience::Citizen, &title)
        .narrow()
        .respond(body)
}

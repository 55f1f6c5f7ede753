//! Registering for level 1: one question a page, each step behind the draft's cookie.

mod card;
mod check;
pub(crate) mod consent;
pub(crate) mod contact;
pub(crate) mod details;
mod find;
mod number;
pub(crate) mod passport;
pub(crate) mod portrait;
mod start;
mod status;

use app::Error;
use app::registration::{Draft, Step, draft, may_visit};
use app::token::Token;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use maud::Markup;

use crate::error;
use crate::extract::{Ask, Cookie};
use crate::page::{Audience, Errors, Page};
use crate::state::Web;

/// Pages of a registration.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/register", get(start::show).post(start::submit))
        .route("/register/next", get(next))
        .route("/register/number", get(number::show).post(number::submit))
        .route("/register/card", get(card::show).post(card::submit))
        .route(
            "/register/passport",
            get(passport::show).post(passport::submit),
        )
        .route(
            "/register/contact",
            get(contact::show).post(contact::submit),
        )
        .route(
            "/register/code",
            get(contact::show_code).post(contact::submit_code),
        )
        .route("/register/resend", post(contact::resend))
        .route(
            "/register/details",
            get(details::show).post(details::submit),
        )
        .route(
            "/register/portrait",
            get(portrait::show).post(portrait::submit),
        )
        .route("/register/portrait/image", get(portrait::image))
        .route(
            "/register/consent",
            get(consent::show).post(consent::submit),
        )
        .route("/register/check", get(check::show).post(check::submit))
        .route("/register/status", get(status::show))
        .route("/register/find", get(find::show).post(find::submit))
        .route("/register/regain", post(find::regain))
        .route("/register/regain/code", post(find::confirm))
}

/// Address of a step.
fn address(step: Step) -> String {
    format!("/register/{}", step.as_str())
}

/// The draft for a step, or where the applicant should be instead.
async fn at(ask: &Ask, step: Step) -> Result<(Token, Draft), Box<Response>> {
    let token = ask
        .cookies
        .token(Cookie::Draft)
        .ok_or_else(|| Box::new(ask.redirect("/register")))?;
    match draft(&ask.app, &ask.cx, &token).await {
        Ok(found) if may_visit(&found.stored, step) => Ok((token, found)),
        Ok(found) => Err(Box::new(ask.redirect(&address(found.next)))),
        Err(error) => Err(Box::new(failed(ask, &error, |_| {
            error::page(&ask.view, &error)
        }))),
    }
}

/// Only the cookie, for a write whose use case checks the step itself.
fn token(ask: &Ask) -> Result<Token, Box<Response>> {
    ask.cookies
        .token(Cookie::Draft)
        .ok_or_else(|| Box::new(ask.redirect("/register")))
}

/// 303 to the step that is open now.
async fn next(ask: Ask) -> Response {
    let token = match token(&ask) {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match draft(&ask.app, &ask.cx, &token).await {
        Ok(found) => ask.redirect(&address(found.next)),
        Err(error) => failed(&ask, &error, |_| error::page(&ask.view, &error)),
    }
}

/// What was not done: the same page with its errors, or where the applicant should be.
fn failed(ask: &Ask, error: &Error, draw: impl FnOnce(&Errors) -> Response) -> Response {
    match error {
        Error::Refused("draft-over") => {
            ask.go("/register?over=1", [ask.cookies.remove(Cookie::Draft)])
        }
        Error::Refused("registration-order" | "registration-decided") | Error::Stale => {
            ask.redirect("/register/next")
        }
        Error::Refused(_)
        | Error::Invalid(_)
        | Error::Throttled { .. }
        | Error::Silent(_)
        | Error::Busy { .. }
        | Error::Absent(_)
        | Error::SignIn
        | Error::Forbidden
        | Error::NotFound
        | Error::Internal(_) => match error::on_form(&ask.view, ask.cx.now, error) {
            Some(errors) => answer(draw(&errors), error),
            None => error::page(&ask.view, error),
        },
    }
}

/// The status that belongs to an error shown on a form.
fn answer(mut response: Response, error: &Error) -> Response {
    match error {
        Error::Throttled { .. } => *response.status_mut() = StatusCode::TOO_MANY_REQUESTS,
        Error::Refused(_) => *response.status_mut() = StatusCode::CONFLICT,
        Error::Silent(_) | Error::Busy { .. } | Error::Absent(_) => {
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE
        }
        Error::Invalid(_)
        | Error::Stale
        | Error::SignIn
        | Error::Forbidden
        | Error::NotFound
        | Error::Internal(_) => {}
    }
    response
}

/// A page of the journey.
fn page(ask: &Ask, title: &str, back: &str, errors: &Errors, body: Markup) -> Response {
    Page::new(&ask.view, Audience::Citizen, title)
        .errors(errors)
        .narrow()
        .back(back)
        .respond(body)
}

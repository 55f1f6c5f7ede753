//! Proving level 2: tasks on the left, evidence on the right; every task is its own page and survives
//! a reload.

mod alike;
mod card_application;
mod contact;
mod details;
mod documents;
mod fingers;
mod portrait;
mod scan;
mod turns;
mod verdict;
mod view;

use app::Error;
use app::counter::proofing::{self, Opening, Task};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};

use crate::error;
use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::Errors;
use crate::state::Web;

/// Pages of a proofing.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/proofing", post(open))
        .route(&at(""), get(view::show))
        .route(&at("/image/{which}"), get(super::image::show))
        .merge(dossier())
        .merge(decision())
}

/// Pattern of an address within a proofing.
fn at(rest: &str) -> String {
    format!("/counter/proofing/{{reference}}{rest}")
}

/// What the dossier is made of.
fn dossier() -> Router<Web> {
    Router::new()
        .route(&at("/details"), get(details::show).post(details::submit))
        .route(
            &at("/card-application"),
            get(card_application::show).post(card_application::submit),
        )
        .route(&at("/contact"), get(contact::show).post(contact::submit))
        .route(&at("/code"), post(contact::submit_code))
        .route(&at("/resend"), post(contact::resend))
        .route(
            &at("/documents"),
            get(documents::show).post(documents::submit),
        )
        .route(&at("/documents/remove"), post(documents::remove))
        .route(&at("/portrait"), get(portrait::show).post(portrait::submit))
        .route(&at("/portrait/turns"), post(turns::draw))
        .route(
            &at("/portrait/turns/{id}"),
            get(turns::show).post(turns::submit),
        )
        .route(&at("/portrait/exception"), post(turns::exception))
        .route(&at("/fingers"), get(fingers::show).post(fingers::submit))
        .route(&at("/fingers/remove"), post(fingers::remove))
        .route(&at("/fingers/scan"), get(scan::waited).post(scan::submit))
        .route(&at("/fingers/exception"), post(fingers::exception))
        .route(
            &at("/consent"),
            get(verdict::show_consent).post(verdict::consent),
        )
}

/// Comparison and decision.
fn decision() -> Router<Web> {
    Router::new()
        .route(
            &at("/compare"),
            get(verdict::show_compare).post(verdict::compare),
        )
        .route(&at("/decide"), get(verdict::show_decide))
        .route(&at("/approve"), post(verdict::approve))
        .route(&at("/forward"), post(verdict::forward))
        .route(&at("/alike"), get(alike::show).post(alike::submit))
        .route(&at("/alike/{warning}/{whose}"), get(alike::image))
        .route(&at("/refuse"), post(verdict::refuse))
        .route(&at("/send-back"), post(verdict::send_back))
        .route(&at("/receive"), post(verdict::receive))
}

/// Address of a proofing, or of something in it.
fn base(reference: &str) -> String {
    format!("/counter/proofing/{reference}")
}

async fn open(desk: Desk, form: Form) -> Response {
    let opening = Opening {
        number: form.get("number"),
        language: desk.view.lang,
    };
    match proofing::open(&desk.app, &desk.cx, &opening).await {
        Ok(reference) => desk.redirect(&base(&reference)),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => super::decision::failed(view::refused(&desk, &errors), &error),
            None => error::page(&desk.view, &error),
        },
    }
}

/// A task's page after something was not done: its errors, what was typed, the fitting status.
async fn again(desk: &Desk, reference: &str, task: Task, form: &Form, failure: &Error) -> Response {
    match error::on_form(&desk.view, desk.cx.now, failure) {
        Some(errors) => super::decision::failed(
            view::task(desk, reference, task, form, &errors).await,
            failure,
        ),
        None => error::page(&desk.view, failure),
    }
}

/// A task's page as it is opened.
async fn fresh(desk: &Desk, reference: &str, task: Task) -> Response {
    view::task(
        desk,
        reference,
        task,
        &Form::default(),
        &Errors::new(desk.view.lang),
    )
    .await
}

/// Where the officer goes after a task: back to the list, or to the task itself for one more.
fn after(desk: &Desk, reference: &str, stay: Option<Task>) -> Response {
    match stay {
        Some(task) => desk.redirect(&format!("{}/{}", base(reference), task.as_str())),
        None => desk.redirect(&base(reference)),
    }
}

/// Path of a proofing.
type At = Path<String>;

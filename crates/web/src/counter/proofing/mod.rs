//! Proving level 2: tasks on the left, evidence on the right; every task is its own page and survives
//! a reload.

mod contact;
mod details;
mod documents;
mod fingers;
mod portrait;
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
    let own = Router::new()
        .route("/", get(view::show))
        .route("/image/{which}", get(super::image::show))
        .merge(dossier())
        .merge(decision());
    Router::new().route("/counter/proofing", post(open)).nest("/counter/proofing/{reference}", own)
}

/// What the dossier is made of.
fn dossier() -> Router<Web> {
    Router::new()
        .route("/details", get(details::show).post(details::submit))
        .route("/contact", get(contact::show).post(contact::submit))
        .route("/code", post(contact::submit_code))
        .route("/resend", post(contact::resend))
        .route("/documents", get(documents::show).post(documents::submit))
        .route("/documents/remove", post(documents::remove))
        .route("/portrait", get(portrait::show).post(portrait::submit))
        .route("/fingers", get(fingers::show).post(fingers::submit))
        .route("/fingers/remove", post(fingers::remove))
        .route("/fingers/exception", post(fingers::exception))
        .route("/consent", get(verdict::show_consent).post(verdict::consent))
}

/// Comparison and decision.
fn decision() -> Router<Web> {
    Router::new()
        .route("/compare", get(verdict::show_compare).post(verdict::compare))
        .route("/decide", get(verdict::show_decide))
        .route("/approve", post(verdict::approve))
        .route("/refuse", post(verdict::refuse))
        .route("/send-back", post(verdict::send_back))
        .route("/receive", post(verdict::receive))
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

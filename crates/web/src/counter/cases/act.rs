//! What an officer does with a case: takes it in hand, decides it, moves it.

use app::cases::{CaseRef, Transfer, Verdict};
use axum::extract::Path;
use axum::response::Response;
use domain::case::Refusal;
use domain::fault::Fault;

use super::show::draw;
use crate::counter::decision::failed;
use crate::error;
use crate::extract::Desk;
use crate::middleware::Form;

fn place(case: &str) -> Result<CaseRef, app::Error> {
    case.parse().map_err(|_| app::Error::NotFound)
}

/// Revision of the page on which the form stood.
fn revision(form: &Form) -> i64 {
    form.trimmed("revision").parse().unwrap_or(0)
}

async fn answer(
    desk: &Desk,
    case: &str,
    form: &Form,
    done: Result<(), app::Error>,
    to: &str,
) -> Response {
    let Err(error) = done else {
        return desk.redirect(to);
    };
    match error::on_form(&desk.view, desk.cx.now, &error) {
        Some(errors) => failed(draw(desk, case, form, &errors).await, &error),
        None => error::page(&desk.view, &error),
    }
}

pub(super) async fn take(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let done = match place(&case) {
        Ok(place) => app::cases::take(&desk.app, &desk.cx, place).await,
        Err(error) => Err(error),
    };
    let to = format!("/counter/cases/{case}");
    answer(&desk, &case, &form, done, &to).await
}

pub(super) async fn decide(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let verdict = match (
        form.trimmed("verdict"),
        Refusal::parse(form.trimmed("refusal")),
    ) {
        ("approve", _) => Ok(Verdict::Approve),
        ("refuse", Some(reason)) => Ok(Verdict::Refuse {
            reason,
            words: form.get("words"),
        }),
        ("refuse", None) => Err(Fault::new("refusal", "refusal-missing").into()),
        _ => Err(Fault::new("verdict", "case-verdict").into()),
    };
    let done = match (place(&case), verdict) {
        (Ok(place), Ok(verdict)) => {
            app::cases::decide(&desk.app, &desk.cx, place, revision(&form), verdict).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let to = format!("/counter/cases/{case}");
    answer(&desk, &case, &form, done, &to).await
}

pub(super) async fn transfer(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let command = Transfer {
        to: form.trimmed("to"),
        words: form.get("transfer-words"),
        revision: revision(&form),
    };
    let done = match place(&case) {
        Ok(place) => app::cases::transfer(&desk.app, &desk.cx, place, &command).await,
        Err(error) => Err(error),
    };
    answer(&desk, &case, &form, done, "/counter/cases").await
}

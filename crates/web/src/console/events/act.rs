//! The officers' steps with a batch.

use app::events::Decision;
use axum::extract::Path;
use axum::response::Response;
use domain::event_batch::Odd;
use domain::fault::Fault;
use domain::ids::BatchId;

use super::show::draw;
use crate::error;
use crate::extract::Desk;
use crate::middleware::Form;

fn place(batch: &str) -> app::Result<BatchId> {
    batch.parse().map_err(|_| app::Error::NotFound)
}

/// Revision of the page on which the form stood.
fn revision(form: &Form) -> i64 {
    form.trimmed("revision").parse().unwrap_or(0)
}

/// A step that cannot be taken back with a click is ticked off first.
fn confirmed(form: &Form) -> app::Result<()> {
    if form.has("confirm") {
        Ok(())
    } else {
        Err(Fault::new("confirm", "events-confirm").into())
    }
}

async fn answer(desk: &Desk, batch: &str, form: &Form, done: app::Result<()>) -> Response {
    let Err(error) = done else {
        return desk.redirect(&format!("/console/events/{batch}"));
    };
    match error::on_form(&desk.view, desk.cx.now, &error) {
        Some(errors) => {
            let mut page = draw(desk, batch, form, &errors).await;
            if page.status() == axum::http::StatusCode::UNPROCESSABLE_ENTITY {
                *page.status_mut() = error::status(&error);
            }
            page
        }
        None => error::page(&desk.view, &error),
    }
}

pub(super) async fn rehearse(desk: Desk, Path(batch): Path<String>, form: Form) -> Response {
    let done = match place(&batch) {
        Ok(id) => app::events::rehearse(&desk.app, &desk.cx, id, revision(&form)).await,
        Err(error) => Err(error),
    };
    answer(&desk, &batch, &form, done).await
}

pub(super) async fn approve(desk: Desk, Path(batch): Path<String>, form: Form) -> Response {
    let done = decide(&desk, &batch, &form).await;
    answer(&desk, &batch, &form, done).await
}

async fn decide(desk: &Desk, batch: &str, form: &Form) -> app::Result<()> {
    let id = place(batch)?;
    confirmed(form)?;
    let acknowledged: Vec<Odd> = form.all("odd").filter_map(Odd::parse).collect();
    let decision = Decision {
        batch: id,
        revision: revision(form),
        acknowledged: &acknowledged,
    };
    let done = app::events::approve(&desk.app, &desk.cx, &decision).await;
    done.map(|_| ())
}

pub(super) async fn withdraw(desk: Desk, Path(batch): Path<String>, form: Form) -> Response {
    let done = match place(&batch) {
        Ok(id) => app::events::withdraw(&desk.app, &desk.cx, id, revision(&form)).await,
        Err(error) => Err(error),
    };
    answer(&desk, &batch, &form, done).await
}

pub(super) async fn undo(desk: Desk, Path(batch): Path<String>, form: Form) -> Response {
    let done = take_back(&desk, &batch, &form).await;
    answer(&desk, &batch, &form, done).await
}

async fn take_back(desk: &Desk, batch: &str, form: &Form) -> app::Result<()> {
    let id = place(batch)?;
    confirmed(form)?;
    let done = app::events::undo(&desk.app, &desk.cx, id).await;
    done.map(|_| ())
}

pub(super) async fn keep(desk: Desk, Path(batch): Path<String>, form: Form) -> Response {
    let done = match place(&batch) {
        Ok(id) => app::events::keep(&desk.app, &desk.cx, id).await,
        Err(error) => Err(error),
    };
    answer(&desk, &batch, &form, done).await
}

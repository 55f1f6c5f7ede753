//! Releasing a batch, and taking it back.

use app::cleaning::batches;
use axum::response::Response;
use domain::ids::SubscriberBatchId;

use super::show::draw;
use crate::error;
use crate::extract::{Desk, Place};
use crate::middleware::Form;

/// Revision of the page on which the form stood.
fn revision(form: &Form) -> i64 {
    form.trimmed("revision").parse().unwrap_or(0)
}

async fn answer(
    desk: &Desk,
    id: SubscriberBatchId,
    words: &str,
    done: app::Result<()>,
) -> Response {
    let Err(failure) = done else {
        return desk.redirect(&format!("/console/subscribers/{id}"));
    };
    match error::on_form(&desk.view, desk.cx.now, &failure) {
        Some(errors) => error::with_status(draw(desk, id, words, &errors).await, &failure),
        None => error::page(&desk.view, &failure),
    }
}

pub(super) async fn release(
    desk: Desk,
    Place(id): Place<SubscriberBatchId>,
    form: Form,
) -> Response {
    let done = batches::release(&desk.app, &desk.cx, id, revision(&form)).await;
    answer(&desk, id, "", done).await
}

pub(super) async fn withdraw(
    desk: Desk,
    Place(id): Place<SubscriberBatchId>,
    form: Form,
) -> Response {
    let words = form.get("words");
    let place = (id, revision(&form));
    let done = batches::withdraw(&desk.app, &desk.cx, place, words).await;
    answer(&desk, id, words, done).await
}

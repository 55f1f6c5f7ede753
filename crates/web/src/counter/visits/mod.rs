//! The counter's day: bookings, numbers, the queue, opening hours, the screen of the waiting room.

mod book;
mod display;
mod hours;
mod queue;
mod ticket;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};

use crate::error;
use crate::extract::Desk;
use crate::page::Errors;
use crate::state::Web;

/// Pages of the visits.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/visits", get(queue::show))
        .route("/counter/visits/rows", get(queue::rows))
        .route("/counter/visits/desk", post(queue::desk))
        .route("/counter/visits/next", post(queue::next))
        .route("/counter/visits/arrive", post(queue::arrive))
        .route("/counter/visits/walk-in", post(queue::walk_in))
        .route("/counter/visits/book", get(book::show).post(book::submit))
        .route("/counter/visits/display", get(display::open))
        .route("/waiting-room/{unit}/{mark}", get(display::show))
        .route("/waiting-room/{unit}/{mark}/rows", get(display::rows))
        .route(
            "/counter/visits/hours",
            get(hours::show).post(hours::submit),
        )
        .route("/counter/visits/closed", post(hours::close))
        .route("/counter/visits/closed/open", post(hours::open))
        .route(
            "/counter/visits/{visit}",
            get(ticket::show).post(ticket::submit),
        )
}

/// What a form shows for an error, else the page that says it.
fn mendable(desk: &Desk, failure: &app::Error) -> Result<Errors, Box<Response>> {
    let shown = error::on_form(&desk.view, desk.cx.now, failure);
    shown.ok_or_else(|| Box::new(error::page(&desk.view, failure)))
}

//! Registrations that wait for an officer, with their clocks.

mod one;

use app::counter::queue::{Row, Tab, Waiting, list};
use app::registration::clock::Urgency;
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::account::Level;
use maud::{Markup, html};
use ui::{Clock, ClockState, EmptyState, Icon, Table, Tabs, live_fragment};

use crate::error;
use crate::extract::Desk;
use crate::i18n::{self, Lang};
use crate::state::Web;
use crate::t;

/// Pages of the queue.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/queue", get(show))
        .route("/counter/queue/rows", get(rows))
        .route("/counter/queue/{reference}", get(one::show))
        .route("/counter/queue/{reference}/approve", post(one::approve))
        .route("/counter/queue/{reference}/refuse", post(one::refuse))
        .route("/counter/queue/{reference}/send-back", post(one::send_back))
        .route(
            "/counter/queue/{reference}/image/{which}",
            get(super::image::show),
        )
}

fn tab(desk: &Desk) -> Tab {
    let chosen = desk
        .view
        .query
        .split('&')
        .find_map(|pair| pair.strip_prefix("tab="));
    chosen.and_then(Tab::parse).unwrap_or(Tab::All)
}

async fn show(desk: Desk) -> Response {
    let (lang, tab) = (desk.view.lang, tab(&desk));
    let waiting = match list(&desk.app, &desk.cx, tab).await {
        Ok(waiting) => waiting,
        Err(error) => return error::page(&desk.view, &error),
    };
    let title = t!(lang, "counter-queue-title");
    let tabs = Tab::ALL.map(|one| {
        let words = match one {
            Tab::All => t!(lang, "counter-queue-all"),
            Tab::Mine => t!(lang, "counter-queue-mine"),
            Tab::Overdue => t!(lang, "counter-queue-overdue"),
            Tab::Card => t!(lang, "counter-queue-card"),
        };
        let link =
            ui::Tab::new(format!("/counter/queue?tab={}", one.as_str()), words).current(one == tab);
        match one {
            Tab::All => link.count(waiting.all),
            Tab::Overdue => link.count(waiting.overdue),
            Tab::Card => link.count(waiting.card),
            Tab::Mine => link,
        }
    });
    let fresh = format!("/counter/queue/rows?tab={}", tab.as_str());
    let body = html! {
        (super::heading(&title))
        (Tabs::new(title.as_str(), tabs))
        (live_fragment("queue", &fresh, 10, table(lang, &waiting)))
    };
    super::page(&desk, &title).respond(body)
}

/// The part of the page that renews itself.
async fn rows(desk: Desk) -> Response {
    match list(&desk.app, &desk.cx, tab(&desk)).await {
        Ok(waiting) => table(desk.view.lang, &waiting).into_response(),
        Err(error) => error::page(&desk.view, &error),
    }
}

/// The badge of a term that runs: amber under eight working hours, red when over.
pub(super) fn badge(
    lang: Lang,
    left: app::registration::clock::Left,
    due: jiff::Timestamp,
) -> Clock {
    let (state, words) = match left.urgency {
        Urgency::Calm => (
            ClockState::Running,
            t!(lang, "counter-clock-left", hours = left.hours()),
        ),
        Urgency::Soon => (
            ClockState::Near,
            t!(lang, "counter-clock-left", hours = left.hours()),
        ),
        Urgency::Over => (ClockState::Over, t!(lang, "counter-clock-over")),
    };
    Clock::new(state, words).due(i18n::machine_time(due), i18n::date_time(due))
}

fn table(lang: Lang, waiting: &Waiting) -> Markup {
    if waiting.rows.is_empty() {
        let empty = EmptyState::new(
            Icon::Check,
            t!(lang, "counter-queue-empty"),
            t!(lang, "counter-queue-empty-text"),
        );
        return html! { (empty) };
    }
    let head = [
        t!(lang, "counter-queue-reference"),
        t!(lang, "counter-queue-level"),
        t!(lang, "counter-queue-reason"),
        t!(lang, "counter-queue-received"),
        t!(lang, "counter-queue-clock"),
    ];
    let table = waiting
        .rows
        .iter()
        .fold(Table::new(head), |table, row| table.row(cells(lang, row)));
    html! { (table) }
}

fn cells(lang: Lang, row: &Row) -> [Markup; 5] {
    let address = match row.level {
        Level::One => format!("/counter/queue/{}", row.reference),
        Level::Two => format!("/counter/proofing/{}", row.reference),
    };
    let reason = match (row.level, row.reason) {
        _ if row.awaits_card => t!(lang, "queue-reason-awaits-card"),
        (_, Some(reason)) => t!(lang, &format!("queue-reason-{}", reason.as_str())),
        (Level::One, None) => t!(lang, "counter-queue-silent"),
        (Level::Two, None) => t!(lang, "counter-queue-decision"),
    };
    [
        html! { a.govuk-link href=(address) { (row.reference) } },
        html! { (row.level.get()) },
        html! { (reason) },
        html! { (row.received.map(i18n::date_time).unwrap_or_default()) },
        html! { (badge(lang, row.left, row.due)) },
    ]
}

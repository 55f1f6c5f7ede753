//! The list of batches, and the upload of a file.

use std::io::Cursor;

use app::events::{Listed, Stage, list, stage};
use axum::response::Response;
use domain::actor::Role;
use domain::event_batch::{Door, State};
use domain::fault::Fault;
use domain::register_event::Teller;
use domain::time::from_millis;
use maud::{Markup, html};
use store::event_batch::Batch;
use ui::{Button, Cell, Choice, EmptyState, FileUpload, Icon, Legend, Radios, Table, Tag, Tone};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// Batches of one page, as the use case gives them.
const PAGE: usize = 50;

pub(super) async fn show(desk: Desk) -> Response {
    draw(&desk, "", &Errors::new(desk.view.lang)).await
}

pub(super) async fn submit(desk: Desk, form: Form) -> Response {
    let word = form.trimmed("register");
    match upload(&desk, &form, word).await {
        Ok(id) => desk.redirect(&format!("/console/events/{id}")),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => draw(&desk, word, &errors).await,
            None => error::page(&desk.view, &error),
        },
    }
}

async fn upload(desk: &Desk, form: &Form, word: &str) -> app::Result<String> {
    let mut faults = domain::fault::Faults::default();
    let teller = Teller::parse(word).ok_or(Fault::new("register", "event-register"));
    let file = form.file("file").ok_or(Fault::new("file", "event-file"));
    let (Some(teller), Some(file)) = (faults.take(teller), faults.take(file)) else {
        return Err(faults.into());
    };
    let command = Stage {
        teller,
        door: Door::Console,
        name: file.name.clone(),
        file: Cursor::new(file.bytes.clone()),
        beside: None,
        progress: &mut |_, _| {},
    };
    let staged = stage(&desk.app, &desk.cx, command).await?;
    Ok(staged.id.to_string())
}

/// Received before this instant: the next page.
fn before(query: &str) -> Option<jiff::Timestamp> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, _)| *name == "before")?;
    Some(from_millis(value.parse().ok()?))
}

async fn draw(desk: &Desk, register: &str, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let listed = match list(&desk.app, &desk.cx, before(&desk.view.query)).await {
        Ok(listed) => listed,
        Err(error) => return error::page(&desk.view, &error),
    };
    let title = t!(lang, "menu-events");
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "events-text")) }
        @if desk.member.role == Role::Manager { (form(desk, register, errors)) }
        @if !listed.waiting.is_empty() {
            h2.govuk-heading-m { (t!(lang, "events-waiting")) }
            (table(lang, &listed, &listed.waiting))
        }
        h2.govuk-heading-m { (t!(lang, "events-latest")) }
        @if listed.latest.is_empty() {
            (EmptyState::new(Icon::Search, t!(lang, "events-none"), t!(lang, "events-none-text")))
        } @else {
            (table(lang, &listed, &listed.latest))
            @if let Some(last) = listed.latest.last().filter(|_| listed.latest.len() == PAGE) {
                p.govuk-body {
                    a.govuk-link href={ "/console/events?before=" (last.received.as_millisecond()) } { (t!(lang, "events-earlier")) }
                }
            }
        }
    };
    page(desk, &title).errors(errors).respond(body)
}

fn form(desk: &Desk, register: &str, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let tellers = Teller::ALL.iter().map(|teller| {
        let words = t!(lang, &format!("status-register-{}", teller.as_str()));
        Choice::new(teller.as_str(), words)
    });
    html! {
        details.govuk-details open[!errors.is_empty()] {
            summary.govuk-details__summary { span.govuk-details__summary-text { (t!(lang, "events-upload")) } }
            div.govuk-details__text {
                (desk.view.file_form("/console/events", html! {
                    (Radios::new("register", Legend::new(t!(lang, "events-register")).classes("govuk-fieldset__legend--s"))
                        .items(tellers).value(register).error(errors.of("register")))
                    (FileUpload::new("file", t!(lang, "events-file")).hint(t!(lang, "events-file-hint"))
                        .accept(".csv,text/csv").error(errors.of("file")))
                    (Button::new(t!(lang, "events-upload-button")).prevent_double_click(true))
                }))
            }
        }
    }
}

fn table(lang: Lang, listed: &Listed, batches: &[Batch]) -> Table {
    let head = [
        "events-register",
        "events-received",
        "events-size",
        "events-state",
        "events-door",
    ];
    let mut table = Table::new(head.map(|key| Cell::new(t!(lang, key)))).first_cell_is_header(true);
    for batch in batches {
        let name = t!(lang, &format!("status-register-{}", batch.teller.as_str()));
        let link = html! { a.govuk-link href={ "/console/events/" (batch.id) } { (name) } };
        let door = t!(lang, &format!("event-door-{}", batch.door.as_str()));
        let by = batch.by.and_then(|by| listed.names.get(&by));
        let door = by.map_or_else(|| door.clone(), |name| format!("{door}, {name}"));
        table = table.row([
            Cell::new(link),
            Cell::new(date_time(batch.received)),
            Cell::numeric(batch.events.to_string()),
            Cell::new(html! { (tag(lang, batch.state)) }),
            Cell::new(door),
        ]);
    }
    table
}

/// Where a batch stands, in a word and a colour.
pub(super) fn tag(lang: Lang, state: State) -> Tag {
    let tone = match state {
        State::Staging | State::Staged | State::Approved | State::UndoAsked => Tone::Waiting,
        State::Releasing | State::Undoing => Tone::Info,
        State::Released => Tone::Good,
        State::Undone | State::Withdrawn => Tone::Quiet,
    };
    Tag::new(tone, t!(lang, &format!("event-batch-{}", state.as_str())))
}

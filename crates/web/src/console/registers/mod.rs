//! Registers: what each holds, how old it is, whether it answers; closing and opening one (I6).

mod exchange;

use app::exchange::overview;
use app::ports::SourceState;
use app::registers::{Switch, state, switch};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::actor::Role;
use domain::registers::Register;
use maud::{Markup, html};
use store::registers::state::State;
use ui::{Button, Input, Row, SummaryList, Tag, Tone};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::Errors;
use crate::state::Web;
use crate::t;

/// Pages of the registers.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/console/registers", get(show))
        .route("/console/registers/{register}/open", post(open))
        .route("/console/registers/{register}/close", post(close))
}

async fn show(desk: Desk) -> Response {
    list(&desk, &Errors::new(desk.view.lang)).await
}

async fn open(desk: Desk, Path(word): Path<String>) -> Response {
    turn(&desk, &word, true, "").await
}

async fn close(desk: Desk, Path(word): Path<String>, form: Form) -> Response {
    turn(&desk, &word, false, form.get("note")).await
}

async fn turn(desk: &Desk, word: &str, open: bool, note: &str) -> Response {
    let Some(register) = Register::ALL
        .into_iter()
        .find(|register| register.as_str() == word)
    else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    match switch(
        &desk.app,
        &desk.cx,
        Switch {
            register,
            open,
            note: note.to_owned(),
        },
    )
    .await
    {
        Ok(_) => desk.redirect("/console/registers"),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => list(desk, &errors).await,
            None => error::page(&desk.view, &error),
        },
    }
}

async fn list(desk: &Desk, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let registers = match state(&desk.app, &desk.cx).await {
        Ok(registers) => registers,
        Err(error) => return error::page(&desk.view, &error),
    };
    let told = match overview(&desk.app, &desk.cx).await {
        Ok(told) => told,
        Err(error) => return error::page(&desk.view, &error),
    };
    let title = t!(lang, "menu-registers");
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "registers-text")) }
        @for register in &registers { (one(desk, register, &told.sources)) }
        (exchange::section(lang, &told))
    };
    page(desk, &title).errors(errors).respond(body)
}

fn one(desk: &Desk, state: &State, sources: &[SourceState]) -> Markup {
    let lang = desk.view.lang;
    let word = state.register.as_str();
    let mut rows = vec![
        Row::new(t!(lang, "registers-state"), html! { (tag(lang, state)) }),
        Row::new(t!(lang, "registers-rows"), state.rows.to_string()),
        Row::new(
            t!(lang, "registers-loaded"),
            state
                .loaded
                .map_or_else(|| t!(lang, "registers-never"), date_time),
        ),
    ];
    if !state.note.is_empty() {
        rows.push(Row::new(t!(lang, "registers-note"), state.note.as_str()));
    }
    let away = sources
        .iter()
        .find(|source| source.registers.contains(&state.register));
    if let Some(source) = away {
        // What is kept of it here answers nobody.
        rows = vec![Row::new(t!(lang, "exchange-run-by"), source.name.as_str())];
    }
    html! {
        h2.govuk-heading-m { (t!(lang, &format!("status-register-{word}"))) }
        (SummaryList::new(rows))
        @if desk.member.role == Role::Manager && state.loaded.is_some() && away.is_none() {
            @if state.answering {
                (desk.view.form(&format!("/console/registers/{word}/close"), html! {
                    (Input::new("note", t!(lang, "registers-why")).id(format!("note-{word}")).width(30))
                    (Button::warning(t!(lang, "registers-close")))
                }))
            } @else {
                (desk.view.form(&format!("/console/registers/{word}/open"), Button::secondary(t!(lang, "registers-open"))))
            }
        }
    }
}

fn tag(lang: Lang, state: &State) -> Tag {
    match (state.loaded, state.answering) {
        (None, _) => Tag::new(Tone::Quiet, t!(lang, "registers-not-loaded")),
        (Some(_), true) => Tag::new(Tone::Good, t!(lang, "registers-answering")),
        (Some(_), false) => Tag::new(Tone::Waiting, t!(lang, "registers-closed")),
    }
}

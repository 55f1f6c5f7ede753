//! Turns of the head, filmed before the officer: drawn by the server, sent in one form, told at once.

use app::Error;
use app::counter::proofing::{
    Answered, Proofing, TURNS_A_DAY, Task, Turns, answer_turns, draw_turns, show_turns,
    turns_exception,
};
use app::ports::Shot;
use app::token::Token;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::evidence::{HeadTurns, TurnsException};
use domain::fault::Fault;
use maud::{Markup, html};
use ui::{Button, ButtonLink, Choice, Legend, Radios};

use super::{At, after, again, base};
use crate::counter::{heading, machine, page};
use crate::error;
use crate::extract::{Cookie, Desk};
use crate::middleware::{Camera, Form};
use crate::page::{Errors, words};
use crate::t;

/// Registration, and which turns.
type One = Path<(String, String)>;

/// The session that turns are bound to.
fn session(desk: &Desk) -> Result<Token, Error> {
    desk.cookies.token(Cookie::Staff).ok_or(Error::SignIn)
}

fn address(reference: &str, id: &str) -> String {
    format!("{}/portrait/turns/{id}", base(reference))
}

pub(super) async fn draw(desk: Desk, Path(reference): At) -> Response {
    let drawn = match session(&desk) {
        Ok(session) => draw_turns(&desk.app, &desk.cx, &session, &reference).await,
        Err(error) => Err(error),
    };
    match drawn {
        Ok(id) => desk.redirect(&address(&reference, &id.to_string())),
        Err(error) => again(&desk, &reference, Task::Portrait, &Form::default(), &error).await,
    }
}

pub(super) async fn show(desk: Desk, Path((reference, id)): One) -> Response {
    let turns = match session(&desk) {
        Ok(session) => show_turns(&desk.app, &desk.cx, &session, (&reference, &id)).await,
        Err(error) => Err(error),
    };
    match turns {
        Ok(turns) => filming(&desk, (&reference, &id), &turns),
        Err(error) => error::page(&desk.view, &error),
    }
}

/// The page that films. Without script or camera it says so, and leads back to the portrait.
fn filming(desk: &Desk, (reference, id): (&str, &str), turns: &Turns) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "turns-title");
    let back = format!("{}/portrait", base(reference));
    let form = desk.view.file_form(
        &address(reference, id),
        html! {
            input type="hidden" name="at";
            input type="file" name="frame" accept="image/jpeg" multiple;
        },
    );
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "turns-how")) }
        ol.govuk-list.govuk-list--number {
            li { (t!(lang, "turns-say-straight")) }
            @for side in turns.words() { li { (t!(lang, &format!("turns-say-{side}"))) } }
        }
        head-turns.dd-photo
            data-facing="user"
            data-open=(t!(lang, "turns-film"))
            data-refused=(t!(lang, "turns-refused"))
            data-sending=(t!(lang, "turns-sending"))
            data-turns=(turns.words().join(" "))
            data-straight=(t!(lang, "turns-say-straight"))
            data-left=(t!(lang, "turns-say-left"))
            data-right=(t!(lang, "turns-say-right")) {
            p.govuk-body data-without { (t!(lang, "turns-without")) }
            div hidden { (form) }
        }
        (ButtonLink::new(back.as_str(), t!(lang, "turns-leave")))
    };
    let response = page(desk, &title).back(back.as_str()).respond(body);
    (Camera, response).into_response()
}

/// Pictures and their times, as many of the one as of the other.
fn shots(form: &Form) -> Result<Vec<Shot>, Error> {
    let times = form.trimmed("at").split_whitespace();
    let times: Result<Vec<u32>, _> = times.map(str::parse).collect();
    let times = times.map_err(|_| Fault::new("turns", "turns-none"))?;
    if times.len() != form.files("frame").count() {
        return Err(Fault::new("turns", "turns-none").into());
    }
    let shot = |(at, file): (u32, &crate::middleware::File)| Shot {
        at,
        picture: file.bytes.to_vec(),
    };
    Ok(times
        .into_iter()
        .zip(form.files("frame"))
        .map(shot)
        .collect())
}

async fn answer(desk: &Desk, of: (&str, &str), form: &Form) -> Result<Answered, Error> {
    let session = session(desk)?;
    answer_turns(&desk.app, &desk.cx, &session, (of, shots(form)?)).await
}

pub(super) async fn submit(desk: Desk, Path((reference, id)): One, form: Form) -> Response {
    match answer(&desk, (&reference, &id), &form).await {
        Ok(Answered::Passed(stored)) => {
            let stay = (!stored.dossier.portrait_findings.is_empty()).then_some(Task::Portrait);
            after(&desk, &reference, stay)
        }
        // The portrait's page has what was wrong and what helps, beside the portrait that can be taken all the same.
        Ok(Answered::Failed(_)) => after(&desk, &reference, Some(Task::Portrait)),
        Err(error) => again(&desk, &reference, Task::Portrait, &form, &error).await,
    }
}

pub(super) async fn exception(desk: Desk, Path(reference): At, form: Form) -> Response {
    let reason = form.get("turns-exception");
    match turns_exception(&desk.app, &desk.cx, &reference, reason).await {
        Ok(_) => after(&desk, &reference, Some(Task::Portrait)),
        Err(error) => again(&desk, &reference, Task::Portrait, &form, &error).await,
    }
}

/// On the portrait's page: what came of turns so far, the way to them, and what stands in their place.
pub(super) fn offer(desk: &Desk, proofing: &Proofing, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let turns = &proofing.turns;
    let address = format!("{}/portrait", base(&proofing.stored.reference));
    let possible = turns.offered && turns.engine;
    if !possible && turns.result == HeadTurns::NotAsked {
        return html! {};
    }
    html! {
        div id="turns" {
            (machine::turns::says(lang, &turns.result))
            @if turns.result == HeadTurns::NotAsked { h2.govuk-heading-m { (t!(lang, "turns-title")) } }
            @if let Some(error) = errors.of("turns") { (error) }
            @else if let HeadTurns::Failed { why, remedy, .. } = &turns.result {
                (words::warning(lang, machine::explained(lang, (why, remedy))))
            }
            @if possible && turns.left > 0 {
                p.govuk-body { (t!(lang, "turns-text", left = turns.left, of = TURNS_A_DAY)) }
                (desk.view.form(&format!("{address}/turns"),
                    Button::secondary(t!(lang, "turns-begin")).prevent_double_click(true)))
            } @else if possible {
                p.govuk-body { (t!(lang, "turns-none-left", of = TURNS_A_DAY)) }
            }
            @if turns.excusable { (exceptions(desk, &address, errors)) }
        }
    }
}

fn exceptions(desk: &Desk, address: &str, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let words = |one: TurnsException| t!(lang, &format!("turns-exception-{}", one.as_str()));
    let reasons = TurnsException::ALL.map(|one| Choice::new(one.as_str(), words(one)));
    let form = desk.view.form(
        &format!("{address}/exception"),
        html! {
            (Radios::new("turns-exception", Legend::new(t!(lang, "turns-exception-why")))
                .items(reasons)
                .error(errors.of("turns-exception")))
            (Button::secondary(t!(lang, "turns-exception-save")).prevent_double_click(true))
        },
    );
    html! {
        details.govuk-details open[errors.has("turns-exception")] {
            summary.govuk-details__summary { span.govuk-details__summary-text { (t!(lang, "turns-exception-title")) } }
            div.govuk-details__text { (form) }
        }
    }
}

//! How the registration stands.

use app::registration::{Status, Step, WaitsFor, journey};
use axum::response::Response;
use domain::account::Level;
use domain::registration::{Refusal, State};
use maud::{Markup, html};
use ui::{ButtonLink, InsetText, Panel, Step as Station, StepState, Timeline};

use super::{at, page};
use crate::citizen::survey;
use crate::extract::{Ask, Cookie};
use crate::i18n::{self, Lang};
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    if ask.cookies.token(Cookie::Draft).is_none() {
        return ask.redirect("/register/find");
    }
    match at(&ask, Step::Status).await {
        Ok((_, draft)) => {
            let stored = &draft.stored;
            // R50-6: the applicant is asked where he handed it in himself.
            let ended = stored.received.filter(|_| stored.level == Level::One);
            let asked = match ended {
                Some(at) => survey::after(&ask, journey(stored), &stored.id, at).await,
                None => html! {},
            };
            draw(&ask, &Status::of(stored), &asked)
        }
        Err(elsewhere) => *elsewhere,
    }
}

/// The page of a status; `more` stands below it.
pub(super) fn draw(ask: &Ask, status: &Status, more: &Markup) -> Response {
    let lang = ask.view.lang;
    let late = status.late(ask.cx.now);
    let title = match (&status.state, late) {
        (State::Received { .. }, true) => t!(lang, "register-status-late-title"),
        (State::Received { .. } | State::Draft, _) => t!(lang, "register-status-received-title"),
        (State::Incomplete { .. }, _) => t!(lang, "register-status-incomplete-title"),
        (State::Approved { .. }, _) => t!(lang, "register-status-approved-title"),
        (State::Refused { .. }, _) => t!(lang, "register-status-refused-title"),
    };
    let reference =
        html! { (t!(lang, "register-status-reference")) br; strong { (status.reference) } };
    let good = matches!(
        status.state,
        State::Received { .. } | State::Approved { .. }
    ) && !late;
    let body = html! {
        @if good {
            (Panel::new(title.as_str()).text(reference))
        } @else {
            h1.govuk-heading-l { (title) }
            p.govuk-body { (reference) }
        }
        (words_of(ask, lang, status, late))
        h2.govuk-heading-m { (t!(lang, "register-status-steps")) }
        (timeline(lang, status, late))
        (more)
    };
    page(ask, &title, "/", &Errors::new(lang), body)
}

fn words_of(ask: &Ask, lang: Lang, status: &Status, late: bool) -> Markup {
    let due = status.due.map(i18n::date_time).unwrap_or_default();
    html! {
        @match &status.state {
            State::Received { .. } | State::Draft => {
                @if late {
                    (words::warning(lang, t!(lang, "register-status-late", due = due.as_str())))
                    // UX-9: late, and why.
                    p.govuk-body {
                        @match status.waits_for {
                            WaitsFor::Register => (t!(lang, "register-status-late-register")),
                            WaitsFor::Officer => (t!(lang, "register-status-late-officer")),
                            WaitsFor::Card => (t!(lang, "register-status-late-card")),
                        }
                    }
                } @else {
                    p.govuk-body-l { (t!(lang, "register-status-due", due = due.as_str())) }
                }
                @if status.joint {
                    p.govuk-body { (t!(lang, if status.waits_for == WaitsFor::Card { "register-status-awaits-card" } else { "register-status-joint" })) }
                }
                p.govuk-body { (t!(lang, "register-status-told")) }
                (InsetText::new(t!(lang, "register-status-keep")))
            }
            State::Incomplete { missing, .. } => {
                p.govuk-body-l { (t!(lang, "register-status-incomplete")) }
                (InsetText::new(missing.as_str()))
                p.govuk-body { (t!(lang, "register-status-paused")) }
                @if ask.cookies.token(Cookie::Draft).is_some() && status.level == Level::One {
                    (ButtonLink::new("/register/check", t!(lang, "register-status-hand-in")))
                }
            }
            State::Approved { .. } => {
                p.govuk-body-l { (t!(lang, "register-status-approved")) }
                (ButtonLink::new("/activate", t!(lang, "register-status-activate")))
            }
            State::Refused { reason, .. } => (refusal(ask, lang, *reason)),
        }
    }
}

/// I7: reason, next step, legal basis.
fn refusal(ask: &Ask, lang: Lang, reason: Refusal) -> Markup {
    let word = reason.as_str();
    html! {
        p.govuk-body-l { (t!(lang, &format!("refusal-{word}"))) }
        h2.govuk-heading-m { (t!(lang, "register-status-what-now")) }
        p.govuk-body { (t!(lang, &format!("refusal-{word}-next"), phone = ask.app.config.call_centre.as_str())) }
        p.govuk-body-s { (t!(lang, "register-status-basis", rule = words::rule(lang, reason.basis()))) }
    }
}

fn timeline(lang: Lang, status: &Status, late: bool) -> Timeline {
    let received = status.received.map(i18n::date_time).unwrap_or_default();
    let decided = match &status.state {
        State::Approved { at } | State::Refused { at, .. } => i18n::date_time(*at),
        State::Draft | State::Received { .. } | State::Incomplete { .. } => String::new(),
    };
    let checking = match (&status.state, late) {
        (State::Received { .. } | State::Draft, false) => StepState::Current,
        (State::Received { .. } | State::Draft, true) | (State::Incomplete { .. }, _) => {
            StepState::Late
        }
        (State::Approved { .. } | State::Refused { .. }, _) => StepState::Done,
    };
    let end = match &status.state {
        State::Approved { .. } => StepState::Done,
        State::Refused { .. } => StepState::Refused,
        State::Draft | State::Received { .. } | State::Incomplete { .. } => StepState::Ahead,
    };
    Timeline(vec![
        Station::new(
            StepState::Done,
            t!(lang, "register-status-step-received"),
            received,
        ),
        Station::new(checking, t!(lang, "register-status-step-checked"), ""),
        Station::new(end, t!(lang, "register-status-step-decided"), decided),
    ])
}

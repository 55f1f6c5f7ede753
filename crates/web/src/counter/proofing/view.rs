//! The two panes: the citizen's tasks, the registers' evidence.

use app::counter::proofing::{Proofing, Task, view};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::registration::State;
use maud::{Markup, html};
use ui::{Button, Split, Tag, TaskList, TaskStatus, Tone};

use super::{
    At, alike, base, card_application, contact, details, documents, fingers, portrait, scan,
    verdict,
};
use crate::counter::queue::badge;
use crate::counter::side_by_side::{self, Sources};
use crate::counter::{forms, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::middleware::{Camera, Form};
use crate::page::{Errors, words};
use crate::t;

/// Name of a task.
pub(super) fn name(lang: Lang, task: Task) -> String {
    match task {
        Task::Details => t!(lang, "counter-task-details"),
        Task::CardApplication => t!(lang, "counter-task-card-application"),
        Task::Contact => t!(lang, "counter-task-contact"),
        Task::Documents => t!(lang, "counter-task-documents"),
        Task::Portrait => t!(lang, "counter-task-portrait"),
        Task::Fingers => t!(lang, "counter-task-fingers"),
        Task::Consent => t!(lang, "counter-task-consent"),
        Task::Compare => t!(lang, "counter-task-compare"),
        Task::Decide => t!(lang, "counter-task-decide"),
    }
}

pub(super) async fn show(desk: Desk, Path(reference): At) -> Response {
    match view(&desk.app, &desk.cx, &reference).await {
        Ok(proofing) => list(&desk, &proofing),
        Err(error) => error::page(&desk.view, &error),
    }
}

/// A proofing that could not be opened.
pub(super) fn refused(desk: &Desk, errors: &Errors) -> Response {
    let title = t!(desk.view.lang, "counter-proofing-refused");
    let body = html! {
        (super::super::heading(&title))
        (ui::ButtonLink::new("/counter", t!(desk.view.lang, "counter-find-again")))
    };
    page(desk, &title).errors(errors).respond(body)
}

fn list(desk: &Desk, proofing: &Proofing) -> Response {
    let lang = desk.view.lang;
    let reference = proofing.stored.reference.as_str();
    let title = t!(lang, "counter-proofing-title", reference = reference);
    let tasks = proofing.tasks.iter().map(|(task, done, ready)| {
        let status = match (done, ready, task) {
            (true, _, _) => TaskStatus::Plain(t!(lang, "counter-task-done").into()),
            (false, false, _) => {
                TaskStatus::Tag(Tag::new(Tone::Quiet, t!(lang, "counter-task-waits")))
            }
            (false, true, Task::Documents) => {
                TaskStatus::Tag(Tag::new(Tone::Quiet, t!(lang, "counter-task-optional")))
            }
            (false, true, _) => {
                TaskStatus::Tag(Tag::new(Tone::Info, t!(lang, "counter-task-to-do")))
            }
        };
        let row = ui::Task::new(name(lang, *task), status);
        if *ready {
            row.href(format!("{}/{}", base(reference), task.as_str()))
        } else {
            row
        }
    });
    let left = html! {
        h2.govuk-heading-m { (t!(lang, "counter-tasks")) }
        (TaskList::new(tasks))
        @if proofing.stored.dossier.kind == domain::account::SubjectKind::Citizen && !proofing.stored.joint() {
            p.govuk-body { a.govuk-link href={ (base(reference)) "/card" } { (t!(lang, "card-title")) } }
        }
    };
    let body = html! {
        (super::super::heading(&title))
        (forms::note(lang, proofing.form, &base(reference)))
        (standing(desk, proofing))
        (Split::new(left, evidence(lang, proofing))
            .left_label(t!(lang, "counter-tasks"))
            .right_label(t!(lang, "counter-pane-facts")))
    };
    page(desk, &title).back("/counter").respond(body)
}

/// State and clock in words.
fn standing(desk: &Desk, proofing: &Proofing) -> Markup {
    let lang = desk.view.lang;
    let stored = &proofing.stored;
    html! {
        @if let Some(taken) = stored.dossier.taken_offline {
            p.govuk-body { (t!(lang, "packet-taken-offline", at = date_time(taken))) }
        }
        @match &stored.state {
            State::Draft => p.govuk-body { (t!(lang, "counter-state-draft-text")) },
            State::Received { due, .. } => {
                @if let Some(left) = proofing.left { p.govuk-body { (badge(lang, left, *due)) } }
                (card_application::standing(lang, proofing))
                (verdict::second(lang, proofing.second))
                (alike::note(lang, proofing.alike))
            }
            State::Incomplete { missing, .. } => {
                (words::notice(lang, t!(lang, "counter-state-incomplete-text", missing = missing.as_str())))
                (desk.view.form(&format!("{}/receive", base(&stored.reference)),
                    Button::secondary(t!(lang, "counter-receive")).prevent_double_click(true)))
            }
            State::Approved { .. } => (words::success(lang, t!(lang, "counter-state-approved"))),
            State::Refused { reason, .. } => {
                (words::notice(lang, t!(lang, "counter-state-refused", reason = t!(lang, &format!("refusal-{}", reason.as_str())))))
            }
        }
    }
}

/// Registers and portraits.
fn evidence(lang: Lang, proofing: &Proofing) -> Markup {
    let stored = &proofing.stored;
    let address = base(&stored.reference);
    let open = matches!(
        stored.state,
        State::Draft | State::Received { .. } | State::Incomplete { .. }
    );
    let sources = Sources {
        base: &address,
        live: open && stored.dossier.portrait.is_some(),
        register: open && proofing.register_portrait,
        card: open && proofing.card_portrait,
        chip: open && stored.dossier.chip_portrait.is_some(),
    };
    html! {
        @if stored.dossier.suspect_card.is_some() { (suspect(lang, &address)) }
        (side_by_side::fields(lang, stored, &proofing.compared))
        (side_by_side::portraits(lang, &sources))
    }
}

/// The card that was read looks forged.
fn suspect(lang: Lang, address: &str) -> Markup {
    html! {
        (words::warning(lang, t!(lang, "card-suspect")))
        p.govuk-body { a.govuk-link href=(format!("{address}/card")) { (t!(lang, "card-suspect-link")) } }
    }
}

/// What a machine of the counter says beside a task.
#[derive(Default)]
pub(super) struct Says {
    pub(super) part: Markup,
    /// Whether the page waits for it, and offers nothing else.
    pub(super) waits: bool,
}

/// What a machine says, where the task is to compare.
async fn says(
    desk: &Desk,
    proofing: &Proofing,
    task: Task,
    (form, errors): (&Form, &Errors),
) -> Result<Says, app::Error> {
    Ok(match task {
        Task::Compare => Says {
            part: verdict::machine_says(desk, &proofing.stored.reference).await?,
            waits: false,
        },
        Task::Fingers => {
            let (part, waits) = scan::part(desk, proofing, form, errors).await?;
            Says { part, waits }
        }
        Task::Details
        | Task::CardApplication
        | Task::Contact
        | Task::Documents
        | Task::Portrait
        | Task::Consent
        | Task::Decide => Says::default(),
    })
}

/// What there is to do in a task.
fn left(
    desk: &Desk,
    task: Task,
    (proofing, says): (&Proofing, &Says),
    form: &Form,
    errors: &Errors,
) -> Markup {
    match task {
        Task::Details => details::body(desk, proofing, form, errors),
        Task::CardApplication => card_application::body(desk, proofing, form, errors),
        Task::Contact => contact::body(desk, proofing, form, errors),
        Task::Documents => documents::body(desk, proofing, form, errors),
        Task::Portrait => portrait::body(desk, proofing, errors),
        Task::Fingers => fingers::body(desk, (proofing, says), form, errors),
        Task::Consent => verdict::consent_body(desk, proofing, errors),
        Task::Compare => verdict::compare_body(desk, (proofing, &says.part), form, errors),
        Task::Decide => verdict::decide_body(desk, proofing, form, errors),
    }
}

/// One task's page.
pub(super) async fn task(
    desk: &Desk,
    reference: &str,
    task: Task,
    form: &Form,
    errors: &Errors,
) -> Response {
    let proofing = match view(&desk.app, &desk.cx, reference).await {
        Ok(proofing) => proofing,
        Err(error) => return error::page(&desk.view, &error),
    };
    let ready = proofing
        .tasks
        .iter()
        .any(|(one, _, ready)| *one == task && *ready);
    let decided = matches!(
        proofing.stored.state,
        State::Approved { .. } | State::Refused { .. }
    );
    if (!ready || decided) && errors.is_empty() {
        return desk.redirect(&base(reference));
    }
    let lang = desk.view.lang;
    let title = name(lang, task);
    let says = says(desk, &proofing, task, (form, errors)).await;
    let says = match says {
        Ok(says) => says,
        Err(error) if errors.is_empty() => return error::page(&desk.view, &error),
        // The page says already what went wrong.
        Err(_) => Says::default(),
    };
    let left = left(desk, task, (&proofing, &says), form, errors);
    let body = html! {
        (super::super::heading(&title))
        p.govuk-body { (proofing.stored.reference) }
        (Split::new(left, evidence(lang, &proofing)).left_label(title.as_str()).right_label(t!(lang, "counter-pane-facts")))
    };
    let response = page(desk, &title)
        .errors(errors)
        .back(base(reference))
        .respond(body);
    match task {
        Task::Portrait => (Camera, response).into_response(),
        Task::Details
        | Task::CardApplication
        | Task::Contact
        | Task::Documents
        | Task::Fingers
        | Task::Consent
        | Task::Compare
        | Task::Decide => response,
    }
}

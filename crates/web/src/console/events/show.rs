//! One batch: what it would do, what is odd, what was refused, and the next step. While it is worked on
//! the page comes again by itself.

use app::events::{Detail, Line, detail};
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::actor::Role;
use domain::event_batch::State;
use maud::{Markup, html};
use store::event_list::BadLine;
use ui::{Button, Cell, Checkboxes, Choice, Legend, Row, Stat, Stats, SummaryList, Table, Tone};

use super::list::tag;
use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// Seconds after which the page of a running batch comes again.
const AGAIN: &str = "3";

pub(super) async fn show(desk: Desk, Path(batch): Path<String>) -> Response {
    draw(
        &desk,
        &batch,
        &Form::default(),
        &Errors::new(desk.view.lang),
    )
    .await
}

pub(super) async fn draw(desk: &Desk, batch: &str, form: &Form, errors: &Errors) -> Response {
    let Ok(id) = batch.parse() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    match detail(&desk.app, &desk.cx, id).await {
        Ok(detail) => respond(desk, &detail, form, errors),
        Err(error) => error::page(&desk.view, &error),
    }
}

fn respond(desk: &Desk, detail: &Detail, form: &Form, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let batch = &detail.batch;
    let register = t!(lang, &format!("status-register-{}", batch.teller.as_str()));
    let title = t!(lang, "events-title", register = register);
    let running = matches!(batch.state, State::Releasing | State::Undoing);
    let open = matches!(batch.state, State::Staged | State::Approved);
    let body = html! {
        (heading(&title))
        (facts(lang, detail))
        @if running { (progress(lang, detail)) }
        @if open { (rehearsal(lang, detail)) }
        @if !detail.outcomes.is_empty() { (outcomes(lang, detail)) }
        @if desk.member.role == Role::Manager { (step(desk, detail, form, errors)) }
        @if !detail.refused.is_empty() {
            h2.govuk-heading-m { (t!(lang, "events-refused")) }
            (lines(lang, &detail.refused))
        }
        @if !detail.bad.is_empty() { (bad(lang, batch.bad_lines, &detail.bad)) }
    };
    let mut response = page(desk, &title)
        .errors(errors)
        .back("/console/events")
        .respond(body);
    if running {
        let again = HeaderValue::from_static(AGAIN);
        response.headers_mut().insert(header::REFRESH, again);
    }
    response
}

fn facts(lang: Lang, detail: &Detail) -> SummaryList {
    let batch = &detail.batch;
    let door = t!(lang, &format!("event-door-{}", batch.door.as_str()));
    let name = |staff: Option<domain::ids::StaffId>| {
        let known = staff.and_then(|id| detail.names.get(&id)).cloned();
        known.unwrap_or_else(|| t!(lang, "events-shell"))
    };
    let mut rows = vec![
        Row::new(t!(lang, "events-state"), html! { (tag(lang, batch.state)) }),
        Row::new(t!(lang, "events-received"), date_time(batch.received)),
        Row::new(t!(lang, "events-door"), door),
        Row::new(t!(lang, "events-name"), batch.name.as_str()),
        Row::new(t!(lang, "events-size"), batch.events.to_string()),
        Row::new(t!(lang, "events-bad-lines"), batch.bad_lines.to_string()),
        Row::new(t!(lang, "events-id"), batch.id.to_string()),
    ];
    if batch.by.is_some() {
        rows.push(Row::new(t!(lang, "events-by"), name(batch.by)));
    }
    for step in &detail.release {
        let words = t!(
            lang,
            "events-step",
            name = name(step.staff),
            at = date_time(step.at)
        );
        rows.push(Row::new(t!(lang, "events-approved-by"), words));
    }
    for step in &detail.undo {
        let words = t!(
            lang,
            "events-step",
            name = name(step.staff),
            at = date_time(step.at)
        );
        rows.push(Row::new(t!(lang, "events-undo-by"), words));
    }
    SummaryList::new(rows)
}

fn progress(lang: Lang, detail: &Detail) -> Markup {
    let batch = &detail.batch;
    let done = if batch.state == State::Undoing {
        batch.events - batch.done
    } else {
        batch.done
    };
    let words = t!(lang, "events-progress", done = done, of = batch.events);
    html! {
        p.govuk-body-l role="status" { (words) }
        progress max=(batch.events) value=(done) aria-label=(words) {}
        p.govuk-body { a.govuk-link href={ "/console/events/" (batch.id) } { (t!(lang, "events-look-again")) } }
    }
}

fn rehearsal(lang: Lang, detail: &Detail) -> Markup {
    let batch = &detail.batch;
    let counts = batch.rehearsal.counts;
    let refuse = if counts.refuse > 0 {
        Tone::Bad
    } else {
        Tone::Good
    };
    html! {
        h2.govuk-heading-m { (t!(lang, "events-rehearsal")) }
        p.govuk-body { (t!(lang, "events-rehearsal-text", at = date_time(batch.rehearsed))) }
        (Stats(vec![
            Stat::new(t!(lang, "events-would-lock"), counts.lock),
            Stat::new(t!(lang, "events-would-open"), counts.open),
            Stat::new(t!(lang, "events-would-stay"), counts.stay_locked),
            Stat::new(t!(lang, "events-would-leave"), counts.leave),
            Stat::new(t!(lang, "events-would-refuse"), counts.refuse).tone(refuse),
        ]))
        (reasons(lang, batch.rehearsal.outcomes.iter().map(|(word, count)| (word.as_str(), *count))))
        @for (word, count, shown) in &detail.odd {
            h3.govuk-heading-s { (t!(lang, &format!("event-odd-{word}"), count = *count)) }
            @if !shown.is_empty() { (lines(lang, shown)) }
        }
        @if !detail.sample.is_empty() {
            h3.govuk-heading-s { (t!(lang, "events-sample", count = detail.sample.len())) }
            (lines(lang, &detail.sample))
        }
    }
}

fn outcomes(lang: Lang, detail: &Detail) -> Markup {
    html! {
        h2.govuk-heading-m { (t!(lang, "events-outcomes")) }
        (reasons(lang, detail.outcomes.iter().map(|(outcome, count)| (outcome.as_str(), *count))))
    }
}

fn reasons<'a>(lang: Lang, counts: impl Iterator<Item = (&'a str, i64)>) -> SummaryList {
    SummaryList::new(counts.map(|(word, count)| {
        Row::new(
            t!(lang, &format!("event-outcome-{word}")),
            count.to_string(),
        )
    }))
}

fn lines(lang: Lang, shown: &[Line]) -> Table {
    let head = [
        "events-line",
        "events-event",
        "events-subject",
        "events-change",
        "events-at",
        "events-outcome",
    ];
    let mut table = Table::new(head.map(|key| Cell::new(t!(lang, key))));
    for line in shown {
        let outcome = line.outcome.as_deref();
        table = table.row([
            Cell::numeric(line.line.to_string()),
            Cell::new(line.event.as_str()),
            Cell::new(line.subject.as_str()),
            Cell::new(t!(lang, &format!("register-change-{}", line.change))),
            Cell::new(date_time(line.at)),
            Cell::new(outcome.map_or_else(
                || t!(lang, "events-not-yet"),
                |word| t!(lang, &format!("event-outcome-{word}")),
            )),
        ]);
    }
    table
}

fn bad(lang: Lang, all: i64, shown: &[BadLine]) -> Markup {
    let head = ["events-line", "events-column", "events-reason"];
    let mut table = Table::new(head.map(|key| Cell::new(t!(lang, key))));
    for line in shown {
        table = table.row([
            Cell::numeric(line.line.to_string()),
            Cell::new(line.field.as_str()),
            Cell::new(t!(lang, &format!("import-{}", line.reason))),
        ]);
    }
    html! {
        h2.govuk-heading-m { (t!(lang, "events-bad-lines")) }
        p.govuk-body { (t!(lang, "events-bad-text", shown = shown.len(), all = all)) }
        (table)
    }
}

/// What an officer may do next.
fn step(desk: &Desk, detail: &Detail, form: &Form, errors: &Errors) -> Markup {
    let batch = &detail.batch;
    match batch.state {
        State::Staged | State::Approved => approve(desk, detail, form, errors),
        State::Released | State::UndoAsked => undo(desk, detail, errors),
        State::Staging => withdraw(desk, detail),
        State::Releasing | State::Undoing | State::Undone | State::Withdrawn => html! {},
    }
}

fn revision(detail: &Detail) -> Markup {
    html! { input type="hidden" name="revision" value=(detail.batch.revision); }
}

fn confirm(lang: Lang, key: &str, errors: &Errors) -> Checkboxes {
    Checkboxes::bare("confirm")
        .items([Choice::new("yes", t!(lang, key))])
        .error(errors.of("confirm"))
}

fn approve(desk: &Desk, detail: &Detail, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let batch = &detail.batch;
    let base = format!("/console/events/{}", batch.id);
    let (text, button) = if batch.state == State::Approved {
        (t!(lang, "events-release-text"), t!(lang, "events-release"))
    } else {
        (t!(lang, "events-approve-text"), t!(lang, "events-approve"))
    };
    let odd = detail.odd.iter().map(|(word, count, _)| {
        Choice::new(
            word.as_str(),
            t!(lang, &format!("event-odd-{word}"), count = *count),
        )
    });
    let legend = Legend::new(t!(lang, "events-acknowledge")).classes("govuk-fieldset__legend--s");
    html! {
        h2.govuk-heading-m { (button) }
        p.govuk-body { (text) }
        (desk.view.form(&format!("{base}/approve"), html! {
            (revision(detail))
            @if !detail.odd.is_empty() {
                (Checkboxes::new("odd", legend).items(odd).value(form.get("odd")).error(errors.of("odd")))
            }
            (confirm(lang, "events-confirm-release", errors))
            (Button::warning(button).prevent_double_click(true))
        }))
        (desk.view.form(&format!("{base}/rehearse"), html! {
            (revision(detail))
            (Button::secondary(t!(lang, "events-rehearse")).prevent_double_click(true))
        }))
        (withdraw(desk, detail))
    }
}

fn withdraw(desk: &Desk, detail: &Detail) -> Markup {
    let lang = desk.view.lang;
    let to = format!("/console/events/{}/withdraw", detail.batch.id);
    desk.view.form(
        &to,
        html! {
            (revision(detail))
            (Button::secondary(t!(lang, "events-withdraw")).prevent_double_click(true))
        },
    )
}

/// Who asked to take it back may only think better of it; another manager takes the second step.
fn undo(desk: &Desk, detail: &Detail, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let batch = &detail.batch;
    let second = batch.state == State::UndoAsked;
    let asked = detail.undo.iter().find_map(|step| step.staff);
    let own = second && asked.is_some() && asked == desk.cx.staff().ok();
    let text = match (second, own) {
        (false, _) => "events-undo-text",
        (true, false) => "events-undo-second-text",
        (true, true) => "events-undo-own-text",
    };
    html! {
        h2.govuk-heading-m { (t!(lang, "events-undo")) }
        p.govuk-body { (t!(lang, text)) }
        @if own {
            (desk.view.form(&format!("/console/events/{}/keep", batch.id), html! {
                (Button::secondary(t!(lang, "events-keep")).prevent_double_click(true))
            }))
        } @else {
            (desk.view.form(&format!("/console/events/{}/undo", batch.id), html! {
                (confirm(lang, "events-confirm-undo", errors))
                (Button::warning(t!(lang, "events-undo")).prevent_double_click(true))
            }))
        }
    }
}

//! Where a pilot stands: its data for whoever only reads, its next phases, its history (R50-1).

use app::pilots::{LONGEST_REASON, Move, Shown, move_on, show as read};
use axum::extract::Path;
use axum::response::Response;
use domain::actor::Role;
use domain::ids::PilotId;
use domain::pilot::Pilot;
use domain::pilot::disclosure::Told;
use domain::time::viet_nam_date;
use maud::{Markup, html};
use ui::{Button, Cell, Choice, Legend, Radios, Row, SummaryList, Table, Textarea};

use super::list::state;
use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date, date_time};
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// The page for whoever does not change the pilot, and of one that has ended.
pub(super) fn page_of(
    desk: &Desk,
    shown: &Shown,
    typed: (&str, &str),
    errors: &Errors,
) -> Response {
    let title = shown.stored.name.as_str();
    let body = html! {
        (heading(title))
        (now(desk, shown))
        (after(desk, shown, typed, errors))
    };
    page(desk, title)
        .errors(errors)
        .back("/console/pilots")
        .respond(body)
}

/// Everything that the pilot is.
pub(super) fn now(desk: &Desk, shown: &Shown) -> Markup {
    let lang = desk.view.lang;
    let pilot = &shown.stored.pilot;
    let names: Vec<&str> = pilot.provinces.iter().map(|p| p.name()).collect();
    let kind = t!(lang, &format!("kind-{}", pilot.kind.slug()));
    let state = state(lang, &shown.stored, viet_nam_date(desk.cx.now));
    let end = pilot.to.map_or_else(|| t!(lang, "document-no-end"), date);
    let rows = [
        Row::new(t!(lang, "pilots-state"), html! { (state) }),
        Row::new(t!(lang, "pilots-kind"), kind),
        Row::new(t!(lang, "pilots-provinces"), names.join(", ")),
        Row::new(t!(lang, "pilots-from"), date(pilot.from)),
        Row::new(t!(lang, "pilots-to"), end),
        Row::new(t!(lang, "pilots-places"), places(lang, pilot, shown.taken)),
        Row::new(t!(lang, "pilots-conditions"), conditions(lang, pilot)),
    ];
    html! { (SummaryList::new(rows)) }
}

fn places(lang: Lang, pilot: &Pilot, taken: Told) -> String {
    let taken = match taken {
        Told::Count(count) => count.to_string(),
        Told::Kept => t!(lang, "report-kept"),
    };
    match pilot.quota {
        Some(quota) => t!(lang, "pilots-places-of", taken = taken, quota = quota),
        None => t!(lang, "pilots-places-free", taken = taken),
    }
}

/// The conditions in words; level 2 is always one (DOC-0).
pub(super) fn conditions(lang: Lang, pilot: &Pilot) -> String {
    let own = &pilot.conditions;
    let mut words = vec![t!(lang, "pilots-level-two")];
    words.extend(
        own.people
            .map(|people| t!(lang, &format!("pilots-people-{}", people.as_str()))),
    );
    words.extend(
        own.age_from
            .map(|age| t!(lang, "pilots-age-least", age = age)),
    );
    words.extend(own.age_to.map(|age| t!(lang, "pilots-age-most", age = age)));
    words.join("; ")
}

/// The next phases for whoever may choose, the history, the way to the report.
pub(super) fn after(
    desk: &Desk,
    shown: &Shown,
    (phase, reason): (&str, &str),
    errors: &Errors,
) -> Markup {
    let lang = desk.view.lang;
    let stored = &shown.stored;
    let id = stored.pilot.id;
    let next = stored.pilot.phase.next();
    let choices = next.iter().map(|one| {
        let word = one.as_str();
        Choice::new(word, t!(lang, &format!("pilots-move-{word}")))
    });
    let legend = Legend::new(t!(lang, "pilots-move")).classes("govuk-fieldset__legend--s");
    html! {
        @if desk.member.role == Role::Manager && !next.is_empty() {
            h2.govuk-heading-m { (t!(lang, "pilots-phase")) }
            (desk.view.form(&format!("/console/pilots/{id}/phase"), html! {
                input type="hidden" name="revision" value=(stored.revision);
                (Radios::new("phase", legend).items(choices).value(phase).error(errors.of("phase")))
                (Textarea::new("reason", t!(lang, "pilots-reason"))
                    .hint(t!(lang, "pilots-reason-hint", limit = LONGEST_REASON))
                    .value(reason).error(errors.of("reason")).rows(2))
                (Button::secondary(t!(lang, "pilots-move-save")).prevent_double_click(true))
            }))
        }
        p.govuk-body { a.govuk-link href={ "/console/pilots/" (id) "/report" } { (t!(lang, "pilots-report")) } }
        h2.govuk-heading-m { (t!(lang, "pilots-history")) }
        (history(lang, shown))
    }
}

fn history(lang: Lang, shown: &Shown) -> Markup {
    let head = ["pilots-when", "pilots-phase", "pilots-who", "pilots-why"];
    let mut table = Table::new(head.map(|key| Cell::new(t!(lang, key))));
    for step in &shown.steps {
        let who = step.name.clone();
        table = table.row([
            Cell::new(date_time(step.at)),
            Cell::new(t!(lang, &format!("pilots-phase-{}", step.phase.as_str()))),
            Cell::new(who.unwrap_or_else(|| t!(lang, "pilots-operator"))),
            Cell::new(step.reason.as_str()),
        ]);
    }
    html! {
        @if shown.steps.is_empty() {
            p.govuk-body { (t!(lang, "pilots-no-history")) }
        } @else { (table) }
    }
}

pub(super) async fn submit(desk: Desk, Path(id): Path<String>, form: Form) -> Response {
    let Ok(id) = id.parse::<PilotId>() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let (phase, reason) = (form.get("phase"), form.get("reason"));
    let command = Move {
        id,
        revision: form.get("revision").parse().unwrap_or(0),
        phase,
        reason,
    };
    let refused = match move_on(&desk.app, &desk.cx, &command).await {
        Ok(()) => return desk.redirect(&format!("/console/pilots/{id}")),
        Err(error) => error,
    };
    let Some(errors) = error::on_form(&desk.view, desk.cx.now, &refused) else {
        return error::page(&desk.view, &refused);
    };
    match read(&desk.app, &desk.cx, id).await {
        Ok(shown) => page_of(&desk, &shown, (phase, reason), &errors),
        Err(error) => error::page(&desk.view, &error),
    }
}

//! The unit's breaches: references and states, no personal data.

use app::breaches::{BreachRef, list};
use axum::response::Response;
use domain::breach::State;
use maud::{Markup, html};
use store::breach::Stored;
use ui::{ButtonLink, EmptyState, Icon, Table, Tag, Tone};

use crate::counter;
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    let lang = desk.view.lang;
    let found = match list(&desk.app, &desk.cx).await {
        Ok(found) => found,
        Err(error) => return error::page(&desk.view, &error),
    };
    let title = t!(lang, "breaches-title");
    let head = [
        "breaches-reference",
        "breaches-rule",
        "breaches-recorded",
        "breaches-state",
    ];
    let head = head.map(|key| t!(lang, key));
    let table = found
        .iter()
        .fold(Table::new(head), |table, one| table.row(cells(lang, one)));
    let body = html! {
        (counter::heading(&title))
        p.govuk-body { (t!(lang, "breaches-text")) }
        (ButtonLink::new("/counter/breaches/new", t!(lang, "breaches-new")))
        @if found.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "breaches-none"), t!(lang, "breaches-none-text")))
        } @else { (table) }
    };
    counter::page(&desk, &title).respond(body)
}

fn cells(lang: Lang, one: &Stored) -> [Markup; 4] {
    let place = BreachRef {
        subject: one.subject,
        id: one.id,
    };
    let rule = one.breach.rule.as_str();
    [
        html! { a.govuk-link href={ "/counter/breaches/" (place) } { (one.reference) } },
        html! { (t!(lang, &format!("breach-rule-{rule}"))) },
        html! { (date_time(one.breach.recorded.at)) },
        html! {
            (state(lang, one.breach.state))
            @if one.breach.objected.is_some() { " " (Tag::new(Tone::Waiting, t!(lang, "breaches-objected"))) }
        },
    ]
}

/// A state in words.
pub(super) fn state(lang: Lang, state: State) -> Tag {
    let tone = match state {
        State::Recorded | State::EndProposed => Tone::Waiting,
        State::Confirmed => Tone::Bad,
        State::Rejected | State::Ended => Tone::Quiet,
    };
    Tag::new(tone, t!(lang, &format!("breach-state-{}", state.as_str())))
}

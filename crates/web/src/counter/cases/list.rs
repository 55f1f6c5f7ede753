//! What waits at the unit: references and clocks, no personal data.

use app::cases::{Tab, Waiting, list};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::case::State;
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Button, ButtonLink, EmptyState, Icon, Input, Table, Tabs, Tag, Tone, live_fragment};

use crate::counter;
use crate::counter::queue::badge;
use crate::error;
use crate::extract::Desk;
use crate::i18n::{self, Lang};
use crate::t;

/// What is asked of the list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    tab: String,
    #[serde(default)]
    q: String,
}

impl Asked {
    fn tab(&self) -> Tab {
        Tab::parse(&self.tab).unwrap_or(Tab::All)
    }
}

pub(super) async fn show(desk: Desk, Query(asked): Query<Asked>) -> Response {
    let lang = desk.view.lang;
    let lines = match list(&desk.app, &desk.cx, asked.tab(), &asked.q).await {
        Ok(lines) => lines,
        Err(error) => return error::page(&desk.view, &error),
    };
    let title = t!(lang, "cases-title");
    let tabs = Tab::ALL.map(|one| {
        let words = t!(lang, &format!("cases-tab-{}", one.as_str()));
        ui::Tab::new(format!("/counter/cases?tab={}", one.as_str()), words)
            .current(one == asked.tab())
    });
    let query = serde_urlencoded(&asked);
    let body = html! {
        (counter::heading(&title))
        p.govuk-body { (t!(lang, "cases-text")) }
        (ButtonLink::new("/counter/cases/new", t!(lang, "cases-new")))
        form method="get" action="/counter/cases" role="search" {
            input type="hidden" name="tab" value=(asked.tab().as_str());
            (Input::new("q", t!(lang, "cases-search")).value(asked.q.as_str()).autocomplete("off").width(20))
            (Button::secondary(t!(lang, "cases-search-button")))
        }
        (Tabs::new(title.as_str(), tabs))
        (live_fragment("cases", &format!("/counter/cases/rows?{query}"), 30, table(lang, &lines)))
    };
    counter::page(&desk, &title).respond(body)
}

fn serde_urlencoded(asked: &Asked) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("tab", asked.tab().as_str())
        .append_pair("q", &asked.q)
        .finish()
}

/// The part of the page that renews itself.
pub(super) async fn rows(desk: Desk, Query(asked): Query<Asked>) -> Response {
    match list(&desk.app, &desk.cx, asked.tab(), &asked.q).await {
        Ok(lines) => table(desk.view.lang, &lines).into_response(),
        Err(error) => error::page(&desk.view, &error),
    }
}

fn table(lang: Lang, lines: &[Waiting]) -> Markup {
    if lines.is_empty() {
        let empty = EmptyState::new(
            Icon::Check,
            t!(lang, "cases-none"),
            t!(lang, "cases-none-text"),
        );
        return html! { (empty) };
    }
    let head = [
        t!(lang, "cases-reference"),
        t!(lang, "cases-wish"),
        t!(lang, "cases-body"),
        t!(lang, "cases-received"),
        t!(lang, "cases-clock"),
        t!(lang, "cases-handler"),
    ];
    let table = lines
        .iter()
        .fold(Table::new(head), |table, line| table.row(cells(lang, line)));
    html! { (table) }
}

fn cells(lang: Lang, line: &Waiting) -> [Markup; 6] {
    let (case, body) = (&line.stored.case, &line.stored.body);
    [
        html! { a.govuk-link href={ "/counter/cases/" (line.place) } { (line.stored.reference) } },
        html! { (t!(lang, &format!("case-wish-{}", case.wish.as_str()))) },
        html! {
            (body.name) br; span.govuk-hint { (t!(lang, "case-letter-of", letter = body.letter.as_str(), day = i18n::date(body.letter_date))) }
            @if line.escalated { " " (Tag::new(Tone::Waiting, t!(lang, "cases-escalated"))) }
        },
        html! { (i18n::date_time(case.received)) },
        html! {
            @match case.state {
                State::Received => (badge(lang, line.left, case.due)),
                State::Approved { .. } => (Tag::new(Tone::Good, t!(lang, "case-state-approved"))),
                State::Refused { .. } => (Tag::new(Tone::Bad, t!(lang, "case-state-refused"))),
            }
        },
        html! { (line.handler.as_deref().unwrap_or("–")) },
    ]
}

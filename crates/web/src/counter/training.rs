//! The courses of whoever looks (R50-7).

use app::training::{OwnCourse, own};
use axum::response::Response;
use domain::actor::Role;
use domain::time::viet_nam_date;
use maud::{Markup, html};
use ui::{Card, EmptyState, Icon, Row, SummaryList, Tag, Tone};

use super::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{date, date_time};
use crate::page::words;
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    let found = match own(&desk.app, &desk.cx).await {
        Ok(found) => found,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "menu-own-training");
    let today = viet_nam_date(desk.cx.now);
    let lacks = |one: &OwnCourse| !one.counts && one.needed.is_some_and(|from| from <= today);
    let body = html! {
        (heading(&title))
        @if found.iter().any(lacks) { (words::warning(lang, t!(lang, "own-training-lacks"))) }
        p.govuk-body { (t!(lang, "own-training-text")) }
        @if desk.member.role == Role::Head {
            p.govuk-body { a.govuk-link href="/console/training" { (t!(lang, "training-overview")) } }
        }
        @if found.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "training-none"), t!(lang, "own-training-none-text")))
        }
        @for one in &found { (course(&desk, one)) }
    };
    page(&desk, &title).respond(body)
}

fn course(desk: &Desk, one: &OwnCourse) -> Markup {
    let lang = desk.view.lang;
    let today = viet_nam_date(desk.cx.now);
    let state = match (one.counts, one.needed) {
        (true, _) => Tag::new(Tone::Good, t!(lang, "own-training-passed")),
        (false, Some(from)) if from <= today => {
            Tag::new(Tone::Bad, t!(lang, "own-training-needed"))
        }
        (false, Some(_)) => Tag::new(Tone::Info, t!(lang, "own-training-soon")),
        (false, None) => Tag::new(Tone::Quiet, t!(lang, "own-training-free")),
    };
    let mut rows = vec![Row::new(t!(lang, "training-state"), html! { (state) })];
    if let Some(from) = one.needed {
        rows.push(Row::new(t!(lang, "own-training-from"), date(from)));
    }
    if let Some(passed) = &one.passed {
        rows.push(Row::new(
            t!(lang, "own-training-passed-at"),
            date_time(passed.at),
        ));
        let last = match passed.last {
            Some(last) => t!(lang, "own-training-counts-to", day = date(last)),
            None => t!(lang, "training-counts-for-good"),
        };
        rows.push(Row::new(t!(lang, "training-counts"), last));
    }
    html! {
        (SummaryList::new(rows).card(Card::new(one.course.title.as_str())))
        @if one.course.withdrawn.is_none() {
            p.govuk-body {
                a.govuk-link href=(one.link) rel="noreferrer" { (t!(lang, "own-training-go", title = one.course.title.as_str())) }
            }
        }
    }
}

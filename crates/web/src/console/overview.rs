//! The first page of managers and auditors: what waits, what is late, what is broken.

use app::overview::{Overview, overview};
use axum::response::Response;
use maud::html;
use ui::{Stat, Stats, Tone};

use crate::counter;
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    match overview(&desk.app, &desk.cx).await {
        Ok(numbers) => page(&desk, &numbers),
        Err(error) => error::page(&desk.view, &error),
    }
}

/// How many are late, and how many an officer decided that wait for a card.
fn registrations(lang: Lang, numbers: &Overview) -> String {
    let late = t!(lang, "overview-late", count = numbers.registrations.late);
    if numbers.card_awaited == 0 {
        return late;
    }
    let card = t!(lang, "overview-card-awaited", count = numbers.card_awaited);
    format!("{late}; {card}")
}

fn page(desk: &Desk, numbers: &Overview) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "menu-overview");
    let tone = |bad: i64| if bad > 0 { Tone::Bad } else { Tone::Good };
    let late = |count: i64| t!(lang, "overview-late", count = count);
    let (due, later, dead) = numbers.jobs;
    let body = html! {
        (counter::heading(&title))
        h2.govuk-heading-m { (t!(lang, "overview-accounts")) }
        (Stats(vec![
            Stat::new(t!(lang, "overview-level-2"), numbers.accounts.two),
            Stat::new(t!(lang, "overview-level-1"), numbers.accounts.one),
            Stat::new(t!(lang, "overview-not-active"), numbers.accounts.waiting),
            Stat::new(t!(lang, "overview-locked"), numbers.accounts.locked),
        ]))
        h2.govuk-heading-m { (t!(lang, "overview-work")) }
        (Stats(vec![
            Stat::new(t!(lang, "overview-registrations"), numbers.registrations.waiting)
                .note(registrations(lang, numbers)).tone(tone(numbers.registrations.late)),
            Stat::new(t!(lang, "overview-integrations"), numbers.integrations.waiting)
                .note(late(numbers.integrations.late)).tone(tone(numbers.integrations.late)),
            Stat::new(t!(lang, "overview-jobs"), due).note(t!(lang, "overview-jobs-note", later = later, dead = dead)).tone(tone(dead)),
            Stat::new(t!(lang, "overview-audit"), numbers.audit_size),
        ]))
        p.govuk-body { a.govuk-link href="/console/decrees" { (t!(lang, "decrees-title")) } }
        p.govuk-body-s { (t!(lang, "overview-oldest", at = date_time(numbers.oldest_job))) }
    };
    counter::page(desk, &title).respond(body)
}

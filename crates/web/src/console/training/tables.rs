//! Courses, needs and people as they stand.

use app::training::Overview;
use domain::training::CourseCode;
use maud::{Markup, html};
use store::training::Course;
use ui::{Button, Card, Row, SummaryList, Table, Tag, Tone};

use super::role_name;
use crate::extract::Desk;
use crate::i18n::{date, date_time};
use crate::t;

/// A button with hidden fields.
fn button(desk: &Desk, place: &str, fields: &[(&str, &str)], button: Button) -> Markup {
    desk.view.form(
        place,
        html! {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            (button.prevent_double_click(true))
        },
    )
}

/// An act that is opened first, and says what follows from it.
fn guarded(title: &str, text: &str, act: &Markup) -> Markup {
    html! {
        details.govuk-details {
            summary.govuk-details__summary { span.govuk-details__summary-text { (title) } }
            div.govuk-details__text { p.govuk-body { (text) } (act) }
        }
    }
}

pub(super) fn course(desk: &Desk, course: &Course, manager: bool) -> Markup {
    let lang = desk.view.lang;
    let state = match course.withdrawn {
        None => Tag::new(Tone::Good, t!(lang, "training-offered")),
        Some(_) => Tag::new(Tone::Quiet, t!(lang, "training-withdrawn")),
    };
    let counts = match course.months {
        Some(months) => t!(lang, "training-counts-months", months = months),
        None => t!(lang, "training-counts-for-good"),
    };
    let rows = [
        Row::new(t!(lang, "training-state"), html! { (state) }),
        Row::new(t!(lang, "training-code"), course.code.as_str()),
        Row::new(t!(lang, "training-address"), course.address.as_str()),
        Row::new(t!(lang, "training-counts"), counts),
        Row::new(t!(lang, "training-since"), date_time(course.offered)),
    ];
    let code = [("course", course.code.as_str())];
    html! {
        (SummaryList::new(rows).card(Card::new(course.title.as_str())))
        @if manager && course.withdrawn.is_none() {
            (guarded(&t!(lang, "training-renew"), &t!(lang, "training-renew-text"),
                &button(desk, "/console/training/secret", &code, Button::secondary(t!(lang, "training-renew")))))
            (guarded(&t!(lang, "training-withdraw"), &t!(lang, "training-withdraw-text"),
                &button(desk, "/console/training/withdraw", &code, Button::warning(t!(lang, "training-withdraw")))))
        }
    }
}

pub(super) fn needs(desk: &Desk, found: &Overview, manager: bool) -> Markup {
    let lang = desk.view.lang;
    if found.needs.is_empty() {
        return html! {
            h2.govuk-heading-m { (t!(lang, "training-needs")) }
            p.govuk-body { (t!(lang, "training-needs-none")) }
        };
    }
    let head = [
        "training-role",
        "training-course",
        "training-from",
        "training-passed",
    ];
    let mut head: Vec<String> = head.iter().map(|key| t!(lang, key)).collect();
    if manager {
        head.push(t!(lang, "training-change"));
    }
    let table = found.needs.iter().zip(&found.passed).fold(
        Table::new(head),
        |table, (need, (have, all))| {
            let mut cells = vec![
                html! { (role_name(lang, need.role)) },
                html! { (need.course) },
                html! { (date(need.from)) },
                html! { (t!(lang, "training-have", have = *have, all = *all)) },
            ];
            if manager {
                let fields = [
                    ("role", need.role.as_str()),
                    ("course", need.course.as_str()),
                ];
                let end = Button::secondary(t!(lang, "training-end"));
                cells.push(button(desk, "/console/training/needs/end", &fields, end));
            }
            table.row(cells)
        },
    );
    html! {
        h2.govuk-heading-m { (t!(lang, "training-needs")) }
        (table)
    }
}

pub(super) fn who(desk: &Desk, found: &Overview) -> Markup {
    let lang = desk.view.lang;
    if found.needs.is_empty() {
        return html! {};
    }
    let list = |codes: &[CourseCode]| {
        codes
            .iter()
            .map(CourseCode::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let head = [
        "training-name",
        "training-role",
        "training-unit",
        "training-lacks",
        "training-soon",
    ];
    let head = head.map(|key| t!(lang, key));
    let table = found.who.iter().fold(Table::new(head), |table, one| {
        table.row([
            html! { (one.name) },
            html! { (role_name(lang, one.role)) },
            html! { (one.unit) },
            html! { (list(&one.lacks)) },
            html! { (list(&one.soon)) },
        ])
    });
    html! {
        h2.govuk-heading-m { (t!(lang, "training-who")) }
        @if found.who.is_empty() { p.govuk-body { (t!(lang, "training-who-nobody")) } }
        @else { (table) }
    }
}

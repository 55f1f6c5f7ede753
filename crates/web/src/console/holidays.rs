//! WD-1 to WD-5: the calendar of working days, a year at a time.

use app::holidays::{Change, Kind, Preview, Year, adopt, change, preview, year};
use axum::extract::Query;
use axum::response::Response;
use domain::registers::HolidayRecord;
use domain::time::viet_nam_date;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Button, Choice, Input, Legend, Radios, Row, SummaryList, Table, Tag, Tone};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date, has};
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    year: String,
}

pub(super) async fn show(desk: Desk, Query(asked): Query<Asked>) -> Response {
    let wanted = asked.year.trim().to_owned();
    let errors = Errors::new(desk.view.lang);
    draw(&desk, &wanted, &Form::default(), &errors).await
}

/// The year asked for; the present one where none is named, none that can be where it is no number.
fn number(desk: &Desk, wanted: &str) -> i16 {
    match wanted {
        "" => viet_nam_date(desk.cx.now).year(),
        text => text.parse().unwrap_or(0),
    }
}

async fn draw(desk: &Desk, wanted: &str, form: &Form, errors: &Errors) -> Response {
    match year(&desk.app, &desk.cx, number(desk, wanted)).await {
        Ok(found) => list(desk, &found, form, errors),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => {
                let title = t!(desk.view.lang, "menu-holidays");
                page(desk, &title)
                    .errors(&errors)
                    .respond(html! { (heading(&title)) (choose(desk, wanted, &errors)) })
            }
            None => error::page(&desk.view, &error),
        },
    }
}

fn choose(desk: &Desk, wanted: &str, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    html! {
        form method="get" action="/console/holidays" {
            (Input::new("year", t!(lang, "holidays-year")).hint(t!(lang, "holidays-year-hint"))
                .value(wanted).error(errors.of("year")).digits().width(5))
            (Button::secondary(t!(lang, "holidays-show")))
        }
    }
}

fn name(lang: Lang, name: &str) -> String {
    let key = format!("holidays-name-{name}");
    match name {
        "" => "–".to_owned(),
        _ if has(&key) => t!(lang, &key),
        typed => typed.to_owned(),
    }
}

fn row(lang: Lang, day: Date, worked: bool, called: &str) -> [Markup; 3] {
    let tag = if worked {
        Tag::new(Tone::Info, t!(lang, "holidays-kind-working"))
    } else {
        Tag::new(Tone::Quiet, t!(lang, "holidays-kind-off"))
    };
    [
        html! { (date(day)) },
        html! { (tag) },
        html! { (name(lang, called)) },
    ]
}

fn list(desk: &Desk, found: &Year, form: &Form, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "menu-holidays");
    let shown = found.year.to_string();
    let head = ["holidays-day", "holidays-what", "holidays-name"].map(|key| t!(lang, key));
    let known = |r: &HolidayRecord| row(lang, r.day, r.worked, &r.name);
    let table = Table::new(head);
    let table = found
        .days
        .iter()
        .fold(table, |table, r| table.row(known(r)));
    let table = found.proposal.iter().fold(table, |table, (day, name)| {
        table.row(row(lang, *day, false, name.as_str()))
    });
    let body = html! {
        (heading(&title))
        (choose(desk, &shown, errors))
        h2.govuk-heading-m { (t!(lang, "holidays-of", year = shown.as_str())) }
        @if found.days.is_empty() {
            (words::warning(lang, t!(lang, "holidays-missing", year = shown.as_str())))
            p.govuk-body { (t!(lang, "holidays-proposal")) }
        }
        (table)
        @if found.days.is_empty() {
            (desk.view.form("/console/holidays/adopt", html! {
                input type="hidden" name="year" value=(shown);
                (Button::new(t!(lang, "holidays-adopt")).prevent_double_click(true))
            }))
        } @else { (entry(desk, form, errors)) }
    };
    page(desk, &title).errors(errors).respond(body)
}

fn entry(desk: &Desk, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let kinds = Kind::ALL.map(|kind| {
        let key = format!("holidays-do-{}", kind.as_str());
        Choice::new(kind.as_str(), t!(lang, &key))
    });
    let legend = Legend::new(t!(lang, "holidays-what")).classes("govuk-fieldset__legend--s");
    html! {
        h2.govuk-heading-m { (t!(lang, "holidays-change")) }
        (desk.view.form("/console/holidays", html! {
            (Input::new("day", t!(lang, "holidays-day")).hint(t!(lang, "holidays-day-hint"))
                .value(form.get("day")).error(errors.of("day")).width(10))
            (Radios::new("kind", legend).items(kinds).value(form.get("kind")).error(errors.of("kind")))
            (Input::new("words", t!(lang, "holidays-words")).hint(t!(lang, "holidays-words-hint"))
                .value(form.get("words")).error(errors.of("words")))
            (Button::new(t!(lang, "holidays-preview")))
        }))
    }
}

fn typed(form: &Form) -> Change<'_> {
    Change {
        day: form.get("day"),
        kind: form.trimmed("kind"),
        words: form.get("words"),
    }
}

/// Year of a typed day, to draw its page again.
fn year_of(form: &Form) -> String {
    let year: String = form.trimmed("day").chars().skip(6).take(4).collect();
    let known = year
        .parse()
        .is_ok_and(|y: i16| domain::calendar::YEARS.contains(&y));
    if known { year } else { String::new() }
}

pub(super) async fn submit(desk: Desk, form: Form) -> Response {
    let command = typed(&form);
    let wanted = year_of(&form);
    let done = if form.has("confirmed") {
        let done = change(&desk.app, &desk.cx, &command).await;
        done.map(|()| desk.redirect(&format!("/console/holidays?year={wanted}")))
    } else {
        let seen = preview(&desk.app, &desk.cx, &command).await;
        seen.map(|seen| ask(&desk, &form, &seen))
    };
    match done {
        Ok(response) => response,
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => draw(&desk, &wanted, &form, &errors).await,
            None => error::page(&desk.view, &error),
        },
    }
}

/// What the change means, before it is made.
fn ask(desk: &Desk, form: &Form, seen: &Preview) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "holidays-confirm-title");
    let running = t!(lang, "holidays-running", count = seen.running);
    let what = t!(lang, &format!("holidays-do-{}", seen.kind.as_str()));
    let body = html! {
        (heading(&title))
        (SummaryList::new([
            Row::new(t!(lang, "holidays-day"), date(seen.day)),
            Row::new(t!(lang, "holidays-what"), what),
            Row::new(t!(lang, "holidays-words"), seen.words.as_str()),
            Row::new(t!(lang, "holidays-terms"), running),
        ]))
        p.govuk-body { (t!(lang, "holidays-promised")) }
        (desk.view.form("/console/holidays", html! {
            @for field in ["day", "kind", "words"] { input type="hidden" name=(field) value=(form.get(field)); }
            input type="hidden" name="confirmed" value="yes";
            (Button::new(t!(lang, "holidays-save")).prevent_double_click(true))
        }))
    };
    page(desk, &title)
        .narrow()
        .back(format!("/console/holidays?year={}", seen.day.year()))
        .respond(body)
}

pub(super) async fn take_over(desk: Desk, form: Form) -> Response {
    let wanted = form.trimmed("year");
    match adopt(&desk.app, &desk.cx, number(&desk, wanted)).await {
        Ok(()) => desk.redirect(&format!("/console/holidays?year={wanted}")),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => draw(&desk, wanted, &form, &errors).await,
            None => error::page(&desk.view, &error),
        },
    }
}

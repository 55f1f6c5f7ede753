//! How people fare (R50-6): a journey's funnel, its times and its answers by month.

mod tables;

use app::experience::{self, Asked, LONGEST, MEASURES, Report, Wanted, report};
use axum::extract::Query;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::journey::Journey;
use domain::month::Month;
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Button, ButtonLink, EmptyState, Icon, Select, SelectOption};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::Lang;
use crate::page::Errors;
use crate::t;

const HERE: &str = "/console/experience";

/// What an address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Address {
    journey: String,
    month: String,
}

impl Address {
    async fn answer(&self, desk: &Desk) -> app::Result<Report> {
        let asked = Asked {
            journey: &self.journey,
            month: &self.month,
        };
        let wanted = Wanted::of(&desk.cx, &asked)?;
        report(&desk.app, &desk.cx, wanted).await
    }
}

fn short(month: Month) -> String {
    month.first().strftime("%m/%Y").to_string()
}

fn name(lang: Lang, journey: Journey) -> String {
    t!(lang, &format!("journey-{}", journey.as_str()))
}

pub(super) async fn show(desk: Desk, Query(asked): Query<Address>) -> Response {
    let title = t!(desk.view.lang, "experience-title");
    match asked.answer(&desk).await {
        Ok(report) => page(&desk, &title).respond(html! {
            (heading(&title))
            (body(desk.view.lang, &report))
        }),
        Err(failure) => told(&desk, &asked, &failure),
    }
}

/// What is wrong with an address, on the form that mends it.
fn told(desk: &Desk, asked: &Address, failure: &app::Error) -> Response {
    let Some(errors) = error::on_form(&desk.view, desk.cx.now, failure) else {
        return error::page(&desk.view, failure);
    };
    let title = t!(desk.view.lang, "experience-title");
    let now = Month::of(desk.cx.now);
    let body = html! {
        (heading(&title))
        (form(desk.view.lang, asked, now, &errors))
    };
    let page = page(desk, &title).errors(&errors);
    error::with_status(page.respond(body), failure)
}

pub(super) async fn csv(desk: Desk, Query(asked): Query<Address>) -> Response {
    let lang = desk.view.lang;
    let made = async {
        let report = asked.answer(&desk).await?;
        let meaning = |measure: &str| define(lang, measure);
        let bytes = experience::csv(&desk.cx, &report, meaning)?;
        let Wanted { journey, month } = report.wanted;
        Ok::<_, app::Error>((
            format!("experience-{}-{month}.csv", journey.as_str()),
            bytes,
        ))
    };
    match made.await {
        Ok((name, bytes)) => (
            [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{name}\""),
                ),
            ],
            bytes,
        )
            .into_response(),
        Err(failure) => told(&desk, &asked, &failure),
    }
}

/// What a measure is.
fn define(lang: Lang, measure: &str) -> String {
    use domain::journey::disclosure::SMALLEST;
    use domain::journey::survey::ENOUGH;
    let key = format!("experience-define-{measure}");
    t!(lang, &key, least = SMALLEST, enough = ENOUGH)
}

fn form(lang: Lang, asked: &Address, now: Month, errors: &Errors) -> Markup {
    let journeys = Journey::ALL
        .iter()
        .map(|journey| SelectOption::new(journey.as_str(), name(lang, *journey)));
    let mut months: Vec<Month> = now.back(LONGEST - 1).through(now).collect();
    months.reverse();
    let months = months
        .into_iter()
        .map(|month| SelectOption::new(month.to_string(), short(month)));
    html! {
        form action=(HERE) method="get" {
            (Select::new("journey", t!(lang, "experience-journey"))
                .options(journeys)
                .value(asked.journey.as_str())
                .error(errors.of("journey")))
            (Select::new("month", t!(lang, "experience-month"))
                .options(months)
                .value(asked.month.as_str())
                .error(errors.of("month")))
            (Button::secondary(t!(lang, "experience-show")))
        }
    }
}

fn body(lang: Lang, report: &Report) -> Markup {
    let Wanted { journey, month } = report.wanted;
    let asked = Address {
        journey: journey.as_str().to_owned(),
        month: month.to_string(),
    };
    let file = format!("{HERE}.csv?journey={}&month={}", asked.journey, asked.month);
    let answers: u64 = report.now.answers.iter().sum();
    let nothing = report.now.figures.begun() == 0 && answers == 0;
    let of = t!(
        lang,
        "experience-of",
        journey = name(lang, journey),
        month = short(month)
    );
    html! {
        p.govuk-body { (t!(lang, "experience-text")) }
        (form(lang, &asked, report.today, &Errors::new(lang)))
        h2.govuk-heading-m { (of) }
        @if nothing {
            (EmptyState::new(Icon::Search, t!(lang, "experience-none"), t!(lang, "experience-none-text")))
        } @else {
            @if !journey.steps().is_empty() {
                (tables::summary(lang, report))
                (tables::funnel(lang, report))
                (tables::ended(lang, report))
                (tables::ways(lang, report))
            }
            @if journey.asks() { (tables::answers(lang, report)) }
            h2.govuk-heading-m { (t!(lang, "experience-definitions")) }
            ul.govuk-list.govuk-list--bullet { @for measure in MEASURES { li { (define(lang, measure)) } } }
            (ButtonLink::new(file, t!(lang, "experience-file")))
        }
    }
}

//! Warnings that somebody may be enrolled twice (D59-3.1, D59-3.2), before an officer who had no part in the proofing:
//! the live portrait beside each other one, initials and hidden numbers, and a question for each.

use app::Error;
use app::counter::alike::{self, Answer, Opened, Other, Standing, Whose};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::evidence::AlikeReason;
use maud::{Markup, html};
use ui::{Choice, Legend, Portrait, Portraits, Radios, Select, SelectOption, Textarea};

use super::base;
use crate::citizen::fields;
use crate::counter::decision::failed;
use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

const LIST: &str = "/counter/second-looks";

/// What stands in the way of an approval, for the officer who proves.
pub(super) fn note(lang: Lang, standing: Standing) -> Markup {
    html! {
        @if standing.same > 0 { (words::warning(lang, t!(lang, "alike-same-found"))) }
        @if standing.open > 0 { (words::notice(lang, t!(lang, "alike-waits", count = standing.open))) }
        @if standing.clear() && standing.another > 0 {
            (words::success(lang, t!(lang, "alike-cleared", count = standing.another)))
        }
    }
}

pub(super) async fn show(desk: Desk, Path(reference): Path<String>) -> Response {
    let errors = Errors::new(desk.view.lang);
    all(&desk, &reference, &Form::default(), &errors).await
}

async fn all(desk: &Desk, reference: &str, form: &Form, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let opened = match alike::open(&desk.app, &desk.cx, reference).await {
        Ok(opened) => opened,
        Err(error) => return error::page(&desk.view, &error),
    };
    let title = t!(lang, "alike-title");
    let body = html! {
        (heading(&title))
        p.govuk-body { (opened.reference) }
        p.govuk-body { (t!(lang, "alike-text")) }
        p.govuk-body { (t!(lang, "alike-no-lock")) }
        @for other in &opened.others {
            section { (one(desk, &opened, other, form, errors)) }
        }
    };
    page(desk, &title).errors(errors).back(LIST).respond(body)
}

/// One other person. What was typed and what was wrong with it belong to one warning.
fn one(desk: &Desk, opened: &Opened, other: &Other, form: &Form, errors: &Errors) -> Markup {
    let address = format!("{}/alike", base(&opened.reference));
    let nothing = (Form::default(), Errors::new(desk.view.lang));
    let (form, errors) = if form.get("warning") == other.id.to_string() {
        (form, errors)
    } else {
        (&nothing.0, &nothing.1)
    };
    html! {
        h2.govuk-heading-m { (whose(desk.view.lang, other)) }
        (portraits(desk.view.lang, &address, other))
        (question(desk, &address, other, (form, errors)))
    }
}

fn whose(lang: Lang, other: &Other) -> String {
    t!(
        lang,
        "alike-other",
        name = other.name.as_str(),
        number = other.number.as_str()
    )
}

fn portraits(lang: Lang, address: &str, other: &Other) -> Markup {
    let place = |whose: &str| format!("{address}/{}/{whose}", other.id);
    let live = t!(lang, "counter-portrait-live");
    let whose = whose(lang, other);
    let theirs = if other.portrait {
        Portrait::new(place("other"), whose.clone(), whose)
    } else {
        Portrait::missing(whose, t!(lang, "counter-portrait-none"))
    };
    html! { (Portraits::new([Portrait::new(place("live"), live.clone(), live), theirs])) }
}

fn question(desk: &Desk, address: &str, other: &Other, (form, errors): (&Form, &Errors)) -> Markup {
    let lang = desk.view.lang;
    let choices = [
        Choice::new("another", t!(lang, "alike-another")),
        Choice::new("same", t!(lang, "alike-same")),
    ];
    let reasons = AlikeReason::ALL.iter().map(|reason| {
        let words = t!(lang, &format!("alike-reason-{}", reason.as_str()));
        SelectOption::new(reason.as_str(), words)
    });
    desk.view.form(address, html! {
        input type="hidden" name="warning" value=(other.id);
        (Radios::new("settled", Legend::new(t!(lang, "alike-question")).classes("govuk-fieldset__legend--m"))
            .items(choices)
            .value(form.get("settled"))
            .error(errors.of("settled")))
        (Select::new("reason", t!(lang, "alike-reason"))
            .hint(t!(lang, "alike-reason-hint"))
            .options([SelectOption::new("", t!(lang, "counter-choose"))])
            .options(reasons)
            .value(form.get("reason"))
            .error(errors.of("reason")))
        (Textarea::new("note", t!(lang, "second-look-note"))
            .hint(t!(lang, "second-look-note-hint"))
            .rows(3)
            .limit(500, t!(lang, "counter-at-most", count = 500))
            .value(form.get("note"))
            .error(errors.of("note")))
        (fields::submit(t!(lang, "alike-save")))
    })
}

pub(super) async fn submit(desk: Desk, Path(reference): Path<String>, form: Form) -> Response {
    let answer = Answer {
        settled: form.get("settled"),
        reason: form.get("reason"),
        note: form.get("note"),
    };
    let warning = (reference.as_str(), form.get("warning"));
    match alike::settle(&desk.app, &desk.cx, warning, &answer).await {
        Ok(()) => next(&desk, &reference).await,
        Err(error @ Error::Invalid(_)) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => failed(all(&desk, &reference, &form, &errors).await, &error),
            None => error::page(&desk.view, &error),
        },
        Err(error) => error::page(&desk.view, &error),
    }
}

/// The same page while there are more, or the list.
async fn next(desk: &Desk, reference: &str) -> Response {
    match alike::more(&desk.app, &desk.cx, reference).await {
        Ok(true) => desk.redirect(&format!("{}/alike", base(reference))),
        Ok(false) => desk.redirect(LIST),
        Err(error) => error::page(&desk.view, &error),
    }
}

/// A portrait; every showing is on record with whose it is, nothing is kept.
pub(super) async fn image(
    desk: Desk,
    Path((reference, warning, whose)): Path<(String, String, String)>,
) -> Response {
    let Some(whose) = Whose::parse(&whose) else {
        return error::page(&desk.view, &Error::NotFound);
    };
    match alike::image(&desk.app, &desk.cx, (&reference, &warning), whose).await {
        Ok((kind, bytes)) => (
            [
                (header::CONTENT_TYPE, kind),
                (header::CACHE_CONTROL, "no-store"),
            ],
            bytes,
        )
            .into_response(),
        Err(error) => error::page(&desk.view, &error),
    }
}

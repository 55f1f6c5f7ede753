//! One request: what was stated, its papers, the decision.

use app::organisations::staff::{
    REFUSALS, RequestRef, Review, Verdict, decide, paper as read, review,
};
use axum::extract::Path;
use axum::response::Response;
use domain::fault::Fault;
use maud::{Markup, html};
use store::organisation::registration::{State, Way};
use ui::{Button, Choice, InsetText, Radios, Row, SummaryList, Textarea};

use crate::citizen::organisation::request::{consents, registrant};
use crate::counter;
use crate::counter::cases::attachment;
use crate::counter::decision::failed;
use crate::counter::forms;
use crate::error;
use crate::extract::Desk;
use crate::i18n::{date, date_time};
use crate::middleware::Form;
use crate::page::Errors;
use crate::page::words::warning;
use crate::t;

fn place(request: &str) -> Result<RequestRef, app::Error> {
    request.parse().map_err(|_| app::Error::NotFound)
}

pub(super) async fn show(desk: Desk, Path(request): Path<String>) -> Response {
    let errors = Errors::new(desk.view.lang);
    draw(&desk, &request, &Form::default(), &errors).await
}

pub(super) async fn paper(desk: Desk, Path((request, at)): Path<(String, i64)>) -> Response {
    let found = match place(&request) {
        Ok(place) => read(&desk.app, &desk.cx, place, at).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(bytes) => attachment(&format!("{request}-{at}.pdf"), bytes),
        Err(error) => error::page(&desk.view, &error),
    }
}

fn verdict(form: &Form) -> Result<Verdict<'_>, app::Error> {
    match form.trimmed("verdict") {
        "approve" => Ok(Verdict::Approve),
        "refuse" => {
            let typed = form.trimmed("refusal");
            let reason = REFUSALS.into_iter().find(|word| *word == typed);
            let reason = reason.ok_or_else(|| Fault::new("refusal", "refusal-missing"))?;
            Ok(Verdict::Refuse {
                reason,
                words: form.get("words"),
            })
        }
        _ => Err(Fault::new("verdict", "org-verdict").into()),
    }
}

pub(super) async fn submit(desk: Desk, Path(request): Path<String>, form: Form) -> Response {
    let revision = form.trimmed("revision").parse().unwrap_or(0);
    let done = match (place(&request), verdict(&form)) {
        (Ok(place), Ok(verdict)) => decide(&desk.app, &desk.cx, place, revision, verdict).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let Err(error) = done else {
        return desk.redirect("/counter/organisations");
    };
    match error::on_form(&desk.view, desk.cx.now, &error) {
        Some(errors) => failed(draw(&desk, &request, &form, &errors).await, &error),
        None => error::page(&desk.view, &error),
    }
}

async fn draw(desk: &Desk, request: &str, form: &Form, errors: &Errors) -> Response {
    let read = match place(request) {
        Ok(place) => review(&desk.app, &desk.cx, place).await,
        Err(error) => Err(error),
    };
    let seen = match read {
        Ok(seen) => seen,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(
        lang,
        "org-queue-one",
        reference = seen.stored.reference.as_str()
    );
    let body = html! {
        (counter::heading(&title))
        (SummaryList::new(rows(desk, request, &seen)))
        @match &seen.stored.state {
            State::Received { .. } => (decision(desk, request, &seen, (form, errors))),
            State::Refused { reason, .. } => (InsetText::new(t!(lang, &format!("organisation-refusal-{reason}")))),
            State::Draft | State::Asking | State::Approved { .. } => (InsetText::new(t!(lang, "organisation-state-approved"))),
        }
    };
    counter::page(desk, &title)
        .errors(errors)
        .narrow()
        .back("/counter/organisations")
        .respond(body)
}

fn rows(desk: &Desk, request: &str, seen: &Review) -> Vec<Row> {
    let lang = desk.view.lang;
    let dossier = &seen.stored.dossier;
    let code = dossier.code.as_ref().map_or_else(
        || t!(lang, "organisation-code-later"),
        domain::organisation::OrganisationCode::shown,
    );
    let papers = html! {
        @for (at, name) in dossier.papers.iter().enumerate() {
            a.govuk-link href={ "/counter/organisations/" (request) "/papers/" (at) } { (name) } br;
        }
    };
    let place = format!("/counter/organisations/{request}");
    let form = forms::row(lang, seen.form, &place);
    let rows = vec![
        Row::new(t!(lang, "organisation-code"), code),
        Row::new(t!(lang, "organisation-name"), dossier.name.as_str()),
        Row::new(
            t!(lang, "organisation-short-name"),
            dossier.short_name.as_str(),
        ),
        Row::new(
            t!(lang, "organisation-foreign-name"),
            dossier.foreign_name.as_str(),
        ),
        Row::new(
            t!(lang, "organisation-founded"),
            dossier.founded_on.map(date).unwrap_or_default(),
        ),
        Row::new(t!(lang, "organisation-address"), dossier.address.as_str()),
        Row::new(
            registrant(lang, dossier.way),
            format!("{} ({})", seen.representative, seen.number.masked()),
        ),
        Row::new(t!(lang, "organisation-papers"), papers),
        Row::new(
            t!(lang, "cases-clock"),
            seen.stored.due.map(date_time).unwrap_or_default(),
        ),
    ];
    let until = match dossier.way {
        Way::Empowered(last) => last.map(|day| Row::new(t!(lang, "mandate-until"), date(day))),
        Way::Head | Way::Paper => None,
    };
    let consents = consents(lang, &seen.consents);
    rows.into_iter()
        .chain(until)
        .chain(consents)
        .chain(form)
        .collect()
}

fn decision(desk: &Desk, request: &str, seen: &Review, typed: (&Form, &Errors)) -> Markup {
    let lang = desk.view.lang;
    let (form, errors) = typed;
    let refusals =
        REFUSALS.map(|word| Choice::new(word, t!(lang, &format!("organisation-refusal-{word}"))));
    let refusal = Radios::new("refusal", t!(lang, "unlock-reason"))
        .error(errors.of("refusal"))
        .value(form.trimmed("refusal"))
        .items(refusals);
    let note = Textarea::new("words", t!(lang, "unlock-review-words"))
        .error(errors.of("words"))
        .value(form.get("words"))
        .rows(4);
    let verdicts = Radios::new("verdict", t!(lang, "unlock-review-decision"))
        .error(errors.of("verdict"))
        .value(form.trimmed("verdict"))
        .items([
            Choice::new("approve", t!(lang, "org-approve")),
            Choice::new("refuse", t!(lang, "unlock-review-refuse"))
                .reveals(html! { (refusal) (note) }),
        ]);
    html! {
        @if !seen.entitled { (warning(lang, t!(lang, "refused-organisation-not-entitled"))) }
        (desk.view.form(&format!("/counter/organisations/{request}"), html! {
            input type="hidden" name="revision" value=(seen.stored.revision);
            (verdicts)
            (Button::new(t!(lang, "unlock-review-submit")).prevent_double_click(true))
        }))
    }
}

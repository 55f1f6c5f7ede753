//! D69-12: another legal representative is asked for his consent to a request, in his own account.

use app::organisations::{Asked, RequestRef, asked, consent};
use axum::extract::Path;
use axum::response::Response;
use domain::fault::Fault;
use maud::html;
use ui::{Choice, Legend, Radios, Row, SummaryList};

use super::{named, on_form};
use crate::citizen::fields;
use crate::error;
use crate::extract::Signed;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn show(signed: Signed, Path(request): Path<String>) -> Response {
    draw(&signed, &request, &Errors::new(signed.view.lang)).await
}

pub(super) async fn submit(signed: Signed, Path(request): Path<String>, form: Form) -> Response {
    let place: RequestRef = match named(&signed, &request) {
        Ok(place) => place,
        Err(page) => return *page,
    };
    let done = match form.trimmed("answer") {
        "agree" => consent(&signed.app, &signed.cx, place, true).await,
        "refuse" => consent(&signed.app, &signed.cx, place, false).await,
        _ => Err(Fault::new("answer", "consent-answer").into()),
    };
    match done {
        Ok(()) => signed.redirect("/organisations"),
        Err(error @ app::Error::Invalid(_)) => match on_form(&signed, &error) {
            Ok(errors) => draw(&signed, &request, &errors).await,
            Err(page) => *page,
        },
        Err(error) => error::page(&signed.view, &error),
    }
}

async fn draw(signed: &Signed, request: &str, errors: &Errors) -> Response {
    let place: RequestRef = match named(signed, request) {
        Ok(place) => place,
        Err(page) => return *page,
    };
    let found = match asked(&signed.app, &signed.cx, place).await {
        Ok(found) => found,
        Err(error) => return error::page(&signed.view, &error),
    };
    let lang = signed.view.lang;
    let title = t!(lang, "consent-title");
    let answers = Radios::new("answer", Legend::new(t!(lang, "consent-question")))
        .items([
            Choice::new("agree", t!(lang, "consent-agree")),
            Choice::new("refuse", t!(lang, "consent-refuse")),
        ])
        .error(errors.of("answer"));
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "consent-text"))))
        (SummaryList::new(rows(signed, &found)))
        (signed.view.form(&format!("/organisations/consents/{request}"), html! {
            (answers)
            (fields::submit(t!(lang, "continue")))
        }))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/organisations")
        .respond(body)
}

fn rows(signed: &Signed, found: &Asked) -> Vec<Row> {
    let lang = signed.view.lang;
    let dossier = &found.stored.dossier;
    let code = dossier.code.as_ref();
    let code = code.map(domain::organisation::OrganisationCode::shown);
    vec![
        Row::new(t!(lang, "organisation-code"), code.unwrap_or_default()),
        Row::new(t!(lang, "organisation-name"), dossier.name.as_str()),
        Row::new(
            super::request::registrant(lang, dossier.way),
            found.registrant.as_str(),
        ),
        Row::new(t!(lang, "consent-since"), date_time(found.since)),
    ]
}

//! One request: check answers and hand in; then reference, due date, result.

use app::organisations::{Registration, WITHDRAWN, registration, submit as hand_in, take_back};
use axum::extract::Path;
use axum::response::Response;
use domain::ids::RegistrationId;
use maud::{Markup, html};
use store::organisation::consent::Answer;
use store::organisation::registration::{Manner, State, Stored, Way};
use ui::{Button, ButtonLink, InsetText, Panel, Row, SummaryList};

use super::{named, on_form, place};
use crate::citizen::fields;
use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date, date_time};
use crate::page::{Audience, Errors, Page, words};
use crate::t;

pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> Response {
    draw(&signed, &id, &Errors::new(signed.view.lang)).await
}

pub(super) async fn submit(signed: Signed, Path(id): Path<String>) -> Response {
    let place: RegistrationId = match named(&signed, &id) {
        Ok(place) => place,
        Err(page) => return *page,
    };
    match hand_in(&signed.app, &signed.cx, place).await {
        Ok(()) => signed.redirect(&format!("/organisations/requests/{id}")),
        Err(error) => match on_form(&signed, &error) {
            Ok(errors) => draw(&signed, &id, &errors).await,
            Err(page) => *page,
        },
    }
}

/// D69-12: takes the request back. A draft is gone then, and its page with it.
pub(super) async fn withdraw(signed: Signed, Path(id): Path<String>) -> Response {
    let place: RegistrationId = match named(&signed, &id) {
        Ok(place) => place,
        Err(page) => return *page,
    };
    match take_back(&signed.app, &signed.cx, place).await {
        Ok(()) => signed.redirect("/organisations"),
        Err(error) => error::page(&signed.view, &error),
    }
}

async fn draw(signed: &Signed, id: &str, errors: &Errors) -> Response {
    let place: RegistrationId = match named(signed, id) {
        Ok(place) => place,
        Err(page) => return *page,
    };
    let found = match registration(&signed.app, &signed.cx, place).await {
        Ok(found) => found,
        Err(error) => return error::page(&signed.view, &error),
    };
    let stored = &found.stored;
    if stored.state == State::Draft && stored.dossier.name.is_empty() {
        return signed.redirect(&format!("/organisations/requests/{id}/details"));
    }
    if stored.state == State::Draft && stored.dossier.way == Way::Empowered(None) {
        return signed.redirect(&format!("/organisations/requests/{id}/mandate"));
    }
    let lang = signed.view.lang;
    let title = match stored.state {
        State::Draft => t!(lang, "organisation-check-title"),
        State::Asking => t!(lang, "organisation-state-asking"),
        State::Received { .. } => t!(lang, "organisation-state-received"),
        State::Approved { .. } => t!(lang, "organisation-state-approved"),
        State::Refused { ref reason, .. } if reason == WITHDRAWN => {
            t!(lang, "organisation-state-withdrawn")
        }
        State::Refused { .. } => t!(lang, "organisation-state-refused"),
    };
    let body = html! {
        (head(signed, &found, &title))
        (SummaryList::new(rows(lang, &found)))
        @if stored.state == State::Draft { (agree(signed, id, stored)) }
        @if matches!(stored.state, State::Draft | State::Asking) {
            (signed.view.form(&format!("/organisations/requests/{id}/withdraw"), Button::warning(t!(lang, "organisation-withdraw")).prevent_double_click(true)))
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/organisations")
        .respond(body)
}

fn head(signed: &Signed, found: &Registration, title: &str) -> Markup {
    let lang = signed.view.lang;
    let stored = &found.stored;
    let reference = stored.reference.as_str();
    match &stored.state {
        State::Draft => {
            let text = match stored.manner {
                Manner::Found => t!(lang, "organisation-check-found"),
                Manner::Manual => t!(lang, "organisation-check-manual"),
            };
            fields::heading(title, Some(text))
        }
        State::Asking => html! {
            (fields::heading(title, Some(t!(lang, "organisation-asking-text"))))
            p.govuk-body { (t!(lang, "organisation-reference", reference = reference)) }
        },
        State::Received { due, .. } => html! {
            (Panel::new(title).text(t!(lang, "organisation-reference", reference = reference)))
            p.govuk-body { (t!(lang, "organisation-due", time = date_time(*due))) }
        },
        State::Approved { organisation, .. } => html! {
            (Panel::new(title).text(t!(lang, "organisation-reference", reference = reference)))
            p.govuk-body { (t!(lang, "organisation-approved-next")) }
            (ButtonLink::new(place(*organisation), t!(lang, "organisation-approved-go")))
        },
        State::Refused { reason, at } if reason == WITHDRAWN => html! {
            h1.govuk-heading-l { (title) }
            p.govuk-body { (t!(lang, "organisation-reference", reference = reference)) ", " (date_time(*at)) }
            (InsetText::new(t!(lang, "organisation-withdrawn-text")))
        },
        State::Refused { reason, at } => html! {
            h1.govuk-heading-l { (title) }
            p.govuk-body { (t!(lang, "organisation-reference", reference = reference)) ", " (date_time(*at)) }
            (InsetText::new(t!(lang, &format!("organisation-refusal-{reason}"))))
            @if !stored.dossier.words.is_empty() { p.govuk-body { (stored.dossier.words) } }
            @let regime = stored.regime.map_or("", domain::regime::Regime::as_str);
            p.govuk-body { (t!(lang, "organisation-refused-basis", regime = regime)) " " (t!(lang, &format!("organisation-next-{reason}"))) }
        },
    }
}

fn rows(lang: Lang, found: &Registration) -> Vec<Row> {
    let dossier = &found.stored.dossier;
    let identity = &found.representative.profile.identity;
    let code = dossier.code.as_ref().map_or_else(
        || t!(lang, "organisation-code-later"),
        domain::organisation::OrganisationCode::shown,
    );
    let person = format!("{} ({})", identity.name.as_str(), identity.number.masked());
    let mut rows = vec![
        Row::new(t!(lang, "organisation-code"), code),
        Row::new(t!(lang, "organisation-name"), dossier.name.as_str()),
    ];
    for (key, value) in [
        ("organisation-short-name", &dossier.short_name),
        ("organisation-foreign-name", &dossier.foreign_name),
    ] {
        if !value.is_empty() {
            rows.push(Row::new(t!(lang, key), value.as_str()));
        }
    }
    let founded = dossier.founded_on.map(date).unwrap_or_default();
    rows.extend([
        Row::new(t!(lang, "organisation-founded"), founded),
        Row::new(t!(lang, "organisation-address"), dossier.address.as_str()),
        Row::new(registrant(lang, dossier.way), person),
    ]);
    if let Way::Empowered(Some(last)) = dossier.way {
        rows.push(Row::new(t!(lang, "mandate-until"), date(last)));
    }
    rows.extend(consents(lang, &found.consents));
    if !dossier.papers.is_empty() {
        rows.push(Row::new(
            t!(lang, "organisation-papers"),
            dossier.papers.join(", "),
        ));
    }
    rows
}

/// Who registers: a representative, or somebody empowered (D69-12).
pub(crate) fn registrant(lang: Lang, way: Way) -> String {
    match way {
        Way::Head | Way::Paper => t!(lang, "organisation-representative"),
        Way::Empowered(_) => t!(lang, "organisation-empowered"),
    }
}

/// What one of them said.
pub(crate) fn consent(lang: Lang, answer: Option<Answer>) -> String {
    answer.map_or_else(
        || t!(lang, "consent-waits"),
        |word| t!(lang, &format!("consent-{}", word.as_str())),
    )
}

/// D69-12: the others who are asked, and what they said.
pub(crate) fn consents(lang: Lang, all: &[(String, Option<Answer>)]) -> Option<Row> {
    let list = html! {
        @for (number, answer) in all { (number) ": " (consent(lang, *answer)) br; }
    };
    (!all.is_empty()).then(|| Row::new(t!(lang, "consent-row"), list))
}

fn agree(signed: &Signed, id: &str, stored: &Stored) -> Markup {
    let lang = signed.view.lang;
    html! {
        p.govuk-body { (t!(lang, "organisation-check-agree")) }
        (words::fines(lang))
        (signed.view.form(&format!("/organisations/requests/{id}"), fields::submit(t!(lang, "organisation-check-send"))))
        @if stored.manner == Manner::Manual {
            @let page = if stored.dossier.way == Way::Head { "details" } else { "mandate" };
            p.govuk-body { a.govuk-link href={ "/organisations/requests/" (id) "/" (page) } { (t!(lang, "organisation-check-change")) } }
        }
    }
}

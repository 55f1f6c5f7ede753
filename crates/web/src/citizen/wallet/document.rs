//! One document: closed until the passcode opens it (QR-6), then in full; taking it out.

use app::documents::{Card, Full, card, remove as take_out, show};
use axum::extract::Path;
use axum::response::Response;
use domain::document::{Shown, State};
use domain::ids::DocumentId;
use domain::time::viet_nam_date;
use maud::{Markup, html};
use ui::{Button, ButtonKind, ButtonLink, DocumentCard};

use super::{facts, words};
use crate::citizen::fields::{passcode, submit};
use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date, date_time};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, words as frame_words};
use crate::t;

async fn find(signed: &Signed, id: &str) -> Result<Card, Box<Response>> {
    let found = match id.parse::<DocumentId>() {
        Ok(id) => card(&signed.app, &signed.cx, id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    found.map_err(|error| Box::new(error::page(&signed.view, &error)))
}

pub(super) async fn closed(signed: Signed, Path(id): Path<String>) -> Response {
    match find(&signed, &id).await {
        Ok(card) => closed_page(&signed, &card, &Errors::new(signed.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn open(signed: Signed, Path(id): Path<String>, form: Form) -> Response {
    let card = match find(&signed, &id).await {
        Ok(card) => card,
        Err(elsewhere) => return *elsewhere,
    };
    match show(&signed.app, &signed.cx, card.id, &form.compact("passcode")).await {
        Ok(full) => full_page(&signed, &full),
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => closed_page(&signed, &card, &errors),
            None => error::page(&signed.view, &error),
        },
    }
}

fn closed_page(signed: &Signed, card: &Card, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = words::kind(lang, card.kind);
    let here = format!("/wallet/documents/{}", card.id);
    let (colour, icon) = words::look(card.kind);
    let body = html! {
        (DocumentCard::new(colour, icon, title.as_str())
            .page_heading()
            .issuer(words::source(lang, card.kind))
            .status(words::shown(lang, card.shown))
            .field(t!(lang, "document-number"), format!("•••••• {}", card.number_end))
            .dimmed(card.shown != Shown::Current))
        p.govuk-body { (t!(lang, "document-passcode-text")) }
        (signed.view.form(&here, html! {
            (passcode(lang, t!(lang, "field-passcode"), errors))
            (submit(t!(lang, "document-open")))
        }))
        p.govuk-body { a.govuk-link href="/personal/passcode" { (t!(lang, "document-forgot")) } }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/wallet")
        .respond(body)
}

fn full_page(signed: &Signed, full: &Full) -> Response {
    let lang = signed.view.lang;
    let kind = full.document.facts.kind();
    let title = words::kind(lang, kind);
    let (colour, icon) = words::look(kind);
    let card = DocumentCard::new(colour, icon, title.as_str())
        .page_heading()
        .issuer(words::source(lang, kind))
        .status(words::shown(lang, full.shown))
        .holder(full.profile.identity.name.as_str().to_uppercase())
        .dimmed(full.shown != Shown::Current);
    let today = viet_nam_date(signed.cx.now);
    let card = facts::on_card(lang, &full.document.facts, today, card);
    let body = html! {
        (standing(lang, full))
        (card)
        (facts::below(lang, &full.document.facts, &full.profile, today))
        p.govuk-body-s.govuk-hint { (t!(lang, "document-verified-at", source = words::source(lang, kind), at = date_time(full.document.verified_at))) }
        div.govuk-button-group {
            (ButtonLink::new("/wallet", t!(lang, "document-close")))
            (ButtonLink::new(format!("/wallet/documents/{}/remove", full.id), t!(lang, "document-remove")).kind(ButtonKind::Secondary))
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .back("/wallet")
        .respond(body)
}

/// D59-13.5, QR-8: that it stands for the paper; or held, withdrawn, over, by whom, since when.
fn standing(lang: Lang, full: &Full) -> Markup {
    let words = match (&full.document.state, full.shown) {
        (State::Held(by), _) => t!(
            lang,
            "document-held",
            name = by.name.as_str(),
            since = date(by.since)
        ),
        (State::Revoked(by), _) => t!(
            lang,
            "document-revoked",
            name = by.name.as_str(),
            since = date(by.since)
        ),
        (_, Shown::Expired) => t!(lang, "document-expired"),
        (State::Current, _) => {
            return html! { p.govuk-body { (t!(lang, "document-value")) } };
        }
        (State::Removed { .. }, _) => return html! {},
    };
    html! { (frame_words::warning(lang, words)) }
}

pub(super) async fn ask(signed: Signed, Path(id): Path<String>) -> Response {
    let card = match find(&signed, &id).await {
        Ok(card) => card,
        Err(elsewhere) => return *elsewhere,
    };
    let lang = signed.view.lang;
    let title = t!(lang, "remove-title", kind = words::kind(lang, card.kind));
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { (t!(lang, "remove-text")) }
        (signed.view.form(&format!("/wallet/documents/{}/remove", card.id), Button::warning(t!(lang, "remove-yes"))))
        p.govuk-body { a.govuk-link href="/wallet" { (t!(lang, "remove-no")) } }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .back("/wallet")
        .respond(body)
}

pub(super) async fn remove(signed: Signed, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<DocumentId>() else {
        return error::page(&signed.view, &app::Error::NotFound);
    };
    match take_out(&signed.app, &signed.cx, id).await {
        Ok(()) => signed.redirect("/wallet"),
        Err(error) => error::page(&signed.view, &error),
    }
}

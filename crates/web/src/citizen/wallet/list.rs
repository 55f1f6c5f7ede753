//! [Document wallet]: cards, requests under [Pending verification], refusals with their way out.

use app::documents::{Card, Integration, Wallet, wallet};
use axum::response::Response;
use domain::document::{IntegrationRequest, Shown};
use maud::{Markup, html};
use ui::{ButtonLink, DocumentCard, EmptyState, Icon, Tag, Tone};

use super::words;
use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date, date_time};
use crate::page::{Audience, Page, Tab};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    match wallet(&signed.app, &signed.cx).await {
        Ok(wallet) => page(&signed, &wallet),
        Err(error) => error::page(&signed.view, &error),
    }
}

fn page(signed: &Signed, wallet: &Wallet) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "tab-wallet");
    let body = html! {
        h1.govuk-heading-l { (title) }
        @if wallet.documents.is_empty() {
            (empty(lang, wallet))
        } @else {
            @for card in &wallet.documents { (document(lang, card, &wallet.holder)) }
        }
        @if !wallet.pending.is_empty() {
            h2.govuk-heading-m #pending { (t!(lang, "wallet-pending")) }
            @for request in &wallet.pending { (pending(lang, request)) }
        }
        @if !wallet.refused.is_empty() {
            h2.govuk-heading-m { (t!(lang, "wallet-refused")) }
            @for request in &wallet.refused { (refused(lang, request)) }
        }
        @if wallet.may_add && !wallet.documents.is_empty() {
            (ButtonLink::new("/wallet/integrate", t!(lang, "integrate-title")))
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .tab(Tab::Wallet)
        .respond(body)
}

fn empty(lang: Lang, wallet: &Wallet) -> Markup {
    let (title, text, action) = if wallet.may_add {
        (
            t!(lang, "wallet-empty"),
            t!(lang, "wallet-empty-text"),
            t!(lang, "integrate-title"),
        )
    } else {
        (
            t!(lang, "wallet-level-title"),
            t!(lang, "wallet-level-text"),
            t!(lang, "home-level-how"),
        )
    };
    html! {
        (EmptyState::new(Icon::Wallet, title, text).action(html! { (ButtonLink::new("/wallet/integrate", action)) }))
    }
}

/// QR-6: what may be seen without passcode.
fn document(lang: Lang, card: &Card, holder: &str) -> DocumentCard {
    let (colour, icon) = words::look(card.kind);
    let until = card
        .expires_on
        .map_or_else(|| t!(lang, "document-no-end"), date);
    let drawn = DocumentCard::new(colour, icon, words::kind(lang, card.kind))
        .issuer(words::source(lang, card.kind))
        .status(words::shown(lang, card.shown))
        .holder(holder.to_uppercase())
        .field(
            t!(lang, "document-number"),
            format!("•••••• {}", card.number_end),
        )
        .field(t!(lang, "document-until"), until)
        .href(format!("/wallet/documents/{}", card.id))
        .dimmed(card.shown != Shown::Current);
    match &card.authority {
        Some(by) => drawn.note(t!(
            lang,
            "document-by",
            name = by.name.as_str(),
            since = date(by.since)
        )),
        None => drawn,
    }
}

fn pending(lang: Lang, request: &Integration) -> DocumentCard {
    let (colour, icon) = words::look(request.kind);
    let (status, note) = if request.late {
        (
            Tag::new(Tone::Bad, t!(lang, "status-request-late")),
            t!(lang, "wallet-late-note"),
        )
    } else {
        let target = date_time(request.target);
        (
            Tag::new(Tone::Waiting, t!(lang, "wallet-pending")),
            t!(lang, "wallet-pending-note", target = target),
        )
    };
    DocumentCard::new(colour, icon, words::kind(lang, request.kind))
        .issuer(words::source(lang, request.kind))
        .status(status)
        .field(t!(lang, "request-reference"), request.reference.as_str())
        .note(note)
        .href(format!("/wallet/requests/{}", request.id))
}

fn refused(lang: Lang, request: &Integration) -> DocumentCard {
    let (colour, icon) = words::look(request.kind);
    let why = match request.state {
        IntegrationRequest::Refused { reason, .. } => words::reason_title(lang, reason),
        IntegrationRequest::PendingVerification { .. }
        | IntegrationRequest::Verified { .. }
        | IntegrationRequest::Withdrawn { .. } => String::new(),
    };
    DocumentCard::new(colour, icon, words::kind(lang, request.kind))
        .issuer(words::source(lang, request.kind))
        .status(Tag::new(Tone::Bad, t!(lang, "status-request-refused")))
        .field(t!(lang, "request-reference"), request.reference.as_str())
        .note(why)
        .dimmed(true)
        .href(format!("/wallet/requests/{}", request.id))
}

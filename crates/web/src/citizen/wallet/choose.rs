//! [Integrate information], [Create new request], and the choice of a type.

use app::Error;
use app::documents::{Integration, Offer, Wallet, offers, wallet};
use axum::response::Response;
use domain::pilot::{Eligibility, NotYet, Unmet};
use domain::province::ProvinceCode;
use maud::{Markup, html};
use ui::{ButtonLink, InsetText, Tag, Task, TaskList, TaskStatus, Tile, Tiles, Tone};

use super::{level_needed, words};
use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date};
use crate::page::{Audience, Page};
use crate::t;

pub(super) async fn overview(signed: Signed) -> Response {
    match wallet(&signed.app, &signed.cx).await {
        Ok(wallet) if !wallet.may_add => level_needed(&signed),
        Ok(wallet) => overview_page(&signed, &wallet),
        Err(error) => error::page(&signed.view, &error),
    }
}

fn overview_page(signed: &Signed, wallet: &Wallet) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "integrate-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body-l { (t!(lang, "integrate-text")) }
        (ButtonLink::new("/wallet/integrate/new", t!(lang, "integrate-new")))
        @if !wallet.pending.is_empty() || !wallet.refused.is_empty() {
            h2.govuk-heading-m { (t!(lang, "integrate-requests")) }
            (TaskList::new(wallet.pending.iter().chain(&wallet.refused).map(|request| task(lang, request))))
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .back("/wallet")
        .respond(body)
}

fn task(lang: Lang, request: &Integration) -> Task {
    let tag = match (request.state.is_pending(), request.late) {
        (true, false) => Tag::new(Tone::Waiting, t!(lang, "wallet-pending")),
        (true, true) => Tag::new(Tone::Bad, t!(lang, "status-request-late")),
        (false, _) => Tag::new(Tone::Bad, t!(lang, "status-request-refused")),
    };
    Task::new(words::kind(lang, request.kind), TaskStatus::Tag(tag))
        .href(format!("/wallet/requests/{}", request.id))
        .hint(request.reference.as_str())
}

pub(super) async fn kinds(signed: Signed) -> Response {
    match offers(&signed.app, &signed.cx).await {
        Ok(offers) => kinds_page(&signed, &offers),
        Err(Error::Refused("level-two-needed")) => level_needed(&signed),
        Err(error) => error::page(&signed.view, &error),
    }
}

fn kinds_page(signed: &Signed, offers: &[Offer]) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "integrate-choose");
    let (open, closed): (Vec<_>, Vec<_>) = offers
        .iter()
        .partition(|offer| matches!(offer.eligibility, Eligibility::Allowed { .. }));
    let link = |offer: &&Offer| {
        let href = format!("/wallet/integrate/{}", offer.kind.slug());
        Tile::new(
            href,
            words::look(offer.kind).1,
            words::kind(lang, offer.kind),
        )
        .text(t!(lang, &format!("kind-{}-needs", offer.kind.slug())))
    };
    let body = html! {
        h1.govuk-heading-l { (title) }
        (Tiles(open.iter().map(link).collect()))
        @for offer in closed {
            @if let Eligibility::NotYet(why) = &offer.eligibility {
                h2.govuk-heading-m { (words::kind(lang, offer.kind)) }
                (not_yet(lang, why))
            }
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .back("/wallet/integrate")
        .respond(body)
}

/// R50-4: everything that stands in the way, what helps, and when it opens.
pub(super) fn not_yet(lang: Lang, why: &Unmet) -> Markup {
    html! {
        (InsetText::new(html! {
            @for one in why.all() { (reason(lang, one)) }
            p.govuk-body { (t!(lang, "pilot-paper-valid")) }
        }))
    }
}

fn reason(lang: Lang, why: &NotYet) -> Markup {
    let words = match why {
        NotYet::WrongProvince { provinces } if provinces.is_empty() => {
            t!(lang, "pilot-nowhere")
        }
        NotYet::WrongProvince { .. } => t!(lang, "pilot-elsewhere"),
        NotYet::NotStarted(day) => t!(lang, "pilot-not-started", day = date(*day)),
        NotYet::Ended(day) => t!(lang, "pilot-ended", day = date(*day)),
        NotYet::Paused => t!(lang, "pilot-paused"),
        NotYet::OtherPeople(people) => t!(lang, &format!("pilot-{}-only", people.as_str())),
        NotYet::TooYoung { age, on } => {
            t!(lang, "pilot-too-young", age = age, day = date(*on))
        }
        NotYet::TooOld(age) => t!(lang, "pilot-too-old", age = age),
        NotYet::Full => t!(lang, "pilot-full"),
    };
    let provinces: Vec<&str> = why.provinces().map(ProvinceCode::name).collect();
    html! {
        p.govuk-body { (words) }
        @if !provinces.is_empty() {
            ul.govuk-list.govuk-list--bullet { @for name in provinces { li { (name) } } }
        }
    }
}

/// The page of a kind that is not open to this holder.
pub(super) fn closed(signed: &Signed, offer: &Offer) -> Response {
    let lang = signed.view.lang;
    let title = t!(
        lang,
        "pilot-closed-title",
        kind = words::kind(lang, offer.kind)
    );
    let body = html! {
        h1.govuk-heading-l { (title) }
        @if let Eligibility::NotYet(why) = &offer.eligibility { (not_yet(lang, why)) }
        (ButtonLink::new("/wallet/integrate/new", t!(lang, "integrate-other")))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .back("/wallet/integrate/new")
        .respond(body)
}

//! [Personal]: who the account belongs to, what protects it, and the version at the foot (APP-15).

use app::notify::Contact;
use axum::response::Response;
use domain::account::Level;
use maud::{Markup, html};
use store::account::Stored;
use ui::{Button, Row, SummaryList, Tag, Tile, Tiles, Tone};

use crate::error;
use crate::extract::Signed;
use crate::i18n::{self, Lang, masked};
use crate::page::{Audience, Page, Tab};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    match app::holder::own_account(&signed.app, &signed.cx).await {
        Ok(stored) => page(&signed, &stored),
        Err(error) => error::page(&signed.view, &error),
    }
}

fn page(signed: &Signed, stored: &Stored) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "tab-personal");
    let body = html! {
        h1.govuk-heading-l { (title) }
        (holder(lang, stored))
        h2.govuk-heading-m { (t!(lang, "personal-safety")) }
        (places(lang))
        (signed.view.form("/sign-out", Button::secondary(t!(lang, "sign-out"))))
        p.dd-version { (t!(lang, "personal-version", version = signed.view.site.version.as_str())) }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .tab(Tab::Personal)
        .respond(body)
}

fn holder(lang: Lang, stored: &Stored) -> Markup {
    let identity = &stored.profile.identity;
    let level = stored.account.level.get();
    let mut rows = vec![
        Row::new(t!(lang, "personal-name"), identity.name.as_str()),
        Row::new(t!(lang, "field-number"), masked(identity.number.as_str())),
        Row::new(
            t!(lang, "personal-level"),
            html! { (Tag::new(Tone::Info, t!(lang, "personal-level-value", level = level))) },
        ),
    ];
    rows.extend(foreign(lang, stored));
    for contact in Contact::all(&stored.profile) {
        let name = match contact {
            Contact::Phone(_) => t!(lang, "personal-phone"),
            Contact::Email(_) => t!(lang, "personal-email"),
        };
        rows.push(Row::new(name, contact.masked()));
    }
    html! {
        (SummaryList::new(rows))
        // D59-13.5, D59-13.6: what the level is worth.
        @if stored.account.level == Level::Two {
            @if stored.profile.foreign.is_some() { p.govuk-body { (t!(lang, "personal-level-passport")) } }
            @else { p.govuk-body { (t!(lang, "personal-level-card")) } }
        }
    }
}

/// D59-8.1: a foreigner's nationality, paper and stay, with the last days that count (D59-19.2.a).
fn foreign(lang: Lang, stored: &Stored) -> Vec<Row> {
    let Some(foreign) = &stored.profile.foreign else {
        return Vec::new();
    };
    let mut rows = vec![
        Row::new(
            t!(lang, "field-nationality"),
            foreign.paper.nationality.as_str(),
        ),
        Row::new(
            t!(lang, "field-passport"),
            t!(
                lang,
                "personal-passport-until",
                number = masked(foreign.paper.number.as_str()),
                day = i18n::date(foreign.expires_on)
            ),
        ),
    ];
    if let Some(last) = foreign.stay_until {
        rows.push(Row::new(t!(lang, "personal-stay-until"), i18n::date(last)));
    }
    rows
}

fn places(lang: Lang) -> Markup {
    html! {
        (Tiles(vec![
            Tile::plain("/personal/sign-in", t!(lang, "personal-sign-in")).text(t!(lang, "personal-sign-in-text")),
            Tile::plain("/personal/lost-phone", t!(lang, "lost-phone-own-title")).text(t!(lang, "lost-phone-tile")),
            Tile::plain("/personal/dependants", t!(lang, "dependants-title")).text(t!(lang, "dependants-tile")),
            Tile::plain("/visits", t!(lang, "visits-title")).text(t!(lang, "visits-tile")),
            Tile::plain("/organisations", t!(lang, "organisations-title")).text(t!(lang, "organisations-tile")),
            Tile::plain("/personal/services", t!(lang, "parties-title")).text(t!(lang, "parties-text")),
            Tile::plain("/activity", t!(lang, "home-activity")).text(t!(lang, "home-activity-text")),
            Tile::plain("/lock", t!(lang, "home-lock")).text(t!(lang, "home-lock-text")).danger(),
        ]))
    }
}

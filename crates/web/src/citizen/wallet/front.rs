//! `/`: the holder's home, or the front door for everybody else.

use app::documents::{Wallet, wallet};
use app::relying_parties::number_waiting;
use axum::http::header;
use axum::response::Response;
use domain::ids::SubscriberId;
use maud::{Markup, html};
use ui::{ButtonKind, ButtonLink, Icon, Stat, Stats, Tile, Tiles, Tone};

use crate::citizen::home::welcome;
use crate::error;
use crate::extract::{Ask, Cookie, Signed};
use crate::i18n::Lang;
use crate::page::{Audience, Page, Tab, words};
use crate::t;

pub(super) async fn show(ask: Ask, signed: Result<Signed, Response>) -> Response {
    match signed {
        Ok(signed) => home(&signed).await,
        Err(elsewhere) => {
            let place = elsewhere.headers().get(header::LOCATION);
            let locked = place.is_some_and(|p| p == "/locked" || p == "/terms/accept");
            let session = ask.cookies.token(Cookie::Session).is_some();
            if locked && session {
                elsewhere
            } else {
                welcome(&ask)
            }
        }
    }
}

async fn home(signed: &Signed) -> Response {
    let unread = app::activity::unread(&signed.app, &signed.cx).await;
    let number = number_waiting(&signed.app, &signed.cx).await;
    match (wallet(&signed.app, &signed.cx).await, unread, number) {
        (Ok(wallet), Ok(unread), Ok(number)) => page(signed, &wallet, unread, number),
        (Err(error), ..) | (_, Err(error), _) | (.., Err(error)) => {
            error::page(&signed.view, &error)
        }
    }
}

fn page(signed: &Signed, wallet: &Wallet, unread: i64, number: Option<SubscriberId>) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "home-title", name = wallet.holder.as_str());
    let body = html! {
        h1.govuk-heading-l { (title) }
        @if unread > 0 {
            (words::notice(lang, html! {
                p.govuk-notification-banner__heading {
                    a.govuk-notification-banner__link href="/notices" { (t!(lang, "home-unread", count = unread)) }
                }
            }))
        }
        @if let Some(number) = number {
            (words::notice(lang, html! {
                p.govuk-notification-banner__heading {
                    a.govuk-notification-banner__link href={ "/personal/numbers/" (number) } { (t!(lang, "home-number")) }
                }
            }))
        }
        (figures(lang, wallet))
        (places(lang, wallet, unread))
        @if !wallet.may_add {
            h2.govuk-heading-m { (t!(lang, "home-level-title")) }
            p.govuk-body { (t!(lang, "home-level-text")) }
            div.govuk-button-group {
                (ButtonLink::new("/visits", t!(lang, "visits-title")))
                (ButtonLink::new("/wallet/integrate", t!(lang, "home-level-how")).kind(ButtonKind::Secondary))
            }
        }
    };
    Page::new(&signed.view, Audience::Citizen, t!(lang, "tab-home"))
        .tab(Tab::Home)
        .respond(body)
}

fn figures(lang: Lang, wallet: &Wallet) -> Markup {
    let level = Stat::new(t!(lang, "home-level"), wallet.level.get())
        .note(t!(lang, &format!("level-{}-note", wallet.level.get())));
    let documents = Stat::new(t!(lang, "home-documents"), wallet.documents.len());
    let waiting = Stat::new(t!(lang, "home-pending"), wallet.pending.len());
    let late = wallet.pending.iter().any(|request| request.late);
    let waiting = if late {
        waiting
            .tone(Tone::Waiting)
            .note(t!(lang, "home-pending-late"))
    } else {
        waiting
    };
    html! { (Stats(vec![level, documents, waiting])) }
}

fn places(lang: Lang, wallet: &Wallet, unread: i64) -> Markup {
    let notices = Tile::new("/notices", Icon::Bell, t!(lang, "home-notices"));
    let notices = if unread > 0 {
        notices.text(t!(lang, "home-unread", count = unread))
    } else {
        notices
    };
    let mut tiles = vec![
        Tile::new("/wallet", Icon::Wallet, t!(lang, "tab-wallet"))
            .text(t!(lang, "home-wallet-text")),
    ];
    if wallet.may_add {
        tiles.push(
            Tile::new("/wallet/integrate", Icon::Card, t!(lang, "integrate-title"))
                .text(t!(lang, "home-integrate-text")),
        );
    }
    tiles.push(notices);
    tiles.push(
        Tile::new("/approve", Icon::Question, t!(lang, "calling-title"))
            .text(t!(lang, "home-calling-text")),
    );
    tiles.push(
        Tile::new("/activity", Icon::Eye, t!(lang, "home-activity"))
            .text(t!(lang, "home-activity-text")),
    );
    tiles.push(
        Tile::new("/lock", Icon::Lock, t!(lang, "home-lock"))
            .text(t!(lang, "home-lock-text"))
            .danger(),
    );
    html! { (Tiles(tiles)) }
}

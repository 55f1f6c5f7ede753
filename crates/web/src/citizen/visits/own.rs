//! The holder's visit, or the units where he can book one.

use app::visits::{self, Own, offices, own, times};
use axum::extract::Query;
use axum::response::Response;
use domain::journey::Journey;
use domain::province::PROVINCES;
use domain::visit::{Reason, State};
use maud::{Markup, html};
use serde::Deserialize;
use ui::{
    Button, ButtonLink, EmptyState, Icon, InsetText, Panel, Row, Select, SelectOption, SummaryList,
};

use super::book::Asked;
use super::seen;
use crate::citizen::help::for_level_two;
use crate::citizen::{fields, survey};
use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, times as choose};
use crate::t;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Where {
    #[serde(default)]
    province: String,
}

pub(super) async fn show(signed: Signed, Query(place): Query<Where>) -> Response {
    match own(&signed.app, &signed.cx).await {
        Ok(own) if own.is_empty() => choose_unit(&signed, &place.province).await,
        Ok(own) => {
            let booked = |own: &&Own| matches!(own.visit.state, State::Booked { .. });
            let asked = match own.iter().find(booked).map(|own| &own.visit) {
                Some(visit) => survey::after(&signed, Journey::Visit, &visit.id, visit.made).await,
                None => html! {},
            };
            all(&signed, &own, &asked, &Errors::new(signed.view.lang))
        }
        Err(failure) => error::page(&signed.view, &failure),
    }
}

async fn choose_unit(signed: &Signed, province: &str) -> Response {
    let lang = signed.view.lang;
    let found = match offices(&signed.app, &signed.cx, province).await {
        Ok(found) => found,
        Err(failure) => return error::page(&signed.view, &failure),
    };
    let title = t!(lang, "visits-title");
    let provinces = PROVINCES.iter().map(|p| SelectOption::new(p.code, p.name));
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body-l { (t!(lang, "visits-text")) }
        form method="get" action="/visits" {
            (Select::new("province", t!(lang, "visits-province"))
                .hint(t!(lang, "visits-province-hint"))
                .options([SelectOption::new("", t!(lang, "visits-choose"))])
                .options(provinces)
                .value(province))
            (Button::secondary(t!(lang, "visits-show")))
        }
        @if !province.is_empty() {
            h2.govuk-heading-m { (t!(lang, "visits-units")) }
            @if found.is_empty() {
                (EmptyState::new(Icon::Building, t!(lang, "visits-units-none"), t!(lang, "visits-units-none-text", phone = signed.app.config.call_centre.as_str())))
            }
            ul.govuk-list {
                @for office in &found {
                    li {
                        a.govuk-link href={ "/visits/at/" (office.code) } { (office.name) }
                        br; (office.address)
                    }
                }
            }
        }
        h2.govuk-heading-m { (t!(lang, "wallet-level-bring")) }
        (for_level_two(lang))
        (InsetText::new(t!(lang, "visits-without")))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .back("/")
        .respond(body)
}

fn all(signed: &Signed, own: &[Own], asked: &Markup, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "visits-own-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        @for own in own { (one(signed, own)) }
        @if own.iter().any(|own| own.visit.reason == Reason::LevelTwo) {
            h2.govuk-heading-m { (t!(lang, "wallet-level-bring")) }
            (for_level_two(lang))
        }
        (asked)
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/")
        .respond(body)
}

fn one(signed: &Signed, own: &Own) -> Markup {
    let lang = signed.view.lang;
    let visit = &own.visit;
    let booked = matches!(visit.state, State::Booked { .. });
    let reason = format!("visit-reason-{}", visit.reason.as_str());
    let mut rows = vec![
        Row::new(t!(lang, "visit-reference"), visit.reference.as_str()),
        Row::new(t!(lang, "visit-place"), own.office.name.as_str()),
        Row::new(t!(lang, "visit-address"), own.office.address.as_str()),
        Row::new(t!(lang, "visit-reason"), t!(lang, &reason)),
    ];
    if let Some(slot) = visit.state.slot() {
        rows.insert(1, Row::new(t!(lang, "visit-time"), date_time(slot)));
    }
    html! {
        (number(lang, &visit.state))
        (SummaryList::new(rows))
        @if booked {
            p.govuk-body { (t!(lang, "visits-own-text")) }
            div.govuk-button-group {
                (ButtonLink::new("/visits/move", t!(lang, "visits-move")))
                (signed.view.form("/visits/cancel", html! {
                    (shown(own))
                    (Button::warning(t!(lang, "visits-cancel")).prevent_double_click(true))
                }))
            }
        }
    }
}

/// His number once he has one, and the desk once he is called.
fn number(lang: Lang, state: &State) -> Markup {
    match state {
        State::Called { ticket, desk, .. } => {
            let words = t!(lang, "visit-called-to", desk = desk.as_str());
            let number = t!(lang, "visit-number", number = ticket.number);
            html! { (Panel::new(number).text(words).level(ui::Level::Two)) }
        }
        State::Arrived(ticket) => {
            let number = t!(lang, "visit-number", number = ticket.number);
            html! { (Panel::new(number).text(t!(lang, "visit-waits")).level(ui::Level::Two)) }
        }
        State::Booked { .. }
        | State::Served { .. }
        | State::Left { .. }
        | State::Cancelled { .. }
        | State::Missed { .. } => html! {},
    }
}

/// Carries what was seen through a form.
fn shown(own: &Own) -> Markup {
    html! {
        input type="hidden" name="visit" value=(own.visit.id);
        input type="hidden" name="revision" value=(own.visit.revision);
    }
}

pub(super) async fn ask(signed: Signed, Query(asked): Query<Asked>) -> Response {
    let errors = Errors::new(signed.view.lang);
    draw(&signed, &asked.day, &Form::default(), &errors).await
}

async fn draw(signed: &Signed, day: &str, form: &Form, errors: &Errors) -> Response {
    let own = match own(&signed.app, &signed.cx).await {
        Ok(own) => own,
        Err(failure) => return error::page(&signed.view, &failure),
    };
    let booked = |own: &Own| matches!(own.visit.state, State::Booked { .. });
    let Some(own) = own.into_iter().find(booked) else {
        return signed.redirect("/visits");
    };
    let times = match times(&signed.app, &signed.cx, &own.office.code).await {
        Ok(times) => times,
        Err(failure) => return error::page(&signed.view, &failure),
    };
    let lang = signed.view.lang;
    let title = t!(lang, "visits-move-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { strong { (own.office.name) } br; (own.office.address) }
        @if times.days.is_empty() {
            (EmptyState::new(Icon::Clock, t!(lang, "visit-none-free"), t!(lang, "visit-none-free-text")))
        } @else {
            (choose::days(lang, &times, ("/visits/move", day)))
            (signed.view.form(&choose::action("/visits/move", day), html! {
                (shown(&own))
                (choose::slots(lang, &times, day, (form, errors)))
                (fields::submit(t!(lang, "visits-move")))
            }))
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/visits")
        .respond(body)
}

pub(super) async fn submit(signed: Signed, Query(asked): Query<Asked>, form: Form) -> Response {
    let slot = form.get("slot");
    match visits::move_to(&signed.app, &signed.cx, &seen(&form), slot).await {
        Ok(()) => signed.redirect("/visits"),
        Err(failure) => match error::on_form(&signed.view, signed.cx.now, &failure) {
            Some(errors) => {
                let page = draw(&signed, &asked.day, &form, &errors).await;
                error::with_status(page, &failure)
            }
            None => error::page(&signed.view, &failure),
        },
    }
}

pub(super) async fn cancel(signed: Signed, form: Form) -> Response {
    match visits::cancel(&signed.app, &signed.cx, &seen(&form)).await {
        Ok(()) => signed.redirect("/visits"),
        Err(failure) => match error::on_form(&signed.view, signed.cx.now, &failure) {
            Some(errors) => match own(&signed.app, &signed.cx).await {
                Ok(own) if own.is_empty() => signed.redirect("/visits"),
                Ok(own) => error::with_status(all(&signed, &own, &html! {}, &errors), &failure),
                Err(failure) => error::page(&signed.view, &failure),
            },
            None => error::page(&signed.view, &failure),
        },
    }
}

//! The page of an organisation for who acts for it: identity, status, what he may do.

use app::organisations::{Home, activate as take_possession, enter as begin, home};
use axum::extract::Path;
use axum::response::Response;
use domain::account::Standing;
use domain::ids::SubjectId;
use domain::organisation::{Act, Power};
use maud::{Markup, html};
use ui::{ButtonLink, Icon, Row, SummaryList, Tag, Tile, Tiles, Tone};

use super::{named, on_form, place, standing};
use crate::citizen::fields;
use crate::citizen::lock::words;
use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date, date_time};
use crate::middleware::Form;
use crate::page::words::notice;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn enter(signed: Signed, Path(id): Path<String>) -> Response {
    let organisation: SubjectId = match named(&signed, &id) {
        Ok(organisation) => organisation,
        Err(page) => return *page,
    };
    match begin(&signed.app, &signed.cx, organisation).await {
        Ok(()) => signed.redirect(&place(organisation)),
        Err(error) => error::page(&signed.view, &error),
    }
}

pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> Response {
    let organisation: SubjectId = match named(&signed, &id) {
        Ok(organisation) => organisation,
        Err(page) => return *page,
    };
    match home(&signed.app, &signed.cx, organisation).await {
        Ok(home) => draw(&signed, &home),
        Err(error) => error::page(&signed.view, &error),
    }
}

fn draw(signed: &Signed, home: &Home) -> Response {
    let lang = signed.view.lang;
    let identity = &home.organisation.identity;
    let here = place(home.organisation.account.subject);
    let body = html! {
        (notice(lang, html! {
            p.govuk-body { (t!(lang, "organisation-acting", name = identity.name.as_str(), power = t!(lang, &format!("power-{}", home.power.as_str())))) }
            p.govuk-body { a.govuk-link href="/organisations" { (t!(lang, "organisation-leave")) } }
        }))
        h1.govuk-heading-l { (identity.name) " " (standing(lang, &home.standing)) }
        (next_step(lang, home, &here))
        (lock(signed, home, &here))
        (SummaryList::new(rows(lang, home)))
        (places(lang, home.power, &here))
    };
    Page::new(&signed.view, Audience::Citizen, &identity.name)
        .back("/organisations")
        .respond(body)
}

fn next_step(lang: Lang, home: &Home, here: &str) -> Markup {
    match home.standing {
        Standing::AwaitingActivation { until } if home.power.covers(Act::Activate) => html! {
            p.govuk-body { (t!(lang, "organisation-activate-text", time = date_time(until))) }
            (ButtonLink::new(format!("{here}/activate"), t!(lang, "organisation-activate")))
        },
        Standing::ActivationLapsed { .. } => html! {
            p.govuk-body { (t!(lang, "refused-activation-lapsed")) }
        },
        Standing::AwaitingActivation { .. } | Standing::Open | Standing::Locked => html! {},
    }
}

/// D59-19.ui: ground, date, basis, way out.
pub(super) fn lock(signed: &Signed, home: &Home, here: &str) -> Markup {
    let lang = signed.view.lang;
    let phone = signed.app.config.call_centre.as_str();
    html! {
        @for held in &home.lock.in_force {
            @let ground = held.hold.ground.as_str();
            h2.govuk-heading-m { (t!(lang, &format!("ground-{ground}"))) " " (Tag::new(Tone::Bad, t!(lang, "hold-in-force"))) }
            @let way = Row::new(t!(lang, "hold-way-out"), t!(lang, &format!("way-out-{ground}"), phone = phone));
            (SummaryList::new(words::rows(lang, &held.hold).into_iter().chain([way])))
        }
        @if let Some(request) = &home.lock.request { (words::answer(lang, request)) }
        @if home.lock.may_ask { (ButtonLink::new(format!("{here}/unlock"), t!(lang, "locked-ask"))) }
    }
}

fn rows(lang: Lang, home: &Home) -> Vec<Row> {
    let organisation = &home.organisation;
    let identity = &organisation.identity;
    let person = format!(
        "{} ({})",
        identity.representative_name.as_str(),
        identity.representative.masked()
    );
    let mut rows = vec![Row::new(
        t!(lang, "organisation-code"),
        identity.code.shown(),
    )];
    for (key, value) in [
        ("organisation-short-name", &identity.short_name),
        ("organisation-foreign-name", &identity.foreign_name),
    ] {
        if !value.is_empty() {
            rows.push(Row::new(t!(lang, key), value.as_str()));
        }
    }
    rows.extend([
        Row::new(t!(lang, "organisation-founded"), date(identity.founded_on)),
        Row::new(t!(lang, "organisation-address"), identity.address.as_str()),
        Row::new(t!(lang, "organisation-representative"), person),
    ]);
    rows.extend(home.level.map(|level| {
        let value = t!(lang, "personal-level-value", level = level.get());
        Row::new(t!(lang, "personal-level"), value)
    }));
    rows
}

fn places(lang: Lang, power: Power, here: &str) -> Markup {
    let mut tiles = Vec::new();
    if power.covers(Act::Withdraw) {
        let href = format!("{here}/delegations");
        let text = t!(lang, "organisation-delegations-text");
        tiles.push(Tile::new(href, Icon::Shield, t!(lang, "organisation-delegations")).text(text));
    }
    if power.covers(Act::ReadActivity) {
        let href = format!("{here}/activity");
        tiles.push(Tile::new(
            href,
            Icon::Eye,
            t!(lang, "organisation-activity"),
        ));
    }
    if power.covers(Act::Lock) {
        let href = format!("{here}/lock");
        tiles.push(Tile::new(href, Icon::Lock, t!(lang, "organisation-lock")).danger());
    }
    html! { (Tiles(tiles)) }
}

pub(super) async fn ask(signed: Signed, Path(id): Path<String>) -> Response {
    passcode(&signed, &id, &Errors::new(signed.view.lang))
}

pub(super) async fn activate(signed: Signed, Path(id): Path<String>, form: Form) -> Response {
    let organisation: SubjectId = match named(&signed, &id) {
        Ok(organisation) => organisation,
        Err(page) => return *page,
    };
    let typed = form.get("passcode");
    match take_possession(&signed.app, &signed.cx, organisation, typed).await {
        Ok(()) => signed.redirect(&place(organisation)),
        Err(error) => match on_form(&signed, &error) {
            Ok(errors) => passcode(&signed, &id, &errors),
            Err(page) => *page,
        },
    }
}

fn passcode(signed: &Signed, id: &str, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "organisation-activate");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "organisation-activate-passcode"))))
        (signed.view.form("", html! {
            (fields::passcode(lang, t!(lang, "field-passcode"), errors))
            (fields::submit(t!(lang, "organisation-activate")))
        }))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back(format!("/organisations/{id}"))
        .respond(body)
}

//! One client, as its developer sees it.

use app::relying_parties::Party;
use app::relying_parties::desk::{asking, one, renew_secret};
use axum::response::Response;
use domain::ids::ClientId;
use domain::relying_party::{PartyKind, Phase};
use maud::{Markup, html};
use ui::{Button, Checkboxes, Choice, Row, SummaryList};

use super::new::made;
use super::phase;
use crate::citizen::fields;
use crate::error;
use crate::extract::{Place, Signed};
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(signed: Signed, Place(id): Place<ClientId>) -> Response {
    draw(&signed, id, &Errors::new(signed.view.lang)).await
}

pub(super) async fn renew(signed: Signed, Place(id): Place<ClientId>, form: Form) -> Response {
    let how = (form.get("overlap") == "yes", &*form.compact("passcode"));
    match renew_secret(&signed.app, &signed.cx, id, how).await {
        Ok(done) => made(
            &signed,
            &done,
            &t!(signed.view.lang, "developers-secret-new"),
        ),
        Err(failure) => match error::on_form(&signed.view, signed.cx.now, &failure) {
            Some(errors) => error::with_status(draw(&signed, id, &errors).await, &failure),
            None => error::page(&signed.view, &failure),
        },
    }
}

async fn draw(signed: &Signed, id: ClientId, errors: &Errors) -> Response {
    let party = match one(&signed.app, &signed.cx, id).await {
        Ok(party) => party,
        Err(failure) => return error::page(&signed.view, &failure),
    };
    let lang = signed.view.lang;
    let client = &party.stored;
    let open = match asking(&signed.app, &signed.cx, id).await {
        Ok(asking) => asking.open().map(|row| row.review.clone()),
        Err(failure) => return error::page(&signed.view, &failure),
    };
    let home = format!("/developers/{id}");
    let due = open.and_then(|review| review.received().ok());
    let due = due.map(|received| date_time(received.due));
    let told = |mark: &str| signed.view.query.contains(mark);
    let changes = matches!(client.phase, Phase::Sandbox | Phase::Production);
    let body = html! {
        @if told("done=1") { (words::success(lang, t!(lang, "developers-changed"))) }
        @if let Some(due) = &due {
            @if told("waits=1") { (words::success(lang, t!(lang, "party-change-waits", due = due.as_str()))) }
            (words::notice(lang, t!(lang, "party-waits", at = due.as_str())))
        }
        @if let Some(stopped) = &client.suspension {
            (words::warning(lang, t!(lang, "party-stopped", at = date_time(stopped.since), words = stopped.words.as_str())))
        }
        h1.govuk-heading-l { (client.name) }
        (facts(lang, &party))
        ul.govuk-list {
            @if changes { (link(lang, &home, ("edit", "developers-edit"))) }
            @for place in [
                ("requests", "party-requests"), ("usage", "party-usage"), ("production", "party-production"),
            ] { (link(lang, &home, place)) }
            @if client.kind == PartyKind::Telecom { (link(lang, &home, ("subscribers", "cleaning-desk"))) }
        }
        @if client.secret.is_some() { (secret(signed, &home, client.phase, errors)) }
    };
    super::page(signed, &client.name, "/developers")
        .errors(errors)
        .respond(body)
}

fn link(lang: Lang, home: &str, (place, key): (&str, &str)) -> Markup {
    html! { li { a.govuk-link href={ (home) "/" (place) } { (t!(lang, key)) } } }
}

fn facts(lang: Lang, party: &Party) -> Markup {
    let client = &party.stored;
    let kind = t!(lang, &format!("party-kind-{}", client.kind.as_str()));
    let way = t!(lang, &format!("party-way-{}", client.kind.way().as_str()));
    let mut rows = vec![
        Row::new(
            t!(lang, "developers-client-id"),
            html! { code { (client.id) } },
        ),
        Row::new(t!(lang, "oidc-purpose"), client.purpose.as_str()),
        Row::new(t!(lang, "developers-phase"), phase(lang, client)),
        Row::new(t!(lang, "party-kind"), format!("{kind}. {way}")),
        Row::new(
            t!(lang, "developers-auth"),
            t!(
                lang,
                &format!("developers-auth-{}", party.rules.auth.as_str())
            ),
        ),
    ];
    if let Some(licence) = &client.signature_licence {
        rows.push(Row::new(t!(lang, "party-licence"), licence.as_str()));
    }
    if let Some((_, until)) = &client.old_secret {
        let until = t!(lang, "developers-secret-old", at = date_time(*until));
        rows.push(Row::new(t!(lang, "developers-client-secret"), until));
    }
    if let Some(name) = &party.rules.certificate_name {
        let name = html! { code { (name.to_string()) } };
        rows.push(Row::new(t!(lang, "developers-certificate-name"), name));
    }
    if party.rules.certificate_bound {
        rows.push(Row::new(
            t!(lang, "developers-certificate-bound"),
            t!(lang, "developers-certificate-bound-yes"),
        ));
    }
    if party.rules.auth.by_registered_key() {
        let keys = party.rules.jwks_uri.as_deref().unwrap_or("JWK Set");
        rows.push(Row::new(
            t!(lang, "developers-jwks"),
            html! { code { (keys) } },
        ));
    }
    html! { (SummaryList::new(rows)) }
}

fn secret(signed: &Signed, home: &str, phase: Phase, errors: &Errors) -> Markup {
    let lang = signed.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "developers-secret-renew")) }
        (signed.view.form(&format!("{home}/secret"), html! {
            (Checkboxes::bare("overlap").items([Choice::new("yes", t!(lang, "developers-secret-overlap"))]))
            @if phase == Phase::Production {
                (fields::passcode(lang, t!(lang, "developers-passcode"), errors))
            }
            (Button::secondary(t!(lang, "developers-secret-renew")).prevent_double_click(true))
        }))
    }
}

//! One client, as its developer sees it.

use app::relying_parties::Party;
use app::relying_parties::desk::{asking, one, renew_secret};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use oidc::client::ClientAuth;
use ui::{Button, Checkboxes, Choice, Row, SummaryList};

use super::new::made;
use super::{phase, place};
use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::words;
use crate::t;

pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> Response {
    let found = match place(&id) {
        Ok(id) => one(&signed.app, &signed.cx, id).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(party) => draw(&signed, &party).await,
        Err(failure) => error::page(&signed.view, &failure),
    }
}

pub(super) async fn renew(signed: Signed, Path(id): Path<String>, form: Form) -> Response {
    let overlap = form.get("overlap") == "yes";
    let renewed = match place(&id) {
        Ok(id) => renew_secret(&signed.app, &signed.cx, id, overlap).await,
        Err(error) => Err(error),
    };
    match renewed {
        Ok(done) => made(
            &signed,
            &done,
            &t!(signed.view.lang, "developers-secret-new"),
        ),
        Err(failure) => error::page(&signed.view, &failure),
    }
}

async fn draw(signed: &Signed, party: &Party) -> Response {
    let lang = signed.view.lang;
    let client = &party.stored;
    let open = match asking(&signed.app, &signed.cx, client.id).await {
        Ok(asking) => asking.open().map(|row| row.review.clone()),
        Err(failure) => return error::page(&signed.view, &failure),
    };
    let home = format!("/developers/{}", client.id);
    let due = open.and_then(|review| review.received().ok());
    let done = signed.view.query.contains("done=1");
    let body = html! {
        @if done { (words::success(lang, t!(lang, "developers-changed"))) }
        @if let Some(received) = due { (words::notice(lang, t!(lang, "party-waits", at = date_time(received.due)))) }
        @if let Some(stopped) = &client.suspension {
            (words::warning(lang, t!(lang, "party-stopped", at = date_time(stopped.since), words = stopped.words.as_str())))
        }
        h1.govuk-heading-l { (client.name) }
        (facts(lang, party))
        ul.govuk-list {
            @for (place, key) in [
                ("edit", "developers-edit"), ("requests", "party-requests"),
                ("usage", "party-usage"), ("production", "party-production"),
            ] {
                li { a.govuk-link href={ (home) "/" (place) } { (t!(lang, key)) } }
            }
        }
        @if client.secret.is_some() { (secret(signed, &home)) }
    };
    super::page(signed, &client.name, "/developers").respond(body)
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
    if let Some((_, until)) = &client.old_secret {
        let until = t!(lang, "developers-secret-old", at = date_time(*until));
        rows.push(Row::new(t!(lang, "developers-client-secret"), until));
    }
    if party.rules.auth == ClientAuth::PrivateKeyJwt {
        let keys = party.rules.jwks_uri.as_deref().unwrap_or("JWK Set");
        rows.push(Row::new(
            t!(lang, "developers-jwks"),
            html! { code { (keys) } },
        ));
    }
    html! { (SummaryList::new(rows)) }
}

fn secret(signed: &Signed, home: &str) -> Markup {
    let lang = signed.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "developers-secret-renew")) }
        (signed.view.form(&format!("{home}/secret"), html! {
            (Checkboxes::bare("overlap").items([Choice::new("yes", t!(lang, "developers-secret-overlap"))]))
            (Button::secondary(t!(lang, "developers-secret-renew")).prevent_double_click(true))
        }))
    }
}

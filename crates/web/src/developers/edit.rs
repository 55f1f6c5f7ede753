//! Changing a client.

use app::relying_parties::Party;
use app::relying_parties::desk::{Changed, change, one};
use axum::response::Response;
use domain::ids::ClientId;
use domain::relying_party::Phase;
use maud::html;
use ui::{Button, InsetText};

use super::form::Shown;
use super::new::made;
use crate::citizen::fields;
use crate::error;
use crate::extract::{Place, Signed};
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

async fn load(signed: &Signed, id: ClientId) -> Result<Party, Box<Response>> {
    let found = one(&signed.app, &signed.cx, id).await;
    found.map_err(|failure| Box::new(error::page(&signed.view, &failure)))
}

pub(super) async fn show(signed: Signed, Place(id): Place<ClientId>) -> Response {
    let party = match load(&signed, id).await {
        Ok(party) => party,
        Err(failed) => return *failed,
    };
    let errors = Errors::new(signed.view.lang);
    let seen = party.stored.revision;
    page(&signed, &party, (&Shown::from(&party), seen), &errors)
}

pub(super) async fn submit(signed: Signed, Place(id): Place<ClientId>, form: Form) -> Response {
    let party = match load(&signed, id).await {
        Ok(party) => party,
        Err(failed) => return *failed,
    };
    let shown = Shown::from(&form);
    let seen = form.trimmed("revision").parse().unwrap_or(0);
    let client = (party.stored.id, seen);
    match change(&signed.app, &signed.cx, client, &shown.asked()).await {
        Ok(Changed::Done(done)) if done.secret.is_some() => {
            made(&signed, &done, &t!(signed.view.lang, "developers-changed"))
        }
        Ok(Changed::Done(_)) => signed.redirect(&format!("/developers/{id}?done=1")),
        Ok(Changed::Waits(_)) => signed.redirect(&format!("/developers/{id}?waits=1")),
        Err(failure) => match error::on_form(&signed.view, signed.cx.now, &failure) {
            Some(errors) => {
                let form = page(&signed, &party, (&shown, seen), &errors);
                error::with_status(form, &failure)
            }
            None => error::page(&signed.view, &failure),
        },
    }
}

fn page(signed: &Signed, party: &Party, (shown, seen): (&Shown, i64), errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "developers-edit");
    let home = format!("/developers/{}", party.stored.id);
    // Class and proof of a connected client were checked with it.
    let connected = party.stored.phase == Phase::Production;
    let by_key = party.rules.auth.by_registered_key();
    let body = html! {
        h1.govuk-heading-l { (title) }
        @if connected { (InsetText::new(t!(lang, "developers-edit-review"))) }
        (signed.view.form(&format!("{home}/edit"), html! {
            input type="hidden" name="revision" value=(seen);
            (shown.about(lang, errors))
            @if !connected {
                (shown.proof(lang, signed.app.config.mtls.as_ref(), errors))
                (shown.kinds.fields(lang, errors))
            }
            @if connected {
                @if by_key { (shown.keys(lang, errors)) }
                (fields::passcode(lang, t!(lang, "developers-passcode"), errors)
                    .hint(t!(lang, "developers-passcode-hint")))
            }
            (Button::new(t!(lang, "developers-edit-save")).prevent_double_click(true))
        }))
    };
    super::page(signed, &title, &home)
        .errors(errors)
        .narrow()
        .respond(body)
}

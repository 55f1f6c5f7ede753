//! The authenticator app: begun by the passcode, proven by its first code, removed.

use app::authenticator::{self, State};
use axum::response::Response;
use maud::{Markup, html};
use ui::{Button, QrCode, Row, SummaryList};

use crate::citizen::fields;
use crate::error;
use crate::extract::Signed;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

const HERE: &str = "/personal/authenticator";
/// Where the passcode is asked for another secret; the one that waits stays until then.
const ANEW: &str = "/personal/authenticator?anew=1";

/// What is drawn of an app that waits for its first code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    /// Its secret.
    Secret,
    /// The question for another one: as long as that is not granted, no QR code looks like the new one.
    Anew,
}

pub(super) async fn show(signed: Signed) -> Response {
    let drawn = if signed.view.query.contains("anew=1") {
        Drawn::Anew
    } else {
        Drawn::Secret
    };
    page(&signed, drawn, &Errors::new(signed.view.lang)).await
}

pub(super) async fn begin(signed: Signed, form: Form) -> Response {
    let done = authenticator::begin(&signed.app, &signed.cx, form.get("passcode")).await;
    told(&signed, Drawn::Anew, done).await
}

pub(super) async fn confirm(signed: Signed, form: Form) -> Response {
    let done = authenticator::confirm(&signed.app, &signed.cx, form.get("code")).await;
    told(&signed, Drawn::Secret, done).await
}

pub(super) async fn remove(signed: Signed, form: Form) -> Response {
    let done = authenticator::remove(&signed.app, &signed.cx, form.get("passcode")).await;
    told(&signed, Drawn::Secret, done).await
}

async fn told(signed: &Signed, drawn: Drawn, done: Result<(), app::Error>) -> Response {
    match done {
        Ok(()) => signed.redirect(HERE),
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => page(signed, drawn, &errors).await,
            None => error::page(&signed.view, &error),
        },
    }
}

async fn page(signed: &Signed, drawn: Drawn, errors: &Errors) -> Response {
    let state = match authenticator::state(&signed.app, &signed.cx).await {
        Ok(state) => state,
        Err(error) => return error::page(&signed.view, &error),
    };
    let title = t!(signed.view.lang, "authenticator-title");
    let body = html! {
        (fields::heading(&title, Some(t!(signed.view.lang, "authenticator-text"))))
        (draw(signed, (&state, drawn), errors))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/personal/sign-in")
        .respond(body)
}

fn draw(signed: &Signed, (state, drawn): (&State, Drawn), errors: &Errors) -> Markup {
    let view = &signed.view;
    let lang = view.lang;
    let passcode = || fields::passcode(lang, t!(lang, "field-passcode"), errors);
    match state {
        State::None => view.form(
            HERE,
            html! { (passcode()) (fields::submit(t!(lang, "authenticator-begin"))) },
        ),
        State::Begun { .. } if drawn == Drawn::Anew => html! {
            p.govuk-body { (t!(lang, "authenticator-anew-text")) }
            (view.form(HERE, html! { (passcode()) (fields::submit(t!(lang, "authenticator-anew-button"))) }))
            p.govuk-body { a.govuk-link href=(HERE) { (t!(lang, "authenticator-anew-stay")) } }
        },
        State::Begun { key, address } => html! {
            p.govuk-body { (t!(lang, "authenticator-scan")) }
            (QrCode::new(address, t!(lang, "authenticator-qr")))
            p.govuk-body { (t!(lang, "authenticator-key-text")) }
            p.dd-code { (spaced(key)) }
            p.govuk-body { a.govuk-link href=(address) { (t!(lang, "authenticator-open")) } }
            (view.form("/personal/authenticator/confirm", html! {
                (fields::code(lang, errors).hint(t!(lang, "authenticator-code-hint")))
                (fields::submit(t!(lang, "authenticator-confirm")))
            }))
            p.govuk-body { a.govuk-link href=(ANEW) { (t!(lang, "authenticator-anew")) } }
        },
        State::Confirmed { since, used } => html! {
            (SummaryList::new([
                Row::new(t!(lang, "devices-bound"), date_time(*since)),
                Row::new(t!(lang, "devices-seen"), used.map_or_else(|| t!(lang, "passkeys-never"), date_time)),
            ]))
            (view.form("/personal/authenticator/remove", html! {
                (passcode())
                (Button::warning(t!(lang, "authenticator-remove")).prevent_double_click(true))
            }))
        },
    }
}

/// In groups of four, for typing.
fn spaced(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|four| four.iter().collect())
        .collect();
    groups.join(" ")
}

//! The agreement.

use app::registration::{Step, agree};
use axum::response::Response;
use maud::{Markup, html};
use ui::{Checkboxes, Choice};

use super::{address, at, failed, page, token};
use crate::citizen::fields;
use crate::extract::Ask;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    match at(&ask, Step::Consent).await {
        Ok(_) => draw(&ask, &Errors::new(ask.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let token = match token(&ask) {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match agree(&ask.app, &ask.cx, &token, form.get("agree") == "yes").await {
        Ok(next) => ask.redirect(&address(next)),
        Err(error) => failed(&ask, &error, |errors| draw(&ask, errors)),
    }
}

/// The text agreed to, version `CONSENT_VERSION`; the counter reads out the same.
pub(crate) fn text(lang: Lang) -> Markup {
    html! {
        p.govuk-body { (t!(lang, "register-consent-intro")) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "register-consent-compare")) }
            li { (t!(lang, "register-consent-keep")) }
            li { (t!(lang, "register-consent-terms")) }
            li { (t!(lang, "register-consent-see")) }
        }
        p.govuk-body { a.govuk-link href="/terms" { (t!(lang, "terms-read")) } }
        p.govuk-body { (t!(lang, "register-consent-free")) }
    }
}

/// The box to tick.
pub(crate) fn tick(words: String, errors: &Errors) -> Checkboxes {
    Checkboxes::bare("agree")
        .items([Choice::new("yes", words)])
        .error(errors.of("agree"))
}

fn draw(ask: &Ask, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "register-consent-title");
    let body = html! {
        (fields::heading(&title, None))
        (text(lang))
        (words::fines(lang))
        (ask.view.form("/register/consent", html! {
            (tick(t!(lang, "register-consent-agree"), errors))
            (fields::submit(t!(lang, "continue")))
        }))
    };
    page(ask, &title, "/register/portrait", errors, body)
}

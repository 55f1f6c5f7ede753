//! A foreigner's passport or travel document instead of the number (D59-15.1).

use app::registration::{Step, set_passport};
use axum::response::Response;
use maud::{Markup, html};
use ui::{Input, InsetText};

use super::{address, at, failed, page, token};
use crate::citizen::fields;
use crate::extract::Ask;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// Nationality and number; the counter asks the same.
pub(crate) fn boxes(lang: Lang, nationality: &str, passport: &str, errors: &Errors) -> Markup {
    html! {
        (Input::new("nationality", t!(lang, "field-nationality"))
            .hint(t!(lang, "field-nationality-hint"))
            .value(nationality)
            .error(errors.of("nationality"))
            .autocomplete("off")
            .autocapitalize("characters")
            .spellcheck(false)
            .width(4))
        (Input::new("passport", t!(lang, "field-passport"))
            .hint(t!(lang, "field-passport-hint"))
            .value(passport)
            .error(errors.of("passport"))
            .autocomplete("off")
            .autocapitalize("characters")
            .spellcheck(false)
            .width(20))
    }
}

pub(super) async fn show(ask: Ask) -> Response {
    match at(&ask, Step::Number).await {
        Ok((_, draft)) => {
            let paper = draft.stored.dossier.paper.as_ref();
            let nationality = paper.map_or("", |p| p.nationality.as_str());
            let number = paper.map_or("", |p| p.number.as_str());
            draw(&ask, nationality, number, &Errors::new(ask.view.lang))
        }
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let token = match token(&ask) {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let typed = (form.get("nationality"), form.get("passport"));
    match set_passport(&ask.app, &ask.cx, &token, typed).await {
        Ok(next) => ask.redirect(&address(next)),
        Err(error) => failed(&ask, &error, |errors| draw(&ask, typed.0, typed.1, errors)),
    }
}

fn draw(ask: &Ask, nationality: &str, passport: &str, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "register-passport-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "register-passport-text"))))
        (ask.view.form("/register/passport", html! {
            (boxes(lang, nationality, passport, errors))
            (fields::submit(t!(lang, "continue")))
        }))
        (InsetText::new(t!(lang, "register-passport-number")))
    };
    page(ask, &title, "/register/number", errors, body)
}

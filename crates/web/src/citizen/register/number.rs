//! The number.

use app::registration::{Step, set_number};
use axum::response::Response;
use maud::html;
use ui::{ButtonKind, ButtonLink};

use super::{address, at, failed, page, token};
use crate::citizen::fields;
use crate::extract::Ask;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    match at(&ask, Step::Number).await {
        Ok((_, draft)) => {
            let number = draft
                .stored
                .dossier
                .number
                .as_ref()
                .map(|n| n.as_str().to_owned());
            draw(
                &ask,
                number.as_deref().unwrap_or_default(),
                &Errors::new(ask.view.lang),
            )
        }
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let token = match token(&ask) {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match set_number(&ask.app, &ask.cx, &token, form.get("number")).await {
        Ok(next) => ask.redirect(&address(next)),
        Err(error) => failed(&ask, &error, |errors| {
            draw(&ask, form.get("number"), errors)
        }),
    }
}

fn draw(ask: &Ask, number: &str, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "register-number-title");
    let body = html! {
        (fields::heading(&title, None))
        (ButtonLink::new("/register/card", t!(lang, "register-number-scan")).kind(ButtonKind::Secondary))
        (ask.view.form("/register/number", html! {
            (fields::number(lang, &Form::default(), errors).value(number))
            (fields::submit(t!(lang, "continue")))
        }))
        p.govuk-body { a.govuk-link href="/register/passport" { (t!(lang, "register-number-foreigner")) } }
    };
    page(ask, &title, "/register", errors, body)
}

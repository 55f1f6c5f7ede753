//! Signing in by a passkey: by its button, or by autofill in the field for the number. Browsers give passkeys
//! to scripts alone; without one nothing of this shows, and the password stays.

use app::passkeys::{self, Present};
use app::token::Token;
use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::fault::Fault;
use maud::{Markup, html};
use serde_json::json;
use ui::Button;

use super::{opened, start};
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::middleware::Form;
use crate::page::View;
use crate::t;

/// What the devices are asked, for our own page: its form token stands in the header `x-csrf-token`.
pub(super) async fn challenge(ask: Ask) -> Response {
    match passkeys::challenge(&ask.app, &ask.cx).await {
        Ok(asked) => Json(json!({ "token": asked.token.to_text(), "options": asked.options }))
            .into_response(),
        Err(error) => error::status(&error).into_response(),
    }
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let done = match Token::parse(form.get("token")) {
        Some(token) => {
            let command = Present {
                token: &token,
                credential: form.get("credential"),
                device: ask.cookies.token(Cookie::Device),
                device_name: &ask.device_name,
            };
            passkeys::sign_in(&ask.app, &ask.cx, &command).await
        }
        None => Err(Fault::new("passkey", "passkey-failed").into()),
    };
    match done {
        Ok(session) => opened(&ask, &session).await,
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => start::page(&ask, &Form::default(), &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

/// Shown by the script where the browser has passkeys.
pub(super) fn button(view: &View) -> Markup {
    let lang = view.lang;
    html! {
        pass-key data-challenge="/sign-in/passkey/challenge" data-failed=(t!(lang, "passkey-failed")) hidden {
            (view.form("/sign-in/passkey", html! {
                input type="hidden" name="token";
                input type="hidden" name="credential";
                (Button::secondary(t!(lang, "passkey-sign-in")).id("passkey"))
            }))
            p.govuk-hint role="status" {}
        }
    }
}

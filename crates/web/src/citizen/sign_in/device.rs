//! A new device: the code that the old device shows.

use app::signin::{Confirm, confirm_device};
use axum::response::Response;
use maud::html;
use ui::Details;

use super::opened;
use crate::citizen::fields;
use crate::error;
use crate::extract::Ask;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, View};
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    match ask.journey("/sign-in") {
        Ok(_) => page(&ask, &ask.view, &Errors::new(ask.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let token = match ask.journey("/sign-in") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let command = Confirm {
        token: &token,
        code: form.get("code"),
        device: None,
        device_name: &ask.device_name,
    };
    match confirm_device(&ask.app, &ask.cx, &command).await {
        Ok(session) => opened(&ask, &session).await,
        Err(app::Error::Refused("journey-over")) => ask.redirect("/sign-in"),
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => page(&ask, &ask.view, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

fn page(ask: &Ask, view: &View, errors: &Errors) -> Response {
    let lang = view.lang;
    let title = t!(lang, "sign-in-device-title");
    let without = t!(
        lang,
        "sign-in-device-without",
        phone = ask.app.config.call_centre.as_str()
    );
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "sign-in-device-text"))))
        (fields::code_form(view, "/sign-in/device", errors, None))
        (Details::new(t!(lang, "sign-in-device-lost"), without))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/sign-in")
        .respond(body)
}

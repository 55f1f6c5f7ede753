//! Phone or e-mail address, and the code sent there.

use app::Error;
use app::registration::{ContactEntered, Step, confirm_contact, resend_code, set_contact};
use axum::response::Response;
use maud::html;
use store::registration::{Dossier, PendingContact};
use ui::Input;

use super::{address, at, failed, page, token};
use crate::citizen::fields;
use crate::extract::Ask;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// One box for both: an address has an `@`.
pub(crate) fn read(contact: &str) -> ContactEntered<'_> {
    if contact.contains('@') {
        ContactEntered {
            by: "email",
            phone: "",
            email: contact,
        }
    } else {
        ContactEntered {
            by: "phone",
            phone: contact,
            email: "",
        }
    }
}

/// Where the code went, mostly hidden.
pub(crate) fn sent_to(dossier: &Dossier) -> String {
    match &dossier.pending {
        Some(PendingContact::Phone(phone)) => phone.masked(),
        Some(PendingContact::Email(email)) => email.masked(),
        None => String::new(),
    }
}

/// Faults of phone and address stand beside the one box.
pub(crate) fn beside_the_box(mut error: Error) -> Error {
    if let Error::Invalid(faults) = &mut error {
        for fault in faults {
            if matches!(fault.field, "phone" | "email" | "by") {
                fault.field = "contact";
            }
        }
    }
    error
}

pub(super) async fn show(ask: Ask) -> Response {
    match at(&ask, Step::Contact).await {
        Ok(_) => draw(&ask, "", &Errors::new(ask.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let token = match token(&ask) {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let contact = form.get("contact");
    match set_contact(&ask.app, &ask.cx, &token, &read(contact)).await {
        Ok(next) => ask.redirect(&address(next)),
        Err(error) => failed(&ask, &beside_the_box(error), |errors| {
            draw(&ask, contact, errors)
        }),
    }
}

fn draw(ask: &Ask, contact: &str, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "register-contact-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "register-contact-text"))))
        (ask.view.form("/register/contact", html! {
            (Input::new("contact", t!(lang, "register-contact-label"))
                .hint(t!(lang, "field-contact-hint"))
                .value(contact)
                .error(errors.of("contact"))
                .autocomplete("tel")
                .spellcheck(false))
            (fields::submit(t!(lang, "register-contact-send")))
        }))
    };
    page(ask, &title, "/register/number", errors, body)
}

pub(super) async fn show_code(ask: Ask) -> Response {
    match at(&ask, Step::Code).await {
        Ok((_, draft)) => draw_code(
            &ask,
            &sent_to(&draft.stored.dossier),
            &Errors::new(ask.view.lang),
        ),
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit_code(ask: Ask, form: Form) -> Response {
    let (token, draft) = match at(&ask, Step::Code).await {
        Ok(found) => found,
        Err(elsewhere) => return *elsewhere,
    };
    match confirm_contact(&ask.app, &ask.cx, &token, form.get("code")).await {
        Ok(next) => ask.redirect(&address(next)),
        Err(error) => failed(&ask, &error, |errors| {
            draw_code(&ask, &sent_to(&draft.stored.dossier), errors)
        }),
    }
}

pub(super) async fn resend(ask: Ask) -> Response {
    let (token, draft) = match at(&ask, Step::Code).await {
        Ok(found) => found,
        Err(elsewhere) => return *elsewhere,
    };
    match resend_code(&ask.app, &ask.cx, &token).await {
        Ok(()) => ask.redirect("/register/code"),
        Err(error) => failed(&ask, &error, |errors| {
            draw_code(&ask, &sent_to(&draft.stored.dossier), errors)
        }),
    }
}

fn draw_code(ask: &Ask, sent_to: &str, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "register-code-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "register-code-text", to = sent_to))))
        (fields::code_form(&ask.view, "/register/code", errors, Some("/register/resend")))
        p.govuk-body { a.govuk-link href="/register/contact" { (t!(lang, "register-code-other")) } }
    };
    page(ask, &title, "/register/contact", errors, body)
}

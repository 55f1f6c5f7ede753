//! The locked holder asks to be unlocked, with his passcode (D59-19.5.a, D69-30).

use app::holds::{ask_unlock, status};
use axum::response::Response;
use maud::html;
use ui::InsetText;

use crate::citizen::fields;
use crate::error;
use crate::extract::Status;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn show(holder: Status) -> Response {
    match status(&holder.app, &holder.cx).await {
        Ok(lock) if lock.may_ask => page(&holder, lock.at_once, &Errors::new(holder.view.lang)),
        Ok(_) => holder.redirect("/locked"),
        Err(error) => error::page(&holder.view, &error),
    }
}

pub(super) async fn submit(holder: Status, form: Form) -> Response {
    match ask_unlock(&holder.app, &holder.cx, form.get("passcode")).await {
        // An account that is open now leads on to signing in.
        Ok(_) => holder.redirect("/locked"),
        Err(error) => match error::on_form(&holder.view, holder.cx.now, &error) {
            Some(errors) => match status(&holder.app, &holder.cx).await {
                Ok(lock) => page(&holder, lock.at_once, &errors),
                Err(error) => error::page(&holder.view, &error),
            },
            None => error::page(&holder.view, &error),
        },
    }
}

fn page(holder: &Status, at_once: bool, errors: &Errors) -> Response {
    let view = &holder.view;
    let lang = view.lang;
    let title = t!(lang, "unlock-title");
    let text = if at_once {
        "unlock-text-at-once"
    } else {
        "unlock-text"
    };
    let phone = holder.app.config.call_centre.as_str();
    let body = html! {
        (fields::heading(&title, Some(t!(lang, text))))
        (view.form("/locked/unlock", html! {
            (fields::passcode(lang, t!(lang, "field-passcode"), errors))
            (fields::submit(t!(lang, "unlock-submit")))
        }))
        (InsetText::new(t!(lang, "unlock-other-ways", phone = phone)))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/locked")
        .respond(body)
}

//! The representative asks that the organisation is unlocked, with his passcode (D59-19.5.a).

use app::organisations::{ask_unlock, home};
use axum::extract::Path;
use axum::response::Response;
use domain::ids::SubjectId;
use maud::html;
use ui::InsetText;

use super::{named, on_form, place};
use crate::citizen::fields;
use crate::error;
use crate::extract::Signed;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> Response {
    let organisation: SubjectId = match named(&signed, &id) {
        Ok(organisation) => organisation,
        Err(page) => return *page,
    };
    match home(&signed.app, &signed.cx, organisation).await {
        Ok(home) if home.lock.may_ask => {
            draw(&signed, organisation, &Errors::new(signed.view.lang))
        }
        Ok(_) => signed.redirect(&place(organisation)),
        Err(error) => error::page(&signed.view, &error),
    }
}

pub(super) async fn submit(signed: Signed, Path(id): Path<String>, form: Form) -> Response {
    let organisation: SubjectId = match named(&signed, &id) {
        Ok(organisation) => organisation,
        Err(page) => return *page,
    };
    match ask_unlock(&signed.app, &signed.cx, organisation, form.get("passcode")).await {
        Ok(_) => signed.redirect(&place(organisation)),
        Err(error) => match on_form(&signed, &error) {
            Ok(errors) => draw(&signed, organisation, &errors),
            Err(page) => *page,
        },
    }
}

fn draw(signed: &Signed, organisation: SubjectId, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "unlock-title");
    let phone = signed.app.config.call_centre.as_str();
    let here = place(organisation);
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "unlock-text"))))
        (signed.view.form(&format!("{here}/unlock"), html! {
            (fields::passcode(lang, t!(lang, "field-passcode"), errors))
            (fields::submit(t!(lang, "unlock-submit")))
        }))
        (InsetText::new(t!(lang, "unlock-other-ways", phone = phone)))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back(here)
        .respond(body)
}

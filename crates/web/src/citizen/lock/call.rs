//! D59-19.5.b: with a locked account nobody confirms a call, but everybody can say that it is not he who calls.

use app::assistance::{Caller, answer_on_phone};
use app::signin::phone::Answer;
use axum::response::Response;
use maud::{Markup, html};
use ui::Button;

use crate::citizen::approve::call::{named, names, who};
use crate::citizen::fields;
use crate::error;
use crate::extract::Status;
use crate::middleware::Form;
use crate::page::{Audience, Page};
use crate::t;

/// The calls that ask about the holder now.
pub(super) fn offered(holder: &Status, callers: &[Caller]) -> Markup {
    let view = &holder.view;
    let lang = view.lang;
    html! {
        @for caller in callers {
            h2.govuk-heading-m { (t!(lang, "call-asks-title")) }
            p.govuk-body { (t!(lang, "locked-call-text")) }
            (who(lang, caller))
            (view.form("/locked/call", html! {
                (names(caller))
                (Button::warning(t!(lang, "call-asks-deny")).prevent_double_click(true))
            }))
        }
    }
}

pub(super) async fn deny(holder: Status, form: Form) -> Response {
    let (app, cx) = (&holder.app, &holder.cx);
    let said = answer_on_phone(app, cx, &holder.session, named(&form), Answer::Deny).await;
    match said {
        Ok(()) => denied(&holder),
        Err(error) => error::page(&holder.view, &error),
    }
}

fn denied(holder: &Status) -> Response {
    let lang = holder.view.lang;
    let title = t!(lang, "call-asks-done-denied-title");
    let body = html! { (fields::heading(&title, Some(t!(lang, "locked-call-denied")))) };
    Page::new(&holder.view, Audience::Citizen, &title)
        .narrow()
        .back("/locked")
        .respond(body)
}

//! Locking an organisation: at once, by its representative or a delegate with the whole power.

use app::organisations::{Home, lock, to_lock};
use axum::extract::Path;
use axum::response::Response;
use domain::fault::Fault;
use domain::hold::{Ground, LockReason};
use domain::ids::SubjectId;
use maud::html;
use ui::{Button, Choice, InsetText, Radios};

use super::home::lock as holds;
use super::{named, on_form, place, standing};
use crate::citizen::fields;
use crate::citizen::lock::words;
use crate::error;
use crate::extract::Signed;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> Response {
    let errors = Errors::new(signed.view.lang);
    draw(&signed, &id, &Form::default(), &errors).await
}

/// APP-13: a reason may be left out; locking must never wait for one.
fn reason(form: &Form) -> Result<LockReason, app::Error> {
    match form.trimmed("reason") {
        "" => Ok(LockReason::Other),
        word => LockReason::parse(word).ok_or_else(|| Fault::new("reason", "lock-reason").into()),
    }
}

pub(super) async fn submit(signed: Signed, Path(id): Path<String>, form: Form) -> Response {
    let organisation: SubjectId = match named(&signed, &id) {
        Ok(organisation) => organisation,
        Err(page) => return *page,
    };
    let done = match reason(&form) {
        Ok(reason) => lock(&signed.app, &signed.cx, organisation, reason).await,
        Err(error) => Err(error),
    };
    match done {
        // Not to its page, for which the register is asked.
        Ok(_) => signed.redirect(&format!("{}/lock", place(organisation))),
        Err(error) => match on_form(&signed, &error) {
            Ok(errors) => draw(&signed, &id, &form, &errors).await,
            Err(page) => *page,
        },
    }
}

async fn draw(signed: &Signed, id: &str, form: &Form, errors: &Errors) -> Response {
    let organisation: SubjectId = match named(signed, id) {
        Ok(organisation) => organisation,
        Err(page) => return *page,
    };
    let home = match to_lock(&signed.app, &signed.cx, organisation).await {
        Ok(home) => home,
        Err(error) => return error::page(&signed.view, &error),
    };
    let lang = signed.view.lang;
    let title = t!(lang, "organisation-lock");
    let here = place(organisation);
    let name = home.organisation.identity.name.as_str();
    let body = html! {
        @if locked(&home) {
            h1.govuk-heading-l { (name) " " (standing(lang, &home.standing)) }
            (holds(signed, &home, &here))
        } @else {
            (fields::heading(&title, Some(t!(lang, "organisation-lock-text", name = name))))
            (InsetText::new(t!(lang, "organisation-lock-back")))
            (signed.view.form(&format!("{here}/lock"), html! {
                (Radios::new("reason", t!(lang, "lock-reason")).hint(t!(lang, "lock-reason-hint"))
                    .error(errors.of("reason")).value(form.trimmed("reason"))
                    .items(LockReason::ALL.map(|r| Choice::new(r.as_str(), words::reason(lang, r)))))
                (Button::warning(t!(lang, "organisation-lock")).prevent_double_click(true))
            }))
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back(here)
        .respond(body)
}

/// Whether it was locked as somebody asked here: that is what he came for.
fn locked(home: &Home) -> bool {
    let mut holds = home.lock.in_force.iter();
    holds.any(|held| held.hold.ground == Ground::OwnRequest)
}

//! What a caller may do for the organisation that he represents (D59-19.5.b, D59-19.5.c).

use app::assistance::{
    CaseView, Proof, lock_organisation, reopen_organisation, unlock_organisation,
};
use axum::extract::Path;
use axum::response::Response;
use domain::fault::Fault;
use domain::hold::LockReason;
use maud::{Markup, html};
use ui::{Button, Choice, Input, Radios};

use super::case::after;
use crate::error;
use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// One form with the code; the button says what is done.
pub(super) async fn submit(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let code = form.get("organisation");
    let (app, cx) = (&desk.app, &desk.cx);
    let done = match form.trimmed("act") {
        "lock" => {
            let asked = (code, LockReason::Other);
            lock_organisation(app, cx, case, asked).await.map(|_| ())
        }
        "unlock" => unlock_organisation(app, cx, case, code).await.map(|_| ()),
        "reopen" => reopen_organisation(app, cx, case, code).await.map(|_| ()),
        _ => Err(Fault::new("act", "call-organisation-act").into()),
    };
    after(&desk, case, &form, done).await
}

/// Offered once the caller is proven as far as locking needs.
pub(super) fn offered(desk: &Desk, seen: &CaseView, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let mut acts = vec![Choice::new("lock", t!(lang, "organisation-lock"))];
    if seen.proof == Proof::Strong {
        acts.push(Choice::new("unlock", t!(lang, "call-organisation-unlock")));
        acts.push(Choice::new("reopen", t!(lang, "call-organisation-reopen")));
    }
    html! {
        @if seen.account.is_some() {
            h2.govuk-heading-m { (t!(lang, "call-organisation")) }
            p.govuk-body { (t!(lang, "call-organisation-text")) }
            (desk.view.form(&format!("/counter/assistance/{}/organisation", seen.case), html! {
                (Input::new("organisation", t!(lang, "organisation-code")).value(form.get("organisation"))
                    .error(errors.of("organisation")).autocomplete("off").spellcheck(false).width(20))
                (Radios::new("act", t!(lang, "call-acts")).items(acts).value(form.trimmed("act")).error(errors.of("act")))
                (Button::secondary(t!(lang, "continue")).prevent_double_click(true))
            }))
        }
    }
}

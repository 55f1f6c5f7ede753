//! The call centre asks the holder on his phone whether it is he who calls (D59-19.5.b).

use app::assistance::{Caller, answer_on_phone, asked_on_phone};
use axum::extract::Query;
use axum::response::Response;
use domain::ids::CallId;
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Row, SummaryList};

use super::{decision, done, picking};
use crate::citizen::fields;
use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, words};
use crate::t;

#[derive(Deserialize)]
pub(super) struct Asked {
    case: Option<String>,
}

pub(super) async fn show(signed: Signed, Query(asked): Query<Asked>) -> Response {
    let errors = Errors::new(signed.view.lang);
    let call = asked.case.and_then(|case| case.parse().ok());
    question(&signed, call, &Form::default(), &errors).await
}

pub(super) async fn submit(signed: Signed, form: Form) -> Response {
    let (decision, word) = decision(&form);
    let (app, cx) = (&signed.app, &signed.cx);
    let answered = answer_on_phone(app, cx, &signed.session, named(&form), decision).await;
    let Err(wrong) = answered else {
        return done(&signed, "call-asks", word);
    };
    let errors = error::on_form(&signed.view, signed.cx.now, &wrong);
    match (&wrong, errors) {
        (app::Error::Invalid(_) | app::Error::Throttled { .. }, Some(errors)) => {
            error::with_status(
                question(&signed, named(&form), &form, &errors).await,
                &wrong,
            )
        }
        _ => error::page(&signed.view, &wrong),
    }
}

/// The call that the form answers.
fn named(form: &Form) -> Option<CallId> {
    form.get("case").parse().ok()
}

/// The way here from the list of what waits.
pub(super) fn offered(lang: Lang, caller: &Caller) -> Markup {
    html! {
        h2.govuk-heading-m { (t!(lang, "call-asks-title")) }
        (who(lang, caller))
        p.govuk-body { a.govuk-link href={ "/approve/call?case=" (caller.case) } { (t!(lang, "calling-open")) } }
    }
}

/// The question of a call, or the newest where none is named.
async fn question(signed: &Signed, call: Option<CallId>, form: &Form, errors: &Errors) -> Response {
    let caller = match asked_on_phone(&signed.app, &signed.cx).await {
        Ok(all) => all
            .into_iter()
            .find(|caller| call.is_none_or(|call| call == caller.case)),
        Err(wrong) => return error::page(&signed.view, &wrong),
    };
    let view = &signed.view;
    let lang = view.lang;
    let title = t!(lang, "call-asks-title");
    let body = html! {
        (fields::heading(&title, None))
        @if let Some(caller) = &caller {
            (words::warning(lang, t!(lang, "call-asks-warning")))
            (who(lang, caller))
            (view.form("/approve/call", html! {
                input type="hidden" name="case" value=(caller.case);
                (picking(lang, "call-asks", caller.choices, form, errors))
            }))
        } @else {
            p.govuk-body { (t!(lang, "call-asks-none")) }
        }
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/approve")
        .respond(body)
}

fn who(lang: Lang, caller: &Caller) -> Markup {
    html! {
        (SummaryList::new([
            Row::new(t!(lang, "call-asks-unit"), caller.unit.as_str()),
            Row::new(t!(lang, "call-asks-reference"), caller.reference.as_str()),
            Row::new(t!(lang, "call-wish"), t!(lang, &format!("wish-{}", caller.wish))),
            Row::new(t!(lang, "approve-time"), date_time(caller.at)),
        ]))
    }
}

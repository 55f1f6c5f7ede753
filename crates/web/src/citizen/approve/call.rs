//! The call centre asks the holder on his phone whether it is he who calls (D59-19.5.b).

use app::assistance::{CallQuestion, Caller, answer_on_phone, asked_on_phone};
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
            let call = named(&form).map(|asks| asks.call);
            error::with_status(question(&signed, call, &form, &errors).await, &wrong)
        }
        _ => error::page(&signed.view, &wrong),
    }
}

/// The question that the form answers.
pub(in crate::citizen) fn named(form: &Form) -> Option<CallQuestion> {
    Some(CallQuestion {
        call: form.get("case").parse().ok()?,
        turn: form.get("question").parse().ok()?,
    })
}

/// What [`named`] reads.
pub(in crate::citizen) fn names(caller: &Caller) -> Markup {
    html! {
        input type="hidden" name="case" value=(caller.asks.call);
        input type="hidden" name="question" value=(caller.asks.turn);
    }
}

/// The way here from the list of what waits.
pub(super) fn offered(lang: Lang, caller: &Caller) -> Markup {
    html! {
        h2.govuk-heading-m { (t!(lang, "call-asks-title")) }
        (who(lang, caller))
        p.govuk-body { a.govuk-link href={ "/approve/call?case=" (caller.asks.call) } { (t!(lang, "calling-open")) } }
    }
}

/// The question of a call, or the newest where none is named.
async fn question(signed: &Signed, call: Option<CallId>, form: &Form, errors: &Errors) -> Response {
    let caller = match asked_on_phone(&signed.app, &signed.cx).await {
        Ok(all) => all
            .into_iter()
            .find(|caller| call.is_none_or(|call| call == caller.asks.call)),
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
                (names(caller))
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

/// Who asks, since when and what for.
pub(in crate::citizen) fn who(lang: Lang, caller: &Caller) -> Markup {
    html! {
        (SummaryList::new([
            Row::new(t!(lang, "call-asks-unit"), caller.unit.as_str()),
            Row::new(t!(lang, "call-asks-reference"), caller.reference.as_str()),
            Row::new(t!(lang, "call-wish"), t!(lang, &format!("wish-{}", caller.wish))),
            Row::new(t!(lang, "approve-time"), date_time(caller.at)),
        ]))
    }
}

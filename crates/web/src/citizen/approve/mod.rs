//! The phone's side: who asks, which number, and the passcode.

pub(super) mod call;
mod calling;

use app::signin::phone::{Answer, Computer, answer, asking};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{Markup, html};
use ui::{Button, ButtonKind, Choice, Radios, Row, SummaryList};

use crate::citizen::fields;
use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, words};
use crate::state::Web;
use crate::t;

/// Routes.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/approve", get(calling::show).post(calling::submit))
        .route("/approve/call", get(call::show).post(call::submit))
        .route("/approve/{handle}", get(show).post(submit))
}

async fn show(signed: Signed, Path(handle): Path<String>) -> Response {
    let errors = Errors::new(signed.view.lang);
    question(&signed, &handle, &Form::default(), &errors).await
}

async fn submit(signed: Signed, Path(handle): Path<String>, form: Form) -> Response {
    let (decision, word) = decision(&form);
    let Err(wrong) = answer(&signed.app, &signed.cx, &signed.session, &handle, decision).await
    else {
        return done(&signed, "approve", word);
    };
    let errors = error::on_form(&signed.view, signed.cx.now, &wrong);
    match (&wrong, errors) {
        (app::Error::Invalid(_) | app::Error::Throttled { .. }, Some(errors)) => {
            let mut page = question(&signed, &handle, &form, &errors).await;
            *page.status_mut() = error::status(&wrong);
            page
        }
        _ => error::page(&signed.view, &wrong),
    }
}

async fn question(signed: &Signed, handle: &str, form: &Form, errors: &Errors) -> Response {
    let computer = asking(&signed.app, &signed.cx, &signed.session, handle).await;
    let computer = match computer {
        Ok(computer) => computer,
        Err(wrong) => return error::page(&signed.view, &wrong),
    };
    let view = &signed.view;
    let lang = view.lang;
    let title = t!(lang, "approve-title");
    let body = html! {
        (fields::heading(&title, None))
        (words::warning(lang, t!(lang, "approve-warning")))
        (who(lang, &computer))
        (view.form(&format!("/approve/{handle}"), picking(lang, "approve", computer.choices, form, errors)))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .respond(body)
        .into_response()
}

/// The numbers, the passcode, yes or no; `about`: which words.
fn picking(lang: Lang, about: &str, choices: [u8; 3], form: &Form, errors: &Errors) -> Markup {
    let numbers = choices.map(|number| {
        let number = number.to_string();
        Choice::new(number.clone(), number)
    });
    let words = |what: &str| t!(lang, &format!("{about}-{what}"));
    html! {
        (Radios::new("number", words("number"))
            .hint(words("number-hint"))
            .items(numbers)
            .value(form.get("number"))
            .error(errors.of("number")))
        (fields::passcode(lang, t!(lang, "field-passcode"), errors))
        div.govuk-button-group {
            (Button::new(words("allow")).name("decision").value("allow").prevent_double_click(true))
            (Button::new(words("deny")).kind(ButtonKind::Warning).name("decision").value("deny"))
        }
    }
}

/// What was decided, and how the page says it.
fn decision(form: &Form) -> (Answer<'_>, &'static str) {
    match form.get("decision") {
        "allow" => {
            let allow = Answer::Allow {
                number: form.get("number"),
                passcode: form.get("passcode"),
            };
            (allow, "allowed")
        }
        _ => (Answer::Deny, "denied"),
    }
}

fn who(lang: Lang, computer: &Computer) -> Markup {
    let address = computer.address.clone();
    let address = address.unwrap_or_else(|| t!(lang, "approve-unknown"));
    html! {
        (SummaryList::new([
            Row::new(t!(lang, "approve-browser"), computer.browser.as_str()),
            Row::new(t!(lang, "approve-address"), address),
            Row::new(t!(lang, "approve-time"), date_time(computer.at)),
        ]))
    }
}

fn done(signed: &Signed, about: &str, word: &str) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, &format!("{about}-done-{word}-title"));
    let text = t!(lang, &format!("{about}-done-{word}-text"));
    let body = html! { (fields::heading(&title, Some(text))) };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .respond(body)
}

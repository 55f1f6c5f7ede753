//! The phone's side: who asks, which number, and the passcode.

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
        .route("/approve/{handle}", get(show).post(submit))
}

async fn show(signed: Signed, Path(handle): Path<String>) -> Response {
    let errors = Errors::new(signed.view.lang);
    question(&signed, &handle, &Form::default(), &errors).await
}

async fn submit(signed: Signed, Path(handle): Path<String>, form: Form) -> Response {
    let (decision, word) = match form.get("decision") {
        "allow" => {
            let allow = Answer::Allow {
                number: form.get("number"),
                passcode: form.get("passcode"),
            };
            (allow, "allowed")
        }
        _ => (Answer::Deny, "denied"),
    };
    let Err(wrong) = answer(&signed.app, &signed.cx, &signed.session, &handle, decision).await
    else {
        return done(&signed, word);
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
    let numbers = computer.choices.map(|number| {
        let number = number.to_string();
        Choice::new(number.clone(), number)
    });
    let body = html! {
        (fields::heading(&title, None))
        (words::warning(lang, t!(lang, "approve-warning")))
        (who(lang, &computer))
        (view.form(&format!("/approve/{handle}"), html! {
            (Radios::new("number", t!(lang, "approve-number"))
                .hint(t!(lang, "approve-number-hint"))
                .items(numbers)
                .value(form.get("number"))
                .error(errors.of("number")))
            (fields::passcode(lang, t!(lang, "field-passcode"), errors))
            div.govuk-button-group {
                (Button::new(t!(lang, "approve-allow")).name("decision").value("allow").prevent_double_click(true))
                (Button::new(t!(lang, "approve-deny")).kind(ButtonKind::Warning).name("decision").value("deny"))
            }
        }))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .respond(body)
        .into_response()
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

fn done(signed: &Signed, word: &str) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, &format!("approve-done-{word}-title"));
    let text = t!(lang, &format!("approve-done-{word}-text"));
    let body = html! { (fields::heading(&title, Some(text))) };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .respond(body)
}

//! Services that ask for the signed-in person from elsewhere: on the telephone, at a counter.

use app::assistance::{Caller, asked_on_phone};
use app::relying_parties::{Calling, calling, take_up};
use axum::response::Response;
use maud::{Markup, html};
use ui::{Button, Row, SummaryList};

use super::call::offered;
use crate::citizen::fields;
use crate::error;
use crate::extract::{Cookie, Signed};
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::{Audience, Page, words};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    let read = async {
        let calls = asked_on_phone(&signed.app, &signed.cx).await?;
        let all = calling(&signed.app, &signed.cx).await?;
        Ok::<_, app::Error>((all, calls))
    };
    match read.await {
        Ok((all, calls)) => page(&signed, &all, &calls),
        Err(failure) => error::page(&signed.view, &failure),
    }
}

pub(super) async fn submit(signed: Signed, form: Form) -> Response {
    let id = form.get("request");
    match take_up(&signed.app, &signed.cx, &signed.session, id).await {
        Ok(token) => signed.go(
            crate::oidc::CONTINUE,
            [signed.cookies.set(Cookie::Party, &token)],
        ),
        Err(failure) => error::page(&signed.view, &app::Error::from(failure)),
    }
}

fn page(signed: &Signed, all: &[Calling], calls: &[Caller]) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "calling-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "calling-text"))))
        @for call in calls { (offered(lang, call)) }
        @if all.is_empty() && calls.is_empty() {
            p.govuk-body { (t!(lang, "calling-none")) }
        } @else if !all.is_empty() {
            (words::warning(lang, t!(lang, "calling-warning")))
        }
        @for one in all { (entry(signed, one)) }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .back("/")
        .respond(body)
}

fn entry(signed: &Signed, one: &Calling) -> Markup {
    let lang = signed.view.lang;
    let rows = [
        Row::new(t!(lang, "calling-message"), one.message.as_str()),
        Row::new(t!(lang, "calling-until"), date_time(one.until)),
    ];
    html! {
        h2.govuk-heading-m { (one.party) }
        (SummaryList::new(rows))
        (signed.view.form("/approve", html! {
            input type="hidden" name="request" value=(one.id);
            (Button::new(t!(lang, "calling-open")).prevent_double_click(true))
        }))
    }
}

//! Services that ask for the signed-in person from elsewhere: on the telephone, at a counter.

use app::relying_parties::{Calling, calling, take_up};
use axum::response::Response;
use maud::{Markup, html};
use ui::{Button, Row, SummaryList};

use crate::citizen::fields;
use crate::error;
use crate::extract::{Cookie, Signed};
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::{Audience, Page, words};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    match calling(&signed.app, &signed.cx).await {
        Ok(all) => page(&signed, &all),
        Err(failure) => error::page(&signed.view, &app::Error::from(failure)),
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

fn page(signed: &Signed, all: &[Calling]) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "calling-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "calling-text"))))
        @if all.is_empty() {
            p.govuk-body { (t!(lang, "calling-none")) }
        } @else {
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

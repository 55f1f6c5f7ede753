//! Making a trial client.

use app::relying_parties::desk::{Registered, register};
use app::relying_parties::issuer;
use axum::response::Response;
use maud::html;
use ui::{Button, Row, SummaryList};

use super::form::Shown;
use crate::error;
use crate::extract::Signed;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, words};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    page(&signed, &Shown::default(), &Errors::new(signed.view.lang))
}

pub(super) async fn submit(signed: Signed, form: Form) -> Response {
    let shown = Shown::from(&form);
    match register(&signed.app, &signed.cx, &shown.asked()).await {
        Ok(registered) => made(
            &signed,
            &registered,
            &t!(signed.view.lang, "developers-saved-title"),
        ),
        Err(failure) => match error::on_form(&signed.view, signed.cx.now, &failure) {
            Some(errors) => error::with_status(page(&signed, &shown, &errors), &failure),
            None => error::page(&signed.view, &failure),
        },
    }
}

/// The secret is on this page alone.
pub(super) fn made(signed: &Signed, registered: &Registered, title: &str) -> Response {
    let lang = signed.view.lang;
    let code = |text: &str| html! { code { (text) } };
    let mut rows = vec![
        Row::new(t!(lang, "developers-issuer"), code(issuer(&signed.app))),
        Row::new(
            t!(lang, "developers-client-id"),
            code(&registered.id.to_string()),
        ),
    ];
    if let Some(secret) = &registered.secret {
        rows.push(Row::new(t!(lang, "developers-client-secret"), code(secret)));
    }
    let body = html! {
        h1.govuk-heading-l { (title) }
        (SummaryList::new(rows))
        @if registered.secret.is_some() { (words::warning(lang, t!(lang, "developers-secret-once"))) }
        p.govuk-body { a.govuk-link href="/developers" { (t!(lang, "developers-own")) } }
    };
    Page::new(&signed.view, Audience::Public, title)
        .narrow()
        .respond(body)
}

fn page(signed: &Signed, shown: &Shown, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "developers-new");
    let body = html! {
        h1.govuk-heading-l { (title) }
        (signed.view.form("/developers/new", html! {
            (shown.about(lang, errors))
            (shown.proof(lang, signed.app.config.mtls.as_ref(), errors))
            (shown.kinds.fields(lang, errors))
            (Button::new(t!(lang, "developers-save")).prevent_double_click(true))
        }))
    };
    super::page(signed, &title, "/developers")
        .errors(errors)
        .narrow()
        .respond(body)
}

//! What goes back to a client through the browser: by address, or as a form that the browser posts.

use app::relying_parties::Reply;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use maud::html;
use oidc::authorization::ResponseMode;
use ui::Button;

use crate::citizen::fields;
use crate::extract::Ask;
use crate::middleware::FormAction;
use crate::page::{Audience, Page};
use crate::t;

/// Sends the browser back to the client.
pub(super) fn send(
    ask: &Ask,
    reply: &Reply,
    cookies: impl IntoIterator<Item = (HeaderName, HeaderValue)>,
) -> Response {
    match reply.mode {
        ResponseMode::Query => ask.go(&reply.location, cookies),
        ResponseMode::FormPost => form(ask, reply, cookies),
    }
}

/// OAuth 2.0 Form Post Response Mode 2: the browser posts by itself where script runs; else the person
/// presses the button.
fn form(
    ask: &Ask,
    reply: &Reply,
    cookies: impl IntoIterator<Item = (HeaderName, HeaderValue)>,
) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "oidc-back-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "oidc-back-text"))))
        form method="post" action=(reply.redirect_uri) data-module="submit-at-once" {
            @for (name, value) in &reply.params {
                input type="hidden" name=(name) value=(value);
            }
            (Button::new(t!(lang, "continue")))
        }
    };
    let page = Page::new(&ask.view, Audience::Public, &title).narrow();
    let page = page.respond(body);
    let cookies: Vec<_> = cookies.into_iter().collect();
    let response = (axum::response::AppendHeaders(cookies), page);
    leads_to(&reply.redirect_uri, response.into_response())
}

/// A page whose forms may lead on to the origin of this address of a client.
pub(super) fn leads_to(address: &str, response: Response) -> Response {
    match origin(address) {
        Some(action) => (action, response).into_response(),
        None => response,
    }
}

fn origin(redirect_uri: &str) -> Option<FormAction> {
    let (scheme, rest) = redirect_uri.split_once("://")?;
    let host = rest.split(['/', '?']).next()?;
    FormAction::new(&format!("{scheme}://{host}"))
}

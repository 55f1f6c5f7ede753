//! The authorization endpoint (OpenID Connect Core 3.1.2).

use app::holder::Resumed;
use app::relying_parties::{Begun, By, Failure, Outcome, authorize, note};
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::relying_party::Endpoint;
use maud::html;
use oidc::{OAuthError, Params};
use ui::Details;

use super::{CONTINUE, reply};
use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::middleware::Posted;
use crate::page::{Audience, Page};
use crate::t;

/// A request line longer than this is not read anyway; a pushed request has no such limit.
const MAX_QUERY: usize = 16 * 1024;

pub(super) async fn by_query(ask: Ask, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    begin(ask, Params::parse(query.as_bytes(), MAX_QUERY)).await
}

/// A form from another site brings no cookies of ours along (`SameSite=Lax`), a link does: on by address,
/// so that whoever is signed in is known.
pub(super) async fn by_form(ask: Ask, Posted(body): Posted) -> Response {
    match Params::parse(&body, MAX_QUERY) {
        Ok(params) => ask.redirect(&format!("/oidc/authorize?{}", params.encode())),
        Err(wrong) => misdirected(&ask, &wrong.into()),
    }
}

async fn begin(ask: Ask, params: Result<Params, oidc::ParamError>) -> Response {
    let params = match params {
        Ok(params) => params,
        Err(wrong) => return misdirected(&ask, &wrong.into()),
    };
    let session = match resumed(&ask).await {
        Ok(session) => session,
        Err(failed) => return *failed,
    };
    let begun = authorize(&ask.app, &ask.cx, &params, session.as_ref()).await;
    noted(&ask, &params, &begun).await;
    match begun {
        Ok(Begun::Browser(token)) => ask.go(CONTINUE, [ask.cookies.set(Cookie::Party, &token)]),
        Ok(Begun::Reply(back)) => reply::send(&ask, &back, []),
        Err(Failure::Protocol(wrong)) => misdirected(&ask, &wrong),
        Err(Failure::App(wrong)) => error::page(&ask.view, &wrong),
    }
}

/// For the client's developer. What goes back to the client as an error counts as one.
async fn noted(ask: &Ask, params: &Params, begun: &Outcome<Begun>) {
    let client = params.get("client_id").unwrap_or_default();
    let by = (Endpoint::Authorize, By::Client(client));
    let told = match begun {
        Ok(Begun::Reply(back)) => back.failure(),
        Ok(Begun::Browser(_)) | Err(_) => None,
    };
    let failure = begun.as_ref().err().or(told.as_ref());
    let names = params.iter().map(|(name, _)| name);
    note(&ask.app, &ask.cx, by, failure, names).await;
}

/// The session of the browser, where it has one.
pub(super) async fn resumed(ask: &Ask) -> Result<Option<Resumed>, Box<Response>> {
    let Some(token) = ask.cookies.token(Cookie::Session) else {
        return Ok(None);
    };
    app::holder::resume(&ask.app, &ask.cx, &token)
        .await
        .map_err(|wrong| Box::new(error::page(&ask.view, &wrong)))
}

/// 3.1.2.2: nobody can be told but the person; the developer finds the words for him below.
pub(super) fn misdirected(ask: &Ask, wrong: &OAuthError) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "oidc-wrong-title");
    let words = format!("{}: {}", wrong.code.as_str(), wrong.description);
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "oidc-wrong-text"))))
        (Details::new(t!(lang, "oidc-wrong-developer"), html! { p.govuk-body lang="en" { (words) } }))
    };
    let page = Page::new(&ask.view, Audience::Public, &title).narrow();
    (StatusCode::BAD_REQUEST, page.render(body)).into_response()
}

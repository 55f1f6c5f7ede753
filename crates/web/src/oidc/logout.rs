//! RP-Initiated Logout 1.0.

use app::relying_parties::{Failure, Leaving, logout};
use axum::extract::RawQuery;
use axum::response::Response;
use maud::html;
use oidc::Params;
use ui::{Button, ButtonKind, ButtonLink};

use super::authorize::{misdirected, resumed};
use super::reply;
use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::middleware::{Form, Posted};
use crate::page::{Audience, Page};
use crate::t;

const MAX: usize = 16 * 1024;

pub(super) async fn by_query(ask: Ask, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    end(ask, query.as_bytes(), false).await
}

/// On by address, as at the authorization endpoint: a form brings no session along.
pub(super) async fn by_form(ask: Ask, Posted(body): Posted) -> Response {
    match Params::parse(&body, MAX) {
        Ok(params) => ask.redirect(&format!("/oidc/logout?{}", params.encode())),
        Err(wrong) => misdirected(&ask, &wrong.into()),
    }
}

/// The person agreed; the request stands in the form.
pub(super) async fn confirm(ask: Ask, form: Form) -> Response {
    end(ask, form.get("request").as_bytes(), true).await
}

async fn end(ask: Ask, bytes: &[u8], confirmed: bool) -> Response {
    let params = match Params::parse(bytes, MAX) {
        Ok(params) => params,
        Err(wrong) => return misdirected(&ask, &wrong.into()),
    };
    let session = match resumed(&ask).await {
        Ok(session) => session,
        Err(failed) => return *failed,
    };
    match logout(&ask.app, &ask.cx, &params, session.as_ref(), confirmed).await {
        Ok(Leaving::Ask(onward)) => {
            let page = question(&ask, &params);
            match onward {
                Some(address) => reply::leads_to(&address, page),
                None => page,
            }
        }
        Ok(Leaving::Over(onward)) => {
            let to = onward.as_deref().unwrap_or("/sign-in?out=1");
            ask.go(to, [ask.cookies.remove(Cookie::Session)])
        }
        Err(Failure::Protocol(wrong)) => misdirected(&ask, &wrong),
        Err(Failure::App(wrong)) => error::page(&ask.view, &wrong),
    }
}

fn question(ask: &Ask, params: &Params) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "oidc-leave-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "oidc-leave-text"))))
        (ask.view.form("/oidc/logout/confirm", html! {
            input type="hidden" name="request" value=(params.encode());
            div.govuk-button-group {
                (Button::new(t!(lang, "sign-out")).prevent_double_click(true))
                (ButtonLink::new("/", t!(lang, "oidc-leave-stay")).kind(ButtonKind::Secondary))
            }
        }))
    };
    Page::new(&ask.view, Audience::Citizen, &title)
        .narrow()
        .respond(body)
}

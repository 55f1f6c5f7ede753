//! Home, document wallet, personal page: the eight steps from signing in to [Pending verification].

mod choose;
mod document;
mod entry;
mod facts;
mod fields;
mod front;
mod list;
mod personal;
mod request;
mod words;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use maud::html;
use ui::{ButtonKind, ButtonLink, InsetText};

use crate::citizen::help::for_level_two;
use crate::extract::Signed;
use crate::page::{Audience, Page};
use crate::state::Web;
use crate::t;

/// Pages of the wallet and of the two tabs beside it.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/", get(front::show))
        .route("/personal", get(personal::show))
        .route("/wallet", get(list::show))
        .route("/wallet/integrate", get(choose::overview))
        .route("/wallet/integrate/new", get(choose::kinds))
        .route(
            "/wallet/integrate/{kind}",
            get(entry::show).post(entry::check),
        )
        .route("/wallet/integrate/{kind}/change", post(entry::change))
        .route("/wallet/integrate/{kind}/submit", post(entry::submit))
        .route("/wallet/requests/{id}", get(request::show))
        .route("/wallet/requests/{id}/recorded", get(request::recorded))
        .route(
            "/wallet/requests/{id}/withdraw",
            get(request::ask).post(request::withdraw),
        )
        .route(
            "/wallet/documents/{id}",
            get(document::closed).post(document::open),
        )
        .route(
            "/wallet/documents/{id}/remove",
            get(document::ask).post(document::remove),
        )
}

/// DOC-0: what somebody with an account of level 1 does to get further.
fn level_needed(signed: &Signed) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "wallet-level-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body-l { (t!(lang, "wallet-level-text")) }
        h2.govuk-heading-m { (t!(lang, "wallet-level-where")) }
        p.govuk-body { (t!(lang, "wallet-level-where-text")) }
        p.govuk-body { (t!(lang, "wallet-level-foreigner")) }
        h2.govuk-heading-m { (t!(lang, "wallet-level-bring")) }
        (for_level_two(lang))
        p.govuk-body { a.govuk-link href="/help/bring" { (t!(lang, "help-bring-link")) } }
        (InsetText::new(t!(lang, "wallet-level-free", phone = signed.app.config.call_centre.as_str())))
        div.govuk-button-group {
            (ButtonLink::new("/visits", t!(lang, "visits-title")))
            (ButtonLink::new("/wallet", t!(lang, "wallet-back")).kind(ButtonKind::Secondary))
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .back("/wallet")
        .respond(body)
}

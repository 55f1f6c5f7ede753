//! Help that anybody may read: whom to call, what it costs (D59-31.1), old licences (UX-5), how to know
//! an impostor (UX-11) and what a holder sees to (D59-hold).

mod bring;

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use ui::{ButtonKind, ButtonLink};

use crate::extract::Ask;
use crate::i18n::Lang;
use crate::page::{Audience, Page, words};
use crate::state::Web;
use crate::t;

pub(crate) use bring::for_level_two;

/// Pages of help.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/help", get(show))
        .route("/help/bring", get(bring::show))
}

async fn show(ask: Ask) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "help-title");
    let phone = ask.app.config.call_centre.as_str();
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body-l { (t!(lang, "help-call", phone = phone)) }
        h2.govuk-heading-m { (t!(lang, "help-lost-title")) }
        p.govuk-body { (t!(lang, "help-lost-text", phone = phone)) }
        (ButtonLink::new("/lock", t!(lang, "help-lost-link")).kind(ButtonKind::Warning))
        p.govuk-body { a.govuk-link href="/lock-now" { (t!(lang, "help-lost-now")) } }
        h2.govuk-heading-m { (t!(lang, "help-counter-title")) }
        p.govuk-body { (t!(lang, "help-counter-text")) }
        p.govuk-body { a.govuk-link href="/help/bring" { (t!(lang, "help-bring-link")) } }
        h2.govuk-heading-m { (t!(lang, "help-free-title")) }
        p.govuk-body { (t!(lang, "help-free-text")) }
        h2.govuk-heading-m #paper-licence { (t!(lang, "help-paper-title")) }
        p.govuk-body { (t!(lang, "help-paper-text")) }
        (impostors(lang, phone, &ask.app.config.public_url))
        h2.govuk-heading-m { (t!(lang, "help-keep-title")) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "help-keep-secret")) }
            li { (t!(lang, "help-keep-loss")) }
            li { (t!(lang, "help-keep-true")) }
        }
        // D69-4: principles and bans.
        h2.govuk-heading-m { (t!(lang, "help-principles-title")) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "help-principles-true")) }
            li { (t!(lang, "help-principles-secret")) }
            li { (t!(lang, "help-principles-ban")) }
        }
        (words::fines(lang))
    };
    Page::new(&ask.view, Audience::Public, &title)
        .narrow()
        .back("/")
        .respond(body)
}

/// UX-11.
fn impostors(lang: Lang, phone: &str, site: &str) -> Markup {
    html! {
        h2.govuk-heading-m #impostors { (t!(lang, "help-scam-title")) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "help-scam-site", site = site)) }
            li { (t!(lang, "help-scam-calls")) }
            li { (t!(lang, "help-scam-links")) }
            li { (t!(lang, "help-scam-app")) }
            li { (t!(lang, "help-scam-report", phone = phone)) }
        }
        p.govuk-body { a.govuk-link href="/genuine" { (t!(lang, "genuine-link")) } }
    }
}

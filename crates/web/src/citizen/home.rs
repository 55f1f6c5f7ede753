//! The front door, and the accessibility page that anybody may read.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use ui::{ButtonKind, ButtonLink, Icon, Tile, Tiles};

use crate::extract::Ask;
use crate::page::{Audience, Page, View};
use crate::state::Web;
use crate::t;

/// Pages that need no sign-in.
pub fn routes() -> Router<Web> {
    Router::new().route("/accessibility", get(accessibility))
}

/// What somebody who is not signed in sees at `/`.
pub fn welcome(ask: &Ask) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "welcome-title");
    let body = html! {
        h1.govuk-heading-xl { (title) }
        p.govuk-body-l { (t!(lang, "welcome-text")) }
        div.govuk-button-group {
            (ButtonLink::new("/sign-in", t!(lang, "sign-in-title")))
            (ButtonLink::new("/register", t!(lang, "welcome-register")).kind(ButtonKind::Secondary))
        }
        (doors(&ask.view))
        p.govuk-body-s { (t!(lang, "welcome-voluntary")) }
    };
    Page::new(&ask.view, Audience::Public, &title).respond(body)
}

fn doors(view: &View) -> Markup {
    let lang = view.lang;
    html! {
        (Tiles(vec![
            Tile::new("/activate", Icon::Check, t!(lang, "welcome-activate")).text(t!(lang, "welcome-activate-text")),
            Tile::new("/register/status", Icon::Clock, t!(lang, "welcome-status")).text(t!(lang, "welcome-status-text")),
            Tile::new("/lock-now", Icon::Lock, t!(lang, "welcome-lock")).text(t!(lang, "welcome-lock-text")).danger(),
        ]))
    }
}

async fn accessibility(ask: Ask) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "accessibility-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { (t!(lang, "accessibility-text")) }
        p.govuk-body { (t!(lang, "accessibility-ways", phone = ask.app.config.call_centre.as_str())) }
    };
    Page::new(&ask.view, Audience::Public, &title)
        .narrow()
        .back("/")
        .respond(body)
}

//! What only a demonstration has: the post office, where every message can be read.

use axum::Router;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;
use store::post_office::Letter;
use ui::{Button, Card, EmptyState, Icon, Input, Row, SummaryList, live_fragment};

use crate::error;
use crate::extract::Ask;
use crate::i18n::{Lang, date_time};
use crate::page::{Audience, Page};
use crate::state::Web;
use crate::t;

/// The post office.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/demo/post-office", get(show))
        .route("/demo/post-office/letters", get(rows))
}

/// Whose messages.
#[derive(Debug, Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    to: String,
}

impl Wanted {
    fn fits(&self, letter: &Letter) -> bool {
        letter.to.contains(self.to.trim())
    }
}

async fn show(ask: Ask, Query(wanted): Query<Wanted>) -> Response {
    let lang = ask.view.lang;
    let letters = match app::post_office::letters(&ask.app).await {
        Ok(letters) => list(lang, &letters, &wanted),
        Err(error) => return error::page(&ask.view, &error),
    };
    let title = t!(lang, "post-office-title");
    let fresh = form_urlencoded::Serializer::new("/demo/post-office/letters?".to_owned())
        .append_pair("to", &wanted.to)
        .finish();
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { (t!(lang, "post-office-text")) }
        form method="get" action="/demo/post-office" role="search" {
            (Input::new("to", t!(lang, "post-office-search")).value(wanted.to.as_str()).autocomplete("off").width(20))
            (Button::secondary(t!(lang, "cases-search-button")))
        }
        (live_fragment("letters", &fresh, 5, letters))
    };
    Page::new(&ask.view, Audience::Citizen, &title).respond(body)
}

/// The part of the page that renews itself.
async fn rows(ask: Ask, Query(wanted): Query<Wanted>) -> Response {
    match app::post_office::letters(&ask.app).await {
        Ok(letters) => list(ask.view.lang, &letters, &wanted).into_response(),
        Err(error) => error::page(&ask.view, &error),
    }
}

fn list(lang: Lang, letters: &[Letter], wanted: &Wanted) -> Markup {
    let mut fitting = letters.iter().filter(|l| wanted.fits(l)).peekable();
    html! {
        @if fitting.peek().is_none() {
            (EmptyState::new(Icon::Bell, t!(lang, "post-office-none"), t!(lang, "post-office-none-text")))
        }
        @for letter in fitting {
            (SummaryList::new([
                Row::new(t!(lang, "post-office-at"), date_time(letter.at)),
                Row::new(t!(lang, "post-office-words"), letter.text.as_str()),
            ]).card(Card::new(format!("{} – {}", letter.channel, letter.to))))
        }
    }
}

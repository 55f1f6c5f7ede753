//! The terms of use: for anybody to read, and for the holder to accept or decline (D59-6.1).

use app::terms::{Pending, accept, decline, list, pending};
use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::{get, post};
use domain::terms::{BASE, VERSIONS};
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Button, ButtonKind, ButtonLink, InsetText};

use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie, Status};
use crate::i18n::{Lang, date, has};
use crate::middleware::Form;
use crate::page::{Audience, Page, words};
use crate::state::Web;
use crate::t;

/// Pages of the terms.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/terms", get(show))
        .route("/terms/accept", get(ask_for).post(submit))
        .route("/terms/decline", post(refuse))
}

/// Paragraphs of a version in one language.
fn paragraphs(lang: Lang, version: &str) -> Vec<String> {
    (1..=99)
        .map(|n| format!("terms-{version}-{n}"))
        .take_while(|key| has(key))
        .map(|key| t!(lang, &key))
        .collect()
}

/// The whole text of a version in both languages, for its digest.
pub(crate) fn whole(version: &str) -> String {
    Lang::ALL
        .map(|lang| paragraphs(lang, version).join("\n"))
        .join("\n\n")
}

fn text(lang: Lang, version: &str) -> Markup {
    html! {
        ol.govuk-list.govuk-list--number {
            @for paragraph in paragraphs(lang, version) { li { (paragraph) } }
        }
    }
}

fn changes(lang: Lang, version: &str) -> Markup {
    html! {
        @if version != BASE {
            h2.govuk-heading-m { (t!(lang, "terms-changes")) }
            p.govuk-body { (t!(lang, &format!("terms-{version}-changes"))) }
        }
    }
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    version: String,
}

async fn show(ask: Ask, Query(asked): Query<Asked>) -> Response {
    let lang = ask.view.lang;
    let known = match list(&ask.app, &ask.cx).await {
        Ok(known) => known,
        Err(error) => return error::page(&ask.view, &error),
    };
    // What is neither in force nor announced is a draft, and nobody's business.
    let public = |version: &str| known.iter().find(|k| k.version == version && !k.open);
    let one = match asked.version.as_str() {
        "" => known.iter().find(|k| k.current),
        version => public(version),
    };
    let Some(one) = one else {
        return error::page(&ask.view, &app::Error::NotFound);
    };
    let title = t!(lang, "terms-title");
    let others = known.iter().filter(|k| !k.open && k.version != one.version);
    let body = html! {
        (fields::heading(&title, None))
        p.govuk-hint {
            (t!(lang, "terms-version", version = one.version.as_str()))
            @if let Some(from) = one.from { " " (t!(lang, "terms-from", day = date(from))) }
        }
        (text(lang, &one.version))
        (changes(lang, &one.version))
        (words::fines(lang))
        @for other in others {
            p.govuk-body {
                a.govuk-link href={ "/terms?version=" (other.version) } { (t!(lang, "terms-version", version = other.version.as_str())) }
                @if let Some(from) = other.from { " " (t!(lang, "terms-from", day = date(from))) }
            }
        }
    };
    Page::new(&ask.view, Audience::Public, &title)
        .narrow()
        .back("/")
        .respond(body)
}

async fn ask_for(holder: Status) -> Response {
    if holder.session.status_only {
        return holder.redirect("/locked");
    }
    match pending(&holder.app, &holder.cx, holder.session.subject).await {
        Ok(Some(found)) => page(&holder, &found),
        Ok(None) => holder.redirect("/"),
        Err(error) => error::page(&holder.view, &error),
    }
}

fn page(holder: &Status, found: &Pending) -> Response {
    let view = &holder.view;
    let lang = view.lang;
    let title = t!(lang, "terms-accept-title");
    let day = date(found.from);
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "terms-accept-text", day = day.as_str()))))
        (changes(lang, &found.version))
        h2.govuk-heading-m { (t!(lang, "terms-title")) }
        (text(lang, &found.version))
        @if found.due { (words::warning(lang, t!(lang, "terms-due"))) }
        (view.form("/terms/accept", html! {
            input type="hidden" name="version" value=(found.version);
            (Button::new(t!(lang, "terms-accept")).prevent_double_click(true))
        }))
        @if !found.due {
            (ButtonLink::new("/", t!(lang, "terms-later", day = day)).kind(ButtonKind::Secondary))
        }
        (view.form("/terms/decline", Button::secondary(t!(lang, "terms-decline")).prevent_double_click(true)))
        (InsetText::new(t!(lang, "terms-decline-text")))
    };
    Page::new(view, Audience::Citizen, &title)
        .narrow()
        .respond(body)
}

async fn submit(holder: Status, form: Form) -> Response {
    let version = form.trimmed("version");
    if !VERSIONS.contains(&version) {
        return holder.redirect("/terms/accept");
    }
    match accept(&holder.app, &holder.cx, version).await {
        Ok(()) => holder.redirect(crate::citizen::sign_in::onward(&holder)),
        Err(app::Error::Stale) => holder.redirect("/terms/accept"),
        Err(error) => error::page(&holder.view, &error),
    }
}

async fn refuse(holder: Status) -> Response {
    match decline(&holder.app, &holder.cx).await {
        Ok(()) => holder.go("/sign-in?out=1", [holder.cookies.remove(Cookie::Session)]),
        Err(error) => error::page(&holder.view, &error),
    }
}

//! The portrait: camera where there is one, a file everywhere.

use app::registration::{Step, own_portrait, set_portrait, to_cure};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use store::registration::Finding;

use super::{address, at, failed, page, token};
use crate::citizen::fields;
use crate::error;
use crate::extract::Ask;
use crate::i18n::Lang;
use crate::middleware::{Camera, Form};
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    match at(&ask, Step::Portrait).await {
        Ok((_, draft)) => {
            let dossier = &draft.stored.dossier;
            let taken = dossier.portrait.is_some().then(|| to_cure(dossier));
            draw(&ask, taken.as_deref(), &Errors::new(ask.view.lang))
        }
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let token = match token(&ask) {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let bytes = form
        .file("portrait")
        .map(|file| file.bytes.to_vec())
        .unwrap_or_default();
    match set_portrait(&ask.app, &ask.cx, &token, bytes).await {
        // What would make it better is told at once, beside the camera.
        Ok(kept) if !kept.cures.is_empty() => ask.redirect(&address(Step::Portrait)),
        Ok(kept) => ask.redirect(&address(kept.next)),
        Err(error) => {
            let before = at(&ask, Step::Portrait).await.ok();
            let dossier = before.map(|(_, draft)| draft.stored.dossier);
            let taken = dossier.filter(|d| d.portrait.is_some());
            let taken = taken.as_ref().map(to_cure);
            failed(&ask, &error, |errors| draw(&ask, taken.as_deref(), errors))
        }
    }
}

/// What makes a portrait usable; the counter shows the same.
pub(crate) fn advice(lang: Lang) -> Markup {
    html! {
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "register-portrait-face")) }
            li { (t!(lang, "register-portrait-light")) }
            li { (t!(lang, "register-portrait-bare")) }
            li { (t!(lang, "register-portrait-alone")) }
        }
    }
}

/// `taken`: what would make the portrait that was taken better.
fn draw(ask: &Ask, taken: Option<&[Finding]>, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "register-portrait-title");
    let body = html! {
        (fields::heading(&title, None))
        (advice(lang))
        @if let Some(cures) = taken {
            h2.govuk-heading-s { (t!(lang, "register-portrait-present")) }
            p { img src="/register/portrait/image" alt=(t!(lang, "register-portrait-alt")) width="240" height="320"; }
            @for found in cures {
                (words::warning(lang, t!(lang, &format!("self-proof-remedy-{}", found.remedy))))
            }
        }
        (ask.view.file_form("/register/portrait", html! {
            (words::take_photo(lang, "portrait", t!(lang, "register-portrait-label"))
                .hint(t!(lang, "register-portrait-hint"))
                .error(errors.of("portrait")))
            (fields::submit(t!(lang, "continue")))
        }))
        @if taken.is_some() {
            p.govuk-body { a.govuk-link href="/register/consent" { (t!(lang, "register-portrait-keep")) } }
        }
    };
    (Camera, page(ask, &title, "/register/details", errors, body)).into_response()
}

/// The applicant's own portrait; nobody else's cookie opens it.
pub(super) async fn image(ask: Ask) -> Response {
    let token = match token(&ask) {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match own_portrait(&ask.app, &ask.cx, &token).await {
        Ok(jpeg) => (
            [
                (header::CONTENT_TYPE, "image/jpeg"),
                (header::CACHE_CONTROL, "no-store"),
            ],
            jpeg,
        )
            .into_response(),
        Err(app::Error::Refused(_)) => error::page(&ask.view, &app::Error::NotFound),
        Err(error) => error::page(&ask.view, &error),
    }
}

//! What every API request passes through: identifier, language, panics, headers.

use std::any::Any;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use super::problem::Problem;
use super::who::Caller;
use crate::i18n::Lang;
use crate::page::View;
use crate::state::Web;

pub(super) fn around(routes: Router<Web>, web: &Web) -> Router<Web> {
    let routes = routes.layer(CatchPanicLayer::custom(
        panicked as fn(Box<dyn Any + Send>) -> Response,
    ));
    routes.layer(from_fn_with_state(web.clone(), prepare))
}

async fn prepare(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let id = web.app.request_id();
    let lang = language(request.headers());
    let view = View {
        lang,
        larger_text: false,
        path: request.uri().path().to_owned(),
        query: String::new(),
        csrf: String::new(),
        home: "/",
        request_id: id.clone(),
        site: web.site.clone(),
    };
    request.extensions_mut().insert(view);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        (header::CONTENT_LANGUAGE, lang.as_str()),
        (header::VARY, "Accept-Language, Authorization"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}

/// The first of our languages that the caller names.
fn language(headers: &HeaderMap) -> Lang {
    let text = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let mut tags = text
        .split(',')
        .filter_map(|part| part.split([';', '-']).next());
    tags.find_map(|tag| Lang::parse(&tag.trim().to_ascii_lowercase()))
        .unwrap_or_default()
}

/// A panic is a defect: logged without its words, which may hold personal data.
fn panicked(_words: Box<dyn Any + Send>) -> Response {
    tracing::error!("an API handler panicked");
    let body = r#"{"type":"urn:dinhdanh:problem:internal","title":"Internal error","status":500,"code":"internal"}"#;
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        [(header::CONTENT_TYPE, "application/problem+json")],
        body,
    )
        .into_response()
}

pub(super) async fn not_found(caller: Caller) -> Problem {
    Problem::new(&caller.context(), StatusCode::NOT_FOUND, "not-found")
}

pub(super) async fn wrong_method(caller: Caller) -> Problem {
    Problem::new(
        &caller.context(),
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_we_speak_is_taken() {
        for (text, want) in [
            ("", Lang::Vi),
            ("en", Lang::En),
            ("fr, en-GB;q=0.8, vi", Lang::En),
            ("VI-vn", Lang::Vi),
            ("*", Lang::Vi),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, text.parse().unwrap());
            assert_eq!(language(&headers), want, "{text}");
        }
    }
}

//! What every page's request passes through, in one layer: [`frame`].

mod csrf;
mod fault;
mod form;
mod headers;
mod limits;
mod panic;
mod posted;
mod preferences;

pub use fault::Fault;
pub use form::{File, Form, FormFault};
pub use headers::{Camera, FormAction};
pub use limits::{MAX_FILE_FORM, MAX_FORM};
pub use posted::Posted;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use self::preferences::Preferences;
use crate::page::{Site, View};

/// Wraps the routes that people's browsers use. Protocol endpoints (OIDC, API) have a frame of their
/// own: they take no form token.
///
/// From the outside in: request id, headers, preferences, error pages, panics, limits, CSRF. They are
/// one layer, since a layer copies all that lies further in at each request.
pub fn frame(routes: Router, site: &Arc<Site>) -> Router {
    routes.layer(from_fn_with_state(site.clone(), pass))
}

/// The request's id stands on the error page, in the answer and in every log line.
async fn pass(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let id = random_hex::<8>(&site);
    let span = tracing::info_span!("request", id = %id, method = %request.method());
    let mut response = answer(&site, &id, request, next).instrument(span).await;
    headers::add(&site, &id, &mut response);
    response
}

async fn answer(site: &Arc<Site>, id: &str, mut request: Request, next: Next) -> Response {
    if let Some(elsewhere) = preferences::switch(site, &request) {
        return elsewhere;
    }
    let preferences = Preferences::read(request.headers());
    let (token, fresh) = csrf::token(site, request.headers());
    let view = View {
        lang: preferences.lang,
        larger_text: preferences.larger_text,
        path: request.uri().path().to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        csrf: token,
        home: "/",
        request_id: id.to_owned(),
        site: site.clone(),
    };
    request.extensions_mut().insert(view.clone());
    let admitted = async {
        limits::check(&request)?;
        if posted::from_elsewhere(&request) {
            return posted::read(request).await;
        }
        let token = view.csrf.as_str();
        csrf::check(site, (!fresh).then_some(token), request).await
    };
    let handled = async {
        match admitted.await {
            Ok(request) => next.run(request).await,
            Err(fault) => fault.into_response(),
        }
    };
    let mut response = fault::draw(&view, panic::caught(handled).await);
    if fresh {
        csrf::keep(site, &view.csrf, &mut response);
    }
    response
}

/// A value of a cookie by name. Cookies the browser sends twice count as none.
fn cookie<'a>(headers: &'a axum::http::HeaderMap, name: &str) -> Option<&'a str> {
    let mut found = headers
        .get_all(axum::http::header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

/// Lower-case hexadecimal of fresh random bytes.
fn random_hex<const N: usize>(site: &Site) -> String {
    let mut bytes = [0_u8; N];
    (site.entropy)(&mut bytes);
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

#[cfg(test)]
mod tests;

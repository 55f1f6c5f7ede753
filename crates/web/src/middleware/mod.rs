//! What every page's request passes through. [`frame`] puts the layers in their order.

mod csrf;
mod fault;
mod form;
mod headers;
mod limits;
mod panic;
mod preferences;
mod request_id;

pub use csrf::CsrfToken;
pub use fault::Fault;
pub use form::{File, Form, FormFault};
pub use headers::{Camera, FormAction};
pub use limits::{MAX_FILE_FORM, MAX_FORM};
pub use preferences::Preferences;
pub use request_id::RequestId;

use std::sync::Arc;

use axum::{Router, middleware::from_fn_with_state};

use crate::page::Site;

/// Wraps the routes that people's browsers use. Protocol endpoints (OIDC, API) have layers of their
/// own: they take no form token.
///
/// From the outside in: request id, headers, preferences, error pages, panics, limits, CSRF.
pub fn frame(routes: Router, site: &Arc<Site>) -> Router {
    let routes = routes.layer(from_fn_with_state(site.clone(), csrf::check));
    let routes = routes.layer(axum::middleware::from_fn(limits::check));
    let routes = routes.layer(panic::layer());
    let routes = routes.layer(axum::middleware::from_fn(fault::draw));
    let routes = routes.layer(from_fn_with_state(site.clone(), preferences::read));
    let routes = routes.layer(from_fn_with_state(site.clone(), headers::add));
    routes.layer(from_fn_with_state(site.clone(), request_id::give))
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

//! Language and text size: `?lang=en` and `?text=larger` set a cookie and lead back to the same page (UX-8).

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::cookie;
use crate::{i18n::Lang, page::Site};

pub(super) struct Preferences {
    pub(super) lang: Lang,
    pub(super) larger_text: bool,
}

impl Preferences {
    pub(super) fn read(headers: &HeaderMap) -> Self {
        Self {
            lang: cookie(headers, "dd-lang")
                .and_then(Lang::parse)
                .unwrap_or_default(),
            larger_text: cookie(headers, "dd-text") == Some("larger"),
        }
    }
}

/// The answer to a request that carries a switch.
pub(super) fn switch(site: &Site, request: &Request) -> Option<Response> {
    let query = request.uri().query()?;
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let mut cookies = Vec::new();
    let mut rest = Vec::new();
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("lang", code)) if Lang::parse(code).is_some() => {
                cookies.push(("dd-lang", code));
            }
            Some(("text", wanted @ ("larger" | "normal"))) => cookies.push(("dd-text", wanted)),
            _ => rest.push(pair),
        }
    }
    if cookies.is_empty() {
        return None;
    }
    let path = request.uri().path();
    // A path such as `//elsewhere` would leave this site.
    let path = format!("/{}", path.trim_start_matches(['/', '\\']));
    let target = if rest.is_empty() {
        path
    } else {
        format!("{path}?{}", rest.join("&"))
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    response
        .headers_mut()
        .insert(header::LOCATION, HeaderValue::from_str(&target).ok()?);
    let secure = if site.https() { "; Secure" } else { "" };
    for (name, value) in cookies {
        let line =
            format!("{name}={value}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}");
        response
            .headers_mut()
            .append(header::SET_COOKIE, HeaderValue::from_str(&line).ok()?);
    }
    Some(response)
}

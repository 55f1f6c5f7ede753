//! Cross-site requests. An unsafe method must come from our own pages: by `Origin` and
//! `Sec-Fetch-Site` where the browser tells, and always by a token that stands in a cookie and in the
//! form (or, for scripts, in `x-csrf-token`). The form is read here, once; [`Form`] hands it on.

use std::sync::Arc;

use axum::{
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{Fault, Form, cookie, limits, random_hex};
use crate::page::Site;

#[derive(Clone, Debug)]
pub struct CsrfToken(pub String);

/// `__Host-` binds the cookie to this host, yet needs https.
fn cookie_name(site: &Site) -> &'static str {
    if site.https() {
        "__Host-dd-csrf"
    } else {
        "dd-csrf"
    }
}

pub(super) async fn check(
    State(site): State<Arc<Site>>,
    mut request: Request,
    next: Next,
) -> Response {
    let known = cookie(request.headers(), cookie_name(&site))
        .filter(|value| is_token(value))
        .map(str::to_owned);
    if !request.method().is_safe() {
        let verified = match &known {
            Some(token) => verify(&site, token, request).await,
            None => Err(Fault::new(StatusCode::FORBIDDEN)),
        };
        request = match verified {
            Ok(request) => request,
            Err(fault) => return fault.into_response(),
        };
    }
    let fresh = known.is_none();
    let token = known.unwrap_or_else(|| random_hex::<32>(&site));
    request.extensions_mut().insert(CsrfToken(token.clone()));
    let mut response = next.run(request).await;
    if fresh && is_page(&response) {
        let secure = if site.https() { "; Secure" } else { "" };
        let line = format!(
            "{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}",
            cookie_name(&site)
        );
        if let Ok(value) = HeaderValue::from_str(&line) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// Only pages carry forms; a cached style sheet must not carry a cookie.
fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"))
}

async fn verify(site: &Site, token: &str, request: Request) -> Result<Request, Fault> {
    let refused = Fault::new(StatusCode::FORBIDDEN);
    if !from_our_pages(site, request.headers()) {
        return Err(refused);
    }
    let kind = limits::content_type(&request).to_owned();
    if !Form::is_form(&kind) {
        let sent = request
            .headers()
            .get("x-csrf-token")
            .and_then(|value| value.to_str().ok());
        return if sent.is_some_and(|sent| same(sent, token)) {
            Ok(request)
        } else {
            Err(refused)
        };
    }
    let (parts, body) = request.into_parts();
    let too_large = Fault::new(StatusCode::PAYLOAD_TOO_LARGE);
    let bytes = to_bytes(body, limits::limit(&kind))
        .await
        .map_err(|_| too_large)?;
    let form = Form::parse(&kind, bytes)
        .await
        .map_err(|fault| Fault::new(fault.status()))?;
    if !same(form.get("csrf"), token) {
        return Err(refused);
    }
    let mut request = Request::from_parts(parts, axum::body::Body::empty());
    request.extensions_mut().insert(form);
    Ok(request)
}

/// What the browser says of the sender, where it says anything.
fn from_our_pages(site: &Site, headers: &HeaderMap) -> bool {
    let text = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("unreadable"))
    };
    let site_ok = text("sec-fetch-site").is_none_or(|from| matches!(from, "same-origin" | "none"));
    let origin_ok = text("origin").is_none_or(|origin| origin.eq_ignore_ascii_case(&site.origin));
    site_ok && origin_ok
}

fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Compares without telling by time where the difference is.
fn same(a: &str, b: &str) -> bool {
    let differs = a
        .bytes()
        .zip(b.bytes())
        .fold(0_u8, |sum, (x, y)| sum | (x ^ y));
    a.len() == b.len() && std::hint::black_box(differs) == 0
}

//! Cross-site requests. An unsafe method must come from our own pages: by `Origin` and
//! `Sec-Fetch-Site` where the browser tells, and always by a token that stands in a cookie and in the
//! form (or, for scripts, in `x-csrf-token`). The form is read here, once; [`Form`] hands it on.

use axum::{
    body::to_bytes,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::{Fault, Form, cookie, limits, random_hex};
use crate::page::Site;

/// Forms with files are read whole: so many at once, from the first byte until the handler is done with
/// them.
static FILE_FORMS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(64)));
/// How long one more waits for its turn.
const TURN: Duration = Duration::from_secs(10);

/// `__Host-` binds the cookie to this host, yet needs https.
fn cookie_name(site: &Site) -> &'static str {
    if site.https() {
        "__Host-dd-csrf"
    } else {
        "dd-csrf"
    }
}

/// The token of this browser, and whether it is a fresh one.
pub(super) fn token(site: &Site, headers: &HeaderMap) -> (String, bool) {
    let known = cookie(headers, cookie_name(site)).filter(|value| is_token(value));
    match known {
        Some(token) => (token.to_owned(), false),
        None => (random_hex::<32>(site), true),
    }
}

/// Lets a request in: a safe one, or one that proves the token the browser has in its cookie.
pub(super) async fn check(
    site: &Site,
    token: Option<&str>,
    request: Request,
) -> Result<Request, Fault> {
    match token {
        _ if request.method().is_safe() => Ok(request),
        Some(token) => verify(site, token, request).await,
        None => Err(Fault::new(StatusCode::FORBIDDEN)),
    }
}

/// Gives the browser a fresh token.
pub(super) fn keep(site: &Site, token: &str, response: &mut Response) {
    if !is_page(response) {
        return;
    }
    let secure = if site.https() { "; Secure" } else { "" };
    let name = cookie_name(site);
    let line = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::from_str(&line) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
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
    let files = limits::limit(&kind) > limits::MAX_FORM;
    let room = if files {
        let turn = tokio::time::timeout(TURN, FILE_FORMS.clone().acquire_owned()).await;
        let busy = Fault::new(StatusCode::SERVICE_UNAVAILABLE);
        Some(turn.map_err(|_| busy)?.map_err(|_| busy)?)
    } else {
        None
    };
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
    request.extensions_mut().insert(form.within(room));
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

//! Headers that keep a page ours: policy, isolation, no caching of personal pages.

use std::sync::LazyLock;

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponseParts, Response, ResponseParts},
};

use crate::page::Site;

/// Put into an answer whose page uses the camera: `(Camera, page.respond(body))`.
#[derive(Clone, Copy, Debug)]
pub struct Camera;

/// Put into the answer of a consent page: the relying party's origin, to which its form leads on.
#[derive(Clone, Debug)]
pub struct FormAction(String);

impl FormAction {
    /// `None` unless the text is an origin: scheme and host, nothing that could add to the policy.
    pub fn new(origin: &str) -> Option<Self> {
        let host = origin
            .strip_prefix("https://")
            .or_else(|| origin.strip_prefix("http://"))?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        (!host.is_empty() && host.chars().all(plain)).then(|| FormAction(origin.to_owned()))
    }
}

/// The policy before and after the place where a form may also lead.
const POLICY: [&str; 2] = [
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; \
     media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'",
    "; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types eid sw",
];

/// The policy of most pages.
static USUAL: LazyLock<HeaderValue> =
    LazyLock::new(|| policy("").unwrap_or(HeaderValue::from_static("default-src 'none'")));

fn policy(also: &str) -> Option<HeaderValue> {
    let [before, after] = POLICY;
    HeaderValue::from_str(&format!("{before}{also}{after}")).ok()
}

macro_rules! marker {
    ($type:ty) => {
        impl IntoResponseParts for $type {
            type Error = std::convert::Infallible;

            fn into_response_parts(
                self,
                mut parts: ResponseParts,
            ) -> Result<ResponseParts, Self::Error> {
                parts.extensions_mut().insert(self);
                Ok(parts)
            }
        }
    };
}

marker!(Camera);
marker!(FormAction);

pub(super) fn add(site: &Site, id: &str, response: &mut Response) {
    let policy = match response.extensions().get::<FormAction>() {
        Some(FormAction(origin)) => policy(&format!(" {origin}")),
        None => Some(USUAL.clone()),
    };
    let camera = response.extensions().get::<Camera>().is_some();
    let headers = response.headers_mut();
    if let Some(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert("x-request-id", id);
    }
    let permissions = if camera {
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"
    } else {
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
    };
    set(
        headers,
        HeaderName::from_static("permissions-policy"),
        permissions,
    );
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::REFERRER_POLICY, "same-origin");
    set(
        headers,
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        headers,
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    if site.https() {
        set(
            headers,
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=63072000; includeSubDomains",
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        set(headers, header::CACHE_CONTROL, "no-store");
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

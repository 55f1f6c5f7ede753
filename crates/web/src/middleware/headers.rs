//! Headers that keep a page ours: policy, isolation, no caching of personal pages.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
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

pub(super) async fn add(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let form_action = response.extensions().get::<FormAction>().cloned();
    let camera = response.extensions().get::<Camera>().is_some();
    let headers = response.headers_mut();
    let policy = policy(form_action.as_ref());
    if let Ok(value) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
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
    response
}

fn policy(form_action: Option<&FormAction>) -> String {
    let also = form_action
        .map(|FormAction(origin)| format!(" {origin}"))
        .unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; \
         media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'{also}; \
         base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types eid sw"
    )
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

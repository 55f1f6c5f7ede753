//! What the endpoints for programs share: reading a request, writing an answer or an error.

use std::any::Any;

use app::Cx;
use app::relying_parties::{Caller, Failure};
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::actor::{Actor, Purpose};
use oidc::{ErrorCode, OAuthError, Params};
use serde::Serialize;

use crate::extract::{Ask, Showed};

/// More than any request of the protocol needs: a request object with its keys is the longest.
pub(super) const MAX_BODY: usize = 64 * 1024;

/// RFC 6749 5.1; and browsers' own programs may read the answer, which no cookie of ours goes with.
const HEADERS: [(HeaderName, &str); 4] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        "WWW-Authenticate, DPoP-Nonce",
    ),
];

/// Who asks, and what his connection showed.
pub(super) type Asking<'a> = (&'a Ask, &'a Showed);

/// A request to an endpoint, read.
pub(super) struct Read {
    pub(super) params: Params,
    pub(super) cx: Cx,
    authorization: Option<String>,
    proofs: Vec<String>,
    showed: Showed,
    method: &'static str,
    path: &'static str,
}

fn text(value: &HeaderValue) -> Option<String> {
    value.to_str().ok().map(str::to_owned)
}

impl Read {
    /// Reads a POST whose body is a form.
    pub(super) fn form(
        asking: Asking<'_>,
        headers: &HeaderMap,
        body: &Bytes,
        path: &'static str,
    ) -> Result<Self, Box<Response>> {
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
        let form =
            kind.is_some_and(|k| k.eq_ignore_ascii_case("application/x-www-form-urlencoded"));
        if !body.is_empty() && !form {
            let wrong = OAuthError {
                code: ErrorCode::InvalidRequest,
                description: "the body must be application/x-www-form-urlencoded",
            };
            return Err(Box::new(error(&wrong, false)));
        }
        let params =
            Params::parse(body, MAX_BODY).map_err(|e| Box::new(error(&e.into(), false)))?;
        Ok(Self::new(asking, headers, params, ("POST", path)))
    }

    /// Reads a request without parameters of its own.
    pub(super) fn bare(asking: Asking<'_>, headers: &HeaderMap, path: &'static str) -> Self {
        Self::new(asking, headers, Params::default(), ("GET", path))
    }

    fn new(
        (ask, showed): Asking<'_>,
        headers: &HeaderMap,
        params: Params,
        (method, path): (&'static str, &'static str),
    ) -> Self {
        Self {
            params,
            cx: Cx {
                actor: Actor::Public,
                purpose: Purpose::Service,
                ..ask.cx.clone()
            },
            authorization: headers.get(header::AUTHORIZATION).and_then(text),
            // One that cannot be read is not the same as none.
            proofs: headers
                .get_all("dpop")
                .iter()
                .map(|v| text(v).unwrap_or_default())
                .collect(),
            showed: showed.clone(),
            method,
            path,
        }
    }

    pub(super) fn proofs(&self) -> Vec<&str> {
        self.proofs.iter().map(String::as_str).collect()
    }

    pub(super) fn caller<'a>(&'a self, proofs: &'a [&'a str]) -> Caller<'a> {
        Caller {
            params: &self.params,
            authorization: self.authorization.as_deref(),
            proofs,
            method: self.method,
            path: self.path,
            certificate: self.showed.chain(),
        }
    }

    /// Scheme and token of the header `Authorization`.
    pub(super) fn bearer(&self) -> Option<(&str, &str)> {
        let (scheme, token) = self.authorization.as_deref()?.split_once(' ')?;
        Some((scheme, token.trim()))
    }

    /// Whom the request says it is from; proven or not.
    pub(super) fn client(&self) -> Option<String> {
        let shown = oidc::client_auth::read(self.authorization.as_deref(), &self.params);
        shown.ok().map(|shown| shown.client_id().to_owned())
    }

    /// Whether the client used the header to prove itself (RFC 6749 5.2).
    pub(super) fn by_header(&self) -> bool {
        self.authorization.is_some()
    }
}

/// An answer in JSON.
pub(super) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    let mut response = (status, axum::Json(body)).into_response();
    add(&mut response);
    response
}

/// An answer that is a signed token.
pub(super) fn jwt(kind: &'static str, text: String) -> Response {
    let mut response = ([(header::CONTENT_TYPE, kind)], text).into_response();
    add(&mut response);
    response
}

/// The headers of every answer.
pub(super) fn add(response: &mut Response) {
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
}

/// The error that the RFC names (RFC 6749 5.2).
pub(super) fn error(error: &OAuthError, by_header: bool) -> Response {
    #[derive(Serialize)]
    struct Body {
        error: &'static str,
        error_description: &'static str,
    }
    let body = Body {
        error: error.code.as_str(),
        error_description: error.description,
    };
    let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = json(status, &body);
    if error.code == ErrorCode::InvalidClient && by_header {
        let scheme = HeaderValue::from_static("Basic realm=\"oidc\"");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, scheme);
    }
    response
}

/// Any failure of a use case, as an endpoint answers it.
pub(super) fn failed(failure: &Failure, by_header: bool) -> Response {
    let (status, code, description) = match failure {
        Failure::Protocol(protocol) => return error(protocol, by_header),
        Failure::App(app::Error::Throttled { .. }) => (
            StatusCode::TOO_MANY_REQUESTS,
            "temporarily_unavailable",
            "too many attempts",
        ),
        // What is another's is not there (RFC 9110 15.5.5); no RFC of ours has a word for it.
        Failure::App(app::Error::NotFound) => (
            StatusCode::NOT_FOUND,
            "not_found",
            "there is no such thing of yours",
        ),
        Failure::App(app::Error::Stale) => (
            StatusCode::CONFLICT,
            "temporarily_unavailable",
            "another request changed the same at once",
        ),
        Failure::App(inner) => {
            tracing::error!(error = %inner, "an endpoint of the protocol failed");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "server_error",
                "our own fault",
            )
        }
    };
    json(
        status,
        &serde_json::json!({ "error": code, "error_description": description }),
    )
}

/// What a caught panic is made into.
pub(super) type Panicked = fn(Box<dyn Any + Send>) -> Response;

/// A panic is a defect: logged without its words, which may hold personal data.
pub(super) fn panicked(_words: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler of the protocol panicked");
    json(
        StatusCode::INTERNAL_SERVER_ERROR,
        &serde_json::json!({ "error": "server_error" }),
    )
}

/// Asked by a browser before a page's own program may call.
pub(super) async fn preflight() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    add(&mut response);
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "Authorization, Content-Type, DPoP",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, "3600"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

//! Errors as problem documents (RFC 9457).

use app::Error;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::fault::Fault;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error;
use crate::i18n::Lang;
use crate::t;

/// What went wrong with one member of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The member.
    #[schema(example = "licence-number")]
    pub field: String,
    /// Stable code.
    #[schema(example = "licence-number-too-short")]
    pub code: String,
    /// In the caller's language.
    pub detail: String,
}

/// RFC 9457: why a request was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Body {
    /// Names the problem: `urn:dinhdanh:problem:<code>`.
    #[serde(rename = "type")]
    #[schema(example = "urn:dinhdanh:problem:level-two-needed")]
    pub kind: String,
    /// The kind of answer, in the caller's language.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened, in the caller's language.
    pub detail: String,
    /// Stable code.
    pub code: String,
    /// The request, to be quoted when asking for help.
    pub request: String,
    /// Members of the body that cannot be accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

/// A problem as an answer.
#[derive(Debug)]
pub struct Problem {
    body: Box<Body>,
    retry_after: Option<i64>,
}

/// In which language, for which request, at which instant.
#[derive(Debug, Clone)]
pub struct Context {
    pub lang: Lang,
    pub request: String,
    pub now: Timestamp,
}

impl Problem {
    /// A problem of the API itself: `error-api-<code>` are its words.
    pub fn new(context: &Context, status: StatusCode, code: &str) -> Self {
        let detail = t!(context.lang, &format!("error-api-{code}"));
        Self::with(context, status, code, detail)
    }

    /// What was there is there no more: `refused-<code>` are its words.
    pub fn gone(context: &Context, code: &str) -> Self {
        let detail = t!(context.lang, &format!("refused-{code}"));
        Self::with(context, StatusCode::GONE, code, detail)
    }

    fn with(context: &Context, status: StatusCode, code: &str, detail: String) -> Self {
        let body = Body {
            kind: format!("urn:dinhdanh:problem:{code}"),
            title: t!(context.lang, &format!("status-problem-{}", status.as_u16())),
            status: status.as_u16(),
            detail,
            code: code.to_owned(),
            request: context.request.clone(),
            errors: Vec::new(),
        };
        Self {
            body: Box::new(body),
            retry_after: None,
        }
    }

    /// The one table from a use case's error to a problem.
    pub fn of(context: &Context, failure: &Error) -> Self {
        let status = error::status(failure);
        let plain = |code: &str| Self::new(context, status, code);
        match failure {
            Error::Invalid(faults) => plain("invalid").faults(context.lang, faults),
            Error::Refused(code) | Error::Absent(code) => Self::with(
                context,
                status,
                code,
                t!(context.lang, &format!("refused-{code}")),
            ),
            Error::Throttled { until } => {
                let seconds = until.duration_since(context.now).as_secs().max(1);
                let minutes = seconds.div_euclid(60) + i64::from(seconds % 60 > 0);
                let words = t!(context.lang, "throttled", minutes = minutes);
                Self {
                    retry_after: Some(seconds),
                    ..Self::with(context, status, "throttled", words)
                }
            }
            Error::SignIn => plain("sign-in-needed"),
            Error::Forbidden => plain("forbidden"),
            Error::NotFound => plain("not-found"),
            Error::Stale => Self::with(context, status, "stale", t!(context.lang, "refused-stale")),
            Error::Silent(_) => Self::with(
                context,
                status,
                "register-silent",
                t!(context.lang, "refused-register-silent"),
            ),
            Error::Busy { until, .. } => {
                let seconds = until.duration_since(context.now).as_secs().max(1);
                let words = t!(context.lang, "refused-register-busy");
                Self::with(context, status, "register-busy", words).again_after(seconds)
            }
            Error::Internal(cause) => {
                tracing::error!(request = context.request, cause, "request failed");
                plain("internal")
            }
        }
    }

    fn faults(mut self, lang: Lang, faults: &[Fault]) -> Self {
        self.body.errors = faults
            .iter()
            .map(|fault| FieldProblem {
                field: fault.field.to_owned(),
                code: fault.code.to_owned(),
                detail: error::words(lang, fault),
            })
            .collect();
        self
    }

    /// Worth trying again after so many seconds (RFC 9110 section 10.2.3).
    #[must_use]
    pub fn again_after(mut self, seconds: i64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Names one member of the body.
    #[must_use]
    pub fn field(mut self, field: &str, code: &str, detail: String) -> Self {
        self.body.errors.push(FieldProblem {
            field: field.to_owned(),
            code: code.to_owned(),
            detail,
        });
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let text = serde_json::to_string(&self.body).unwrap_or_default();
        let mut response = (
            status,
            [(header::CONTENT_TYPE, "application/problem+json")],
            text,
        )
            .into_response();
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn a_register_that_is_not_asked_now_is_to_be_tried_again_then() {
        let context = Context {
            lang: Lang::En,
            request: String::new(),
            now: Timestamp::UNIX_EPOCH,
        };
        for (ahead, seconds) in [(30, "30"), (0, "1"), (-9, "1")] {
            let busy = Error::Busy {
                register: "business",
                until: context.now + SignedDuration::from_secs(ahead),
            };
            let answer = Problem::of(&context, &busy).into_response();
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(answer.headers()[header::RETRY_AFTER], seconds);
        }
        let silent = Problem::of(&context, &Error::Silent("business")).into_response();
        assert_eq!(silent.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(!silent.headers().contains_key(header::RETRY_AFTER));
    }
}

//! One table from a use case's error to a page, and one to the messages beside a form's fields.

use app::Error;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::fault::Fault;

use crate::i18n::{Lang, t_args};
use crate::page::{self, Errors, View};
use crate::t;

/// Words for one fault: `error-<code>` with its values.
pub fn words(lang: Lang, fault: &Fault) -> String {
    let values = fault
        .args
        .iter()
        .map(|(name, value)| (*name, value.as_str()));
    words_of(lang, fault.code, values)
}

/// The same for one that was kept.
pub(crate) fn words_of<'a>(
    lang: Lang,
    code: &str,
    values: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut args = fluent_bundle::FluentArgs::new();
    for (name, value) in values {
        match value.parse::<i64>() {
            Ok(number) => args.set(name, number),
            Err(_) => args.set(name, value),
        }
    }
    t_args(lang, &format!("error-{code}"), &args)
}

/// What a form shows for an error a person can mend; `None` where the whole page must say it.
pub fn on_form(view: &View, now: jiff::Timestamp, error: &Error) -> Option<Errors> {
    let lang = view.lang;
    let mut errors = Errors::new(lang);
    match error {
        Error::Invalid(faults) => {
            for fault in faults {
                errors.add(fault.field, words(lang, fault));
            }
        }
        Error::Refused(code) | Error::Absent(code) => {
            errors.add("", t!(lang, &format!("refused-{code}")));
        }
        Error::Throttled { until } => {
            let seconds = until.duration_since(now).as_secs().max(1);
            let minutes = seconds.div_euclid(60) + i64::from(seconds % 60 > 0);
            errors.add("", t!(lang, "throttled", minutes = minutes));
        }
        Error::Stale => errors.add("", t!(lang, "refused-stale")),
        Error::Silent(_) => errors.add("", t!(lang, "refused-register-silent")),
        Error::Busy { .. } => errors.add("", t!(lang, "refused-register-busy")),
        Error::SignIn | Error::Forbidden | Error::NotFound | Error::Internal(_) => return None,
    }
    Some(errors)
}

pub(crate) const fn status(error: &Error) -> StatusCode {
    match error {
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Refused(_) | Error::Stale => StatusCode::CONFLICT,
        Error::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::SignIn => StatusCode::UNAUTHORIZED,
        Error::Forbidden => StatusCode::FORBIDDEN,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Silent(_) | Error::Busy { .. } | Error::Absent(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A form that is shown again, with the status that belongs to the error.
pub(crate) fn with_status(mut form: Response, error: &Error) -> Response {
    *form.status_mut() = status(error);
    form
}

/// The page for an error that no form can show. Our own faults are logged once, here.
pub fn page(view: &View, error: &Error) -> Response {
    if let Error::Internal(cause) = error {
        tracing::error!(request = view.request_id, cause, "request failed");
    }
    if matches!(error, Error::SignIn) {
        return (
            StatusCode::SEE_OTHER,
            [(axum::http::header::LOCATION, "/sign-in")],
        )
            .into_response();
    }
    if let Error::Refused(code) | Error::Absent(code) = error {
        return page::refused(view, &t!(view.lang, &format!("refused-{code}")));
    }
    if matches!(error, Error::Forbidden) {
        return page::forbidden(view);
    }
    page::fault(view, status(error))
}

//! The parts of a decision that level 1 and level 2 share: refusing with a reason, sending back.

use app::Error;
use app::counter::Seen;
use axum::http::StatusCode;
use axum::response::Response;
use domain::registration::Refusal;
use maud::{Markup, html};
use ui::{Button, Select, SelectOption, Textarea};

use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// The status that belongs to an error shown on a page.
pub(super) fn failed(mut response: Response, error: &Error) -> Response {
    *response.status_mut() = match error {
        Error::Refused(_) | Error::Stale => StatusCode::CONFLICT,
        Error::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Silent(_) | Error::Busy { .. } | Error::Absent(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Invalid(_)
        | Error::SignIn
        | Error::Forbidden
        | Error::NotFound
        | Error::Internal(_) => response.status(),
    };
    response
}

/// The registration as the page showed it. A form without a revision has seen nothing.
pub(super) fn seen<'a>(reference: &'a str, form: &Form) -> Seen<'a> {
    let revision = form.trimmed("revision").parse().unwrap_or_default();
    Seen {
        reference,
        revision,
    }
}

/// Carries what was seen through a form.
pub(super) fn revision(of: &str) -> Markup {
    html! { input type="hidden" name="revision" value=(of); }
}

/// I7: a reason from the list, shown with what the applicant will read; that he has an account already only where
/// another officer found it, that the card was refused only where it was applied for with the account.
pub(super) fn refuse(
    desk: &Desk,
    (base, seen): (&str, i64),
    (duplicate, joint): (bool, bool),
    (form, errors): (&Form, &Errors),
) -> Markup {
    let lang = desk.view.lang;
    let reasons = Refusal::by_officer(duplicate, joint).map(|reason| {
        SelectOption::new(
            reason.as_str(),
            t!(lang, &format!("refusal-{}", reason.as_str())),
        )
    });
    html! {
        details.govuk-details open[errors.has("reason")] {
            summary.govuk-details__summary { span.govuk-details__summary-text { (t!(lang, "counter-refuse")) } }
            div.govuk-details__text {
                (desk.view.form(&format!("{base}/refuse"), html! {
                    (revision(&seen.to_string()))
                    (Select::new("reason", t!(lang, "counter-refuse-reason"))
                        .hint(t!(lang, "counter-refuse-hint"))
                        .options([SelectOption::new("", t!(lang, "counter-choose"))])
                        .options(reasons)
                        .value(form.get("reason"))
                        .error(errors.of("reason")))
                    (Button::warning(t!(lang, "counter-refuse-button")).prevent_double_click(true))
                }))
            }
        }
    }
}

/// D59-17.s: what is missing, in words the applicant will read.
pub(super) fn send_back(desk: &Desk, at: (&str, i64), form: &Form, errors: &Errors) -> Markup {
    let (base, seen) = at;
    let lang = desk.view.lang;
    html! {
        details.govuk-details open[errors.has("missing")] {
            summary.govuk-details__summary { span.govuk-details__summary-text { (t!(lang, "counter-send-back")) } }
            div.govuk-details__text {
                (desk.view.form(&format!("{base}/send-back"), html! {
                    (revision(&seen.to_string()))
                    (Textarea::new("missing", t!(lang, "counter-send-back-what"))
                        .hint(t!(lang, "counter-send-back-hint"))
                        .rows(3)
                        .limit(500, t!(lang, "counter-at-most", count = 500))
                        .value(form.get("missing"))
                        .error(errors.of("missing")))
                    (Button::secondary(t!(lang, "counter-send-back-button")).prevent_double_click(true))
                }))
            }
        }
    }
}

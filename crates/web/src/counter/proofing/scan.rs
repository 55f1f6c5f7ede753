//! A print by the scanner of the officer's desk: asking for it, waiting, what came.

use app::counter::proofing::Proofing;
use app::counter::scan::{Came, Outcome, Scanning, ask, view, waiting};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::finger::Finger;
use maud::{Markup, html};
use ui::{Button, ButtonKind, ButtonLink, InsetText, Select, SelectOption, live_fragment};

use super::fingers::{name, suggested};
use super::{At, Task, after, again, base};
use crate::error;
use crate::extract::Desk;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

fn place(reference: &str) -> String {
    format!("{}/fingers", base(reference))
}

pub(super) async fn submit(desk: Desk, Path(reference): At, form: Form) -> Response {
    let what = (form.get("agent"), form.get("scanned"));
    match ask(&desk.app, &desk.cx, &reference, what).await {
        Ok(_) => after(&desk, &reference, Some(Task::Fingers)),
        Err(error) => again(&desk, &reference, Task::Fingers, &form, &error).await,
    }
}

/// The part of the page that renews itself: whether a print is still waited for, nothing of the person.
pub(super) async fn waited(desk: Desk, Path(reference): At) -> Response {
    let lang = desk.view.lang;
    match waiting(&desk.app, &desk.cx, &reference).await {
        Ok(Some(finger)) => still(lang, &reference, finger).into_response(),
        // Nothing is waited for any more: the page is drawn anew, by script or by hand.
        Ok(None) => html! { div data-over { (look(lang, &reference)) } }.into_response(),
        Err(error) => error::page(&desk.view, &error),
    }
}

/// What the page says of the scanner, and whether it waits for a print and offers nothing else.
pub(super) async fn part(
    desk: &Desk,
    proofing: &Proofing,
    form: &Form,
    errors: &Errors,
) -> Result<(Markup, bool), app::Error> {
    let reference = &proofing.stored.reference;
    let scanning = view(&desk.app, &desk.cx, reference).await?;
    let lang = desk.view.lang;
    if let (Some(finger), true) = (scanning.waits, errors.is_empty()) {
        let source = format!("{}/scan", place(reference));
        let part = still(lang, reference, finger);
        return Ok((live_fragment("scan", &source, 5, &part), true));
    }
    let came = scanning.came.as_ref().map(|came| said(lang, came));
    let part = html! {
        div id="scan" { @if let Some(came) = came { (came) } }
        @if let (Some(finger), false) = (suggested(desk, proofing), scanning.scanners.is_empty()) {
            (entry(desk, (reference, finger), &scanning, (form, errors)))
        }
    };
    Ok((part, false))
}

fn still(lang: Lang, reference: &str, finger: Finger) -> Markup {
    let finger = name(lang, finger.as_str());
    html! {
        (InsetText::new(t!(lang, "scan-waiting", finger = finger)))
        (look(lang, reference))
    }
}

fn look(lang: Lang, reference: &str) -> Markup {
    let link = ButtonLink::new(place(reference), t!(lang, "card-look"));
    html! { p.govuk-body { (link.kind(ButtonKind::Secondary)) } }
}

/// What came of the latest scan: the fault is that of a picture that is handed in.
fn said(lang: Lang, came: &Came) -> Markup {
    let outcome = match came {
        Came::Silence => return html! { (words::warning(lang, t!(lang, "scan-silence"))) },
        Came::Outcome(outcome) => outcome,
    };
    let finger = name(lang, outcome.finger().as_str());
    match outcome {
        Outcome::Kept { .. } => {
            html! { (words::success(lang, t!(lang, "scan-kept", finger = finger))) }
        }
        Outcome::Refused { code, values, .. } => {
            let values = values.iter().map(|(n, v)| (n.as_str(), v.as_str()));
            html! {
                (words::warning(lang, t!(lang, "scan-refused", finger = finger)))
                p.govuk-body-l { (error::words_of(lang, code, values)) }
            }
        }
        Outcome::Failed { code, .. } => {
            html! { (words::warning(lang, t!(lang, &format!("why-{code}"), finger = finger))) }
        }
    }
}

fn entry(
    desk: &Desk,
    (reference, finger): (&str, Finger),
    scanning: &Scanning,
    (form, errors): (&Form, &Errors),
) -> Markup {
    let lang = desk.view.lang;
    let options = scanning
        .scanners
        .iter()
        .map(|a| SelectOption::new(a.id.to_string(), a.name.as_str()));
    let alone = match scanning.scanners.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    html! {
        h2.govuk-heading-m { (t!(lang, "scan-title")) }
        p.govuk-body { (t!(lang, "scan-text")) }
        (desk.view.form(&format!("{}/scan", place(reference)), html! {
            input type="hidden" name="scanned" value=(finger.as_str());
            @match alone {
                Some(agent) => {
                    input type="hidden" name="agent" value=(agent.id);
                    p.govuk-body { (t!(lang, "scan-agent")) ": " strong { (agent.name) } " " (crate::counter::agents::tag(lang, agent, desk.cx.now)) }
                }
                None => (Select::new("agent", t!(lang, "scan-agent"))
                    .options([SelectOption::new("", t!(lang, "counter-choose"))])
                    .options(options)
                    .value(form.get("agent"))
                    .error(errors.of("agent")))
            }
            (Button::new(t!(lang, "scan-button", finger = name(lang, finger.as_str()))).prevent_double_click(true))
        }))
    }
}

#[cfg(test)]
mod tests {
    use app::counter::scan::{DECIDED, FAILURES};

    use super::*;
    use crate::i18n::has;

    #[test]
    fn every_failure_has_its_words() {
        for code in FAILURES.into_iter().chain([DECIDED]) {
            assert!(has(&format!("why-{code}")), "{code}");
        }
        let finger = Finger::RightIndex;
        let refused = Outcome::Refused {
            finger,
            code: "fingers-one".to_owned(),
            values: vec![("other".to_owned(), "left-thumb".to_owned())],
        };
        for (lang, words) in [(Lang::Vi, "ngón cái trái"), (Lang::En, "left thumb")] {
            let page = said(lang, &Came::Outcome(refused.clone())).into_string();
            assert!(page.contains(words), "{page}");
        }
    }
}

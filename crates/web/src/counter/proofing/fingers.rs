//! Fingerprints: two are asked for, with a recorded exception for who cannot give them.

use app::counter::proofing::{
    NextFinger, Proofing, Task, finger_exception, next_finger, remove_finger, set_finger,
    tries_of_today,
};
use axum::extract::Path;
use axum::response::Response;
use domain::finger::Finger;
use maud::{Markup, html};
use ui::{
    Button, ButtonLink, FileUpload, InsetText, Portrait, Portraits, Select, SelectOption, Textarea,
};

use super::view::Says;
use super::{At, after, again, base, fresh};
use crate::citizen::fields;
use crate::extract::Desk;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(desk: Desk, Path(reference): At) -> Response {
    fresh(&desk, &reference, Task::Fingers).await
}

pub(super) async fn submit(desk: Desk, Path(reference): At, form: Form) -> Response {
    let bytes = form
        .file("image")
        .map(|file| file.bytes.to_vec())
        .unwrap_or_default();
    match set_finger(&desk.app, &desk.cx, &reference, form.get("finger"), bytes).await {
        Ok(_) => after(&desk, &reference, Some(Task::Fingers)),
        Err(error) => again(&desk, &reference, Task::Fingers, &form, &error).await,
    }
}

pub(super) async fn remove(desk: Desk, Path(reference): At, form: Form) -> Response {
    match remove_finger(&desk.app, &desk.cx, &reference, form.get("finger")).await {
        Ok(_) => after(&desk, &reference, Some(Task::Fingers)),
        Err(error) => again(&desk, &reference, Task::Fingers, &form, &error).await,
    }
}

pub(super) async fn exception(desk: Desk, Path(reference): At, form: Form) -> Response {
    match finger_exception(&desk.app, &desk.cx, &reference, form.get("exception")).await {
        Ok(_) => after(&desk, &reference, None),
        Err(error) => again(&desk, &reference, Task::Fingers, &form, &error).await,
    }
}

/// Name of a finger.
pub(super) fn name(lang: Lang, finger: &str) -> String {
    t!(lang, &format!("finger-{finger}"))
}

pub(super) fn body(
    desk: &Desk,
    (proofing, says): (&Proofing, &Says),
    form: &Form,
    errors: &Errors,
) -> Markup {
    let lang = desk.view.lang;
    let dossier = &proofing.stored.dossier;
    let address = base(&proofing.stored.reference);
    if says.waits {
        return html! {
            @if !dossier.fingers.is_empty() { (taken_prints(desk, &address, proofing)) }
            (says.part)
        };
    }
    let next = suggested(desk, proofing).map_or("", Finger::as_str);
    let chosen = if form.get("finger").is_empty() {
        next
    } else {
        form.get("finger")
    };
    let options = Finger::OFFERED
        .map(Finger::as_str)
        .map(|f| SelectOption::new(f, t!(lang, &format!("finger-{f}"))));
    html! {
        p.govuk-body { (t!(lang, "counter-fingers-text")) }
        @if !dossier.fingers.is_empty() { (taken_prints(desk, &address, proofing)) }
        (tries(desk, proofing))
        (says.part)
        (desk.view.file_form(&format!("{address}/fingers"), html! {
            (Select::new("finger", t!(lang, "counter-fingers-which")).options(options).value(chosen).error(errors.of("finger")))
            (FileUpload::new("image", t!(lang, "counter-fingers-image"))
                .hint(t!(lang, "counter-fingers-hint"))
                .accept("image/png,image/jpeg,.wsq")
                .error(errors.of("image")))
            (fields::submit(t!(lang, "counter-fingers-add")))
        }))
        @if let Some(reason) = &dossier.finger_exception {
            (InsetText::new(t!(lang, "counter-fingers-exception-kept", reason = reason.as_str())))
        }
        details.govuk-details open[errors.has("exception")] {
            summary.govuk-details__summary { span.govuk-details__summary-text { (t!(lang, "counter-fingers-exception")) } }
            div.govuk-details__text {
                (desk.view.form(&format!("{address}/fingers/exception"), html! {
                    (Textarea::new("exception", t!(lang, "counter-fingers-exception-why"))
                        .hint(t!(lang, "counter-fingers-exception-hint"))
                        .rows(3)
                        .limit(500, t!(lang, "counter-at-most", count = 500))
                        .value(form.get("exception"))
                        .error(errors.of("exception")))
                    (Button::secondary(t!(lang, "counter-fingers-exception-save")).prevent_double_click(true))
                }))
            }
        }
        (ButtonLink::new(address.as_str(), t!(lang, "counter-fingers-done")))
    }
}

/// The finger to take next; beyond those that are asked for, the first that is not there.
pub(super) fn suggested(desk: &Desk, proofing: &Proofing) -> Option<Finger> {
    let taken = &proofing.stored.dossier.fingers;
    match next_finger(&proofing.stored, desk.cx.now) {
        NextFinger::Take(finger, _) => Some(finger),
        NextFinger::Enough | NextFinger::Exception => Finger::OFFERED
            .into_iter()
            .find(|finger| !taken.iter().any(|f| f.finger == finger.as_str())),
    }
}

/// Tries of today that were no good, and what comes next.
fn tries(desk: &Desk, proofing: &Proofing) -> Markup {
    let lang = desk.view.lang;
    let tried: Vec<_> = tries_of_today(&proofing.stored, desk.cx.now).collect();
    if tried.is_empty() {
        return html! {};
    }
    let name = |finger: &str| name(lang, finger);
    let next = match next_finger(&proofing.stored, desk.cx.now) {
        NextFinger::Take(finger, left) => {
            let finger = name(finger.as_str());
            t!(lang, "counter-fingers-next", finger = finger, left = left)
        }
        NextFinger::Enough => t!(lang, "counter-fingers-enough"),
        NextFinger::Exception => t!(lang, "counter-fingers-worn"),
    };
    html! {
        div.govuk-inset-text {
            @for one in tried {
                p.govuk-body { (t!(lang, "counter-fingers-tried", finger = name(&one.finger), count = one.failed)) }
            }
            p.govuk-body { (next) }
        }
    }
}

/// The prints taken, each with a button to take it back.
fn taken_prints(desk: &Desk, address: &str, proofing: &Proofing) -> Markup {
    let lang = desk.view.lang;
    let name = |finger: &str| name(lang, finger);
    let fingers = &proofing.stored.dossier.fingers;
    let prints = fingers.iter().map(|f| {
        Portrait::new(
            format!("{address}/image/finger-{}", f.finger),
            name(&f.finger),
            name(&f.finger),
        )
    });
    html! {
        (Portraits::new(prints))
        div.govuk-button-group {
            @for f in fingers {
                (desk.view.form(&format!("{address}/fingers/remove"), html! {
                    input type="hidden" name="finger" value=(f.finger);
                    (Button::secondary(t!(lang, "counter-fingers-remove", finger = name(&f.finger))))
                }))
            }
        }
    }
}

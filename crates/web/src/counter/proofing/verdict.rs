//! The citizen's agreement, the officer's comparison, the decision.

use app::Error;
use app::counter::Machine;
use app::counter::proofing::{self, Comparison, Proofing, Second, Task};
use axum::extract::Path;
use axum::response::Response;
use domain::registration::{CardWait, State};
use maud::{Markup, html};
use ui::{Button, Choice, Legend, Radios, Textarea};

use super::{At, after, again, alike, base, card_application, fresh};
use crate::citizen::fields;
use crate::citizen::register::consent::{text, tick};
use crate::counter::{decision, machine};
use crate::extract::Desk;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show_consent(desk: Desk, Path(reference): At) -> Response {
    fresh(&desk, &reference, Task::Consent).await
}

pub(super) async fn consent(desk: Desk, Path(reference): At, form: Form) -> Response {
    match proofing::consent(&desk.app, &desk.cx, &reference, form.get("agree") == "yes").await {
        Ok(_) => after(&desk, &reference, None),
        Err(error) => again(&desk, &reference, Task::Consent, &form, &error).await,
    }
}

pub(super) fn consent_body(desk: &Desk, proofing: &Proofing, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    html! {
        p.govuk-body-l { (t!(lang, "counter-consent-read-out")) }
        (text(lang))
        (desk.view.form(&format!("{}/consent", base(&proofing.stored.reference)), html! {
            (tick(t!(lang, "counter-consent-heard", officer = desk.member.name.as_str()), errors))
            (fields::submit(t!(lang, "counter-save")))
        }))
    }
}

pub(super) async fn show_compare(desk: Desk, Path(reference): At) -> Response {
    fresh(&desk, &reference, Task::Compare).await
}

pub(super) async fn compare(desk: Desk, Path(reference): At, form: Form) -> Response {
    let comparison = Comparison {
        verdict: form.get("verdict"),
        explanation: form.get("explanation"),
    };
    match proofing::compare(&desk.app, &desk.cx, &reference, &comparison).await {
        Ok(_) => after(&desk, &reference, None),
        Err(error) => again(&desk, &reference, Task::Compare, &form, &error).await,
    }
}

/// What machines say of the portraits and the prints, or that none does.
pub(super) async fn machine_says(desk: &Desk, reference: &str) -> Result<Markup, Error> {
    let lang = desk.view.lang;
    let says = proofing::machine(&desk.app, &desk.cx, reference).await?;
    let one = |says: &Machine, absent: &str| match says {
        Machine::Absent => html! { p.govuk-body { (t!(lang, absent)) } },
        Machine::Says(made) => machine::says(lang, made),
    };
    Ok(html! {
        (one(&says.faces, "machine-absent"))
        (one(&says.fingers, "machine-fingers-absent"))
    })
}

pub(super) fn compare_body(
    desk: &Desk,
    (proofing, says): (&Proofing, &Markup),
    form: &Form,
    errors: &Errors,
) -> Markup {
    let lang = desk.view.lang;
    let verdicts = [
        Choice::new("same", t!(lang, "verdict-same")),
        Choice::new("unsure", t!(lang, "verdict-unsure")),
        Choice::new("different", t!(lang, "verdict-different")),
    ];
    html! {
        p.govuk-body { (t!(lang, "counter-compare-text")) }
        @if !proofing.compared.differences.is_empty() { (words::warning(lang, t!(lang, "counter-compare-differs"))) }
        (says)
        (machine::turns::says(lang, &proofing.turns.result))
        (desk.view.form(&format!("{}/compare", base(&proofing.stored.reference)), html! {
            (Radios::new("verdict", Legend::new(t!(lang, "counter-compare-verdict")).classes("govuk-fieldset__legend--m"))
                .items(verdicts)
                .value(form.get("verdict"))
                .error(errors.of("verdict")))
            (Textarea::new("explanation", t!(lang, "counter-compare-explanation"))
                .hint(t!(lang, "counter-compare-explanation-hint"))
                .rows(4)
                .limit(1000, t!(lang, "counter-at-most", count = 1000))
                .value(form.get("explanation"))
                .error(errors.of("explanation")))
            (fields::submit(t!(lang, "counter-compare-save")))
        }))
    }
}

/// How far the second look is, for the first officer.
pub(super) fn second(lang: Lang, second: Option<Second>) -> Markup {
    match second {
        None => html! {},
        Some(Second::Waits(doubt)) => {
            let why = t!(lang, &format!("second-look-why-{}", doubt.as_str()));
            html! { (words::notice(lang, t!(lang, "second-look-waits", why = why))) }
        }
        Some(Second::Agrees) => html! { (words::success(lang, t!(lang, "second-look-agrees"))) },
        Some(Second::Disagrees) => {
            html! { (words::warning(lang, t!(lang, "second-look-disagrees"))) }
        }
    }
}

pub(super) async fn show_decide(desk: Desk, Path(reference): At) -> Response {
    fresh(&desk, &reference, Task::Decide).await
}

pub(super) fn decide_body(
    desk: &Desk,
    proofing: &Proofing,
    form: &Form,
    errors: &Errors,
) -> Markup {
    let lang = desk.view.lang;
    let address = base(&proofing.stored.reference);
    let seen = proofing.stored.revision;
    let received = matches!(proofing.stored.state, State::Received { .. });
    let compared = proofing.stored.dossier.comparison.is_some();
    let open = matches!(proofing.second, None | Some(Second::Agrees)) && proofing.alike.clear();
    html! {
        (card_application::standing(lang, proofing))
        (second(lang, proofing.second))
        (alike::note(lang, proofing.alike))
        @if let Some(made) = &proofing.made {
            (machine::says(lang, &made.machine))
            (machine::turns::says(lang, &made.turns))
        }
        @if received && compared && proofing.to_forward {
            (desk.view.form(&format!("{address}/forward"), html! {
                (decision::revision(&seen.to_string()))
                p.govuk-body { (t!(lang, "counter-forward-text")) }
                (Button::new(t!(lang, "counter-forward")).prevent_double_click(true))
            }))
        } @else if received && compared && open {
            (approval(desk, proofing, &address))
        } @else if received && !compared {
            p.govuk-body { (t!(lang, "refused-comparison-missing")) }
        }
        @if !proofing.to_forward { (decision::refuse(desk, (&address, seen), (proofing.alike.same > 0, proofing.stored.joint()), (form, errors))) }
        @if received { (decision::send_back(desk, (&address, seen), form, errors)) }
    }
}

/// D59-14.2.b: approves at once, or with the card that is still to come; in words of its own each.
fn approval(desk: &Desk, proofing: &Proofing, address: &str) -> Markup {
    let lang = desk.view.lang;
    let decided = proofing.stored.awaits_card().is_some();
    let (text, button) = match proofing.card_wait {
        None => ("counter-approve-two-text", "counter-approve"),
        Some(CardWait::NotIssued) if decided => ("counter-ask-card-text", "counter-ask-card"),
        Some(CardWait::NotIssued) => ("counter-approve-joint-text", "counter-approve-joint"),
        Some(wait @ (CardWait::NoApplication | CardWait::Older)) => {
            return html! { p.govuk-body { (t!(lang, &format!("refused-{}", wait.code()))) } };
        }
    };
    desk.view.form(
        &format!("{address}/approve"),
        html! {
            (decision::revision(&proofing.stored.revision.to_string()))
            p.govuk-body { (t!(lang, text)) }
            (Button::new(t!(lang, button)).prevent_double_click(true))
        },
    )
}

pub(super) async fn approve(desk: Desk, Path(reference): At, form: Form) -> Response {
    match proofing::approve(&desk.app, &desk.cx, decision::seen(&reference, &form)).await {
        Ok(()) => after(&desk, &reference, None),
        Err(error) => again(&desk, &reference, Task::Decide, &form, &error).await,
    }
}

pub(super) async fn forward(desk: Desk, Path(reference): At, form: Form) -> Response {
    match proofing::forward(&desk.app, &desk.cx, decision::seen(&reference, &form)).await {
        Ok(to) => forwarded(&desk, &reference, &to),
        Err(error) => again(&desk, &reference, Task::Decide, &form, &error).await,
    }
}

/// It is another unit's from now on: only the reference is said.
fn forwarded(desk: &Desk, reference: &str, to: &str) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "counter-forwarded-title");
    let body = html! {
        (super::super::heading(&title))
        (words::success(lang, t!(lang, "counter-forwarded", reference = reference, unit = to)))
        (ui::ButtonLink::new("/counter", t!(lang, "counter-find-again")))
    };
    crate::counter::page(desk, &title).respond(body)
}

pub(super) async fn refuse(desk: Desk, Path(reference): At, form: Form) -> Response {
    let seen = decision::seen(&reference, &form);
    match proofing::refuse(&desk.app, &desk.cx, seen, form.get("reason")).await {
        Ok(()) => after(&desk, &reference, None),
        Err(error) => again(&desk, &reference, Task::Decide, &form, &error).await,
    }
}

pub(super) async fn send_back(desk: Desk, Path(reference): At, form: Form) -> Response {
    let seen = decision::seen(&reference, &form);
    match proofing::send_back(&desk.app, &desk.cx, seen, form.get("missing")).await {
        Ok(()) => after(&desk, &reference, None),
        Err(error) => again(&desk, &reference, Task::Decide, &form, &error).await,
    }
}

pub(super) async fn receive(desk: Desk, Path(reference): At, form: Form) -> Response {
    match proofing::receive_again(&desk.app, &desk.cx, &reference).await {
        Ok(()) => after(&desk, &reference, None),
        Err(error) => again(&desk, &reference, Task::Decide, &form, &error).await,
    }
}

//! D59-14.2.b: the card that is applied for with the account, and how far the two are.

use app::counter::proofing::{CardApplied, Proofing, Task, set_card_application};
use axum::extract::Path;
use axum::response::Response;
use domain::registration::{CardApplicationKind, CardReference, CardWait};
use maud::{Markup, html};
use ui::{Choice, Input, Legend, Radios};

use super::{At, after, again, base, fresh};
use crate::citizen::fields;
use crate::extract::Desk;
use crate::i18n::{self, Lang};
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(desk: Desk, Path(reference): At) -> Response {
    fresh(&desk, &reference, Task::CardApplication).await
}

pub(super) async fn submit(desk: Desk, Path(reference): At, form: Form) -> Response {
    let day = fields::iso_date(&form, "card-applied");
    let applied = CardApplied {
        reference: form.get("card-reference"),
        applied_on: &day,
        kind: form.get("card-kind"),
    };
    match set_card_application(&desk.app, &desk.cx, &reference, &applied).await {
        Ok(_) => after(&desk, &reference, None),
        Err(error) => again(&desk, &reference, Task::CardApplication, &form, &error).await,
    }
}

/// Reference, day and kind: as typed, else as stored.
fn filled(proofing: &Proofing, form: &Form, errors: &Errors) -> (String, [String; 3], String) {
    match &proofing.stored.dossier.card_application {
        Some(kept) if errors.is_empty() => {
            let day = kept.applied_on;
            let day = [
                day.day().to_string(),
                day.month().to_string(),
                day.year().to_string(),
            ];
            let reference = kept.reference.as_str().to_owned();
            (reference, day, kept.kind.as_str().to_owned())
        }
        Some(_) | None => {
            let most = *CardReference::LENGTH.end();
            let reference = form.get("card-reference").chars().take(most).collect();
            let day = form.date("card-applied").map(str::to_owned);
            (reference, day, form.get("card-kind").to_owned())
        }
    }
}

pub(super) fn body(desk: &Desk, proofing: &Proofing, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let (reference, day, kind) = filled(proofing, form, errors);
    let kinds = CardApplicationKind::ALL.map(|kind| {
        let words = t!(lang, &format!("card-kind-{}", kind.as_str()));
        Choice::new(kind.as_str(), words)
    });
    html! {
        p.govuk-body { (t!(lang, "card-application-text")) }
        (desk.view.form(&format!("{}/card-application", base(&proofing.stored.reference)), html! {
            (Input::new("card-reference", t!(lang, "card-application-reference"))
                .hint(t!(lang, "card-application-reference-hint"))
                .value(reference)
                .error(errors.of("card-reference"))
                .autocomplete("off")
                .spellcheck(false))
            (fields::date(lang, "card-applied", t!(lang, "card-application-day"), &Form::default(), errors)
                .values(day)
                .hint(t!(lang, "card-application-day-hint")))
            (Radios::new("card-kind", Legend::new(t!(lang, "card-application-kind")).classes("govuk-fieldset__legend--s"))
                .items(kinds)
                .value(kind)
                .error(errors.of("card-kind")))
            (fields::submit(t!(lang, "counter-save")))
        }))
    }
}

/// How far account and card are, for the officer.
pub(super) fn standing(lang: Lang, proofing: &Proofing) -> Markup {
    let stored = &proofing.stored;
    let stopped = stored.dossier.issue_stopped.as_deref();
    html! {
        @if let Some(awaits) = stored.awaits_card() {
            (words::notice(lang, t!(lang, "counter-awaits-card", at = i18n::date_time(awaits.at()))))
        } @else if let Some(why) = stopped {
            (words::warning(lang, t!(lang, "counter-issue-stopped", why = t!(lang, &format!("refused-{why}")))))
        }
        @if proofing.card_wait == Some(CardWait::Older) { (words::warning(lang, t!(lang, "refused-card-older"))) }
    }
}
